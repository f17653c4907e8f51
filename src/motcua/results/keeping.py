"""Which agency keeps a part of the register today: whoever took over from the one that issued."""

from datetime import date
from uuid import UUID

from motcua.organisations.models import Agency, Succession
from motcua.organisations.queries import in_force_today


def keeper_of(agency: Agency, day: date) -> UUID:
    """Return the agency that keeps on a day what another has issued."""
    return in_force_today(agency, day).id


def kept_by(agency: UUID, day: date) -> list[UUID]:
    """Return whose results an agency keeps on a day: its own, and those of every predecessor.

    What was divided among several is kept by the one to which the first succession leads.
    """
    kept, looking = [agency], [agency]
    while looking:
        earlier = Succession.objects.filter(
            successor__in=looking, effective_on__lte=day, predecessor__valid_to__lt=day
        ).select_related("predecessor")
        found = {row.predecessor for row in earlier} - {Agency(id=one) for one in kept}
        looking = [one.id for one in found if keeper_of(one, day) == agency]
        kept += looking
    return kept


def keepers_on(day: date) -> dict[UUID, UUID]:
    """Return who keeps on a day what each agency that has ended has issued; two statements.

    As `keeper_of` says of one: the first succession is followed.
    """
    ended = set(Agency.objects.filter(valid_to__lt=day).values_list("id", flat=True))
    following: dict[UUID, UUID] = {}
    successions = Succession.objects.order_by("pk").values_list("predecessor", "successor")
    for predecessor, successor in successions:
        following.setdefault(predecessor, successor)
    keepers = {}
    for agency in ended & following.keys():
        keeper = agency
        while keeper in ended and keeper in following:
            keeper = following[keeper]
        keepers[agency] = keeper
    return keepers
