"""Reading settings: what holds, what is proposed, and whether there are two to set them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from motcua.configuration.kinds import KINDS, Kind, kind_of
from motcua.configuration.models import SettingVersion
from motcua.configuration.rules import Change, TwoPersonsNeeded, changes
from motcua.events.versions import Versions
from motcua.kernel.actors import Actor, Role
from motcua.organisations.queries import holders_of
from motcua.people.models import Account

SETTINGS = Versions(SettingVersion, "setting", ("replaced",))
BOTH = 2


@dataclass(frozen=True, slots=True)
class Group:
    """The settings of one kind, by code and in words, with the proposal that is open for each."""

    kind: Kind
    settings: dict[str, str]
    proposals: dict[str, SettingVersion]


def kinds_of(by: Actor) -> list[Kind]:
    """Return the kinds that somebody may propose and put in force."""
    return [kind for kind in KINDS if by.has(*kind.keepers)]


def groups(kinds: Iterable[Kind]) -> list[Group]:
    """Return the settings of some kinds; one statement for the proposals."""
    waiting = SettingVersion.objects.filter(published_at=None).order_by("code")
    by_code = {one.code: one for one in waiting.defer("content", "replaced")}
    found = []
    for kind in kinds:
        own = {code: one for code, one in by_code.items() if kind.owns(code)}
        settings = {code: one.name for code, one in own.items()} | kind.known()
        found.append(Group(kind, settings, own))
    return found


def differences(version: SettingVersion, today: date) -> list[Change]:
    """Return what a proposal would change today, or what a version in force has changed."""
    kind = kind_of(version.code)
    before = (
        version.replaced
        if version.published_at
        else kind.held(version.code, version.content, today)
    )
    return changes(kind.fields, before, version.content)


def open_proposal(code: str) -> SettingVersion | None:
    """Return the draft or proposal of a setting that is open."""
    return SettingVersion.objects.filter(code=code, published_at=None).first()


def console_acts_alone(keepers: Sequence[Role], today: date) -> bool:
    """Say whether whoever sits at the console sets things alone: as long as there are not two
    with the right to who could sign in, nobody else could."""
    holders = holders_of(keepers, today)
    return Account.objects.filter(person__in=holders, is_active=True).count() < BOTH


def require_alone(keepers: Sequence[Role], page: str, today: date) -> None:
    """Refuse the console what two persons can set on a page."""
    if not console_acts_alone(keepers, today):
        raise TwoPersonsNeeded(page=f"{settings.PUBLIC_URL}{page}")
