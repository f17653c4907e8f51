"""Reading the register of results: a page of it, one line with its history, what is in force."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from motcua.deadlines.rules import ZONE
from motcua.events.models import Event
from motcua.events.queries import history
from motcua.events.replica import reading
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound
from motcua.results.holders import digest_of
from motcua.results.keeping import keeper_of, keepers_on
from motcua.results.models import STANDS, CertifiedCopy, Entry, EntryQuerySet
from motcua.results.rules import Standing, share

# Roles that look at the whole province and never write.
OVERSEERS = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)
PAGE = 50
MOST_FOUND = 1000
_A_NUMBER = re.compile(r"[0-9]{10,13}")
_MATCH = "SELECT id FROM results_entry WHERE search @@ motcua_search_query(%s) LIMIT %s"
_GROUPED = """
SELECT {key}, count(*), count(document) FROM results_entry
WHERE revoked_at IS NULL AND replaced_at IS NULL
AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
AND (%(agencies)s::uuid[] IS NULL OR agency_id = ANY(%(agencies)s))
AND (%(sector)s = '' OR sector = %(sector)s)
AND (%(year)s::int IS NULL
    OR issued_on BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31))
GROUP BY 1 ORDER BY 2 DESC, 1
"""
# Days before the one on which they were counted are not told by figures.
_KEPT = """
SELECT counted_on <= %(day)s, key, many, digitised
FROM (SELECT max(counted_on) AS counted_on FROM results_standingscounted) AS counted
LEFT JOIN LATERAL (
    SELECT {key} AS key, sum(many) AS many, sum(digitised) AS digitised
    FROM results_standingfigures
    WHERE counted_on <= %(day)s AND day <= %(day)s
        AND (%(agencies)s::uuid[] IS NULL OR agency = ANY(%(agencies)s))
        AND (%(sector)s = '' OR sector = %(sector)s)
        AND (%(year)s::int IS NULL OR year = %(year)s)
    GROUP BY 1 HAVING sum(many) > 0
) AS sums ON true
ORDER BY many DESC, key
"""
KEYS = {"agency": "agency_id", "sector": "sector", "year": "extract(year FROM issued_on)::int"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which lines are asked for: whose, of which field and year, in which standing, which words.

    `agencies` empty means the whole province. `words` is a holder's number, the number of a
    result, or a holder's name with or without accents.
    """

    agencies: tuple[UUID, ...] = ()
    sector: str = ""
    year: int | None = None
    standing: Standing | None = None
    digitised: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """Where a page begins: after the line of this day and id."""

    day: date
    id: UUID


@dataclass(frozen=True, slots=True)
class InForce:
    """How many results are in force for one agency, field or year, and how many of them have an
    electronic copy."""

    key: object
    many: int
    digitised: int

    @property
    def share(self) -> float:
        """Return the digitised part, 0 to 1."""
        return share(self.digitised, self.many)


def page_of(
    chosen: Chosen, day: date, after: After | None = None
) -> tuple[list[Entry], After | None]:
    """Return a page of the register, the latest issued first, and where the next begins."""
    found = _later(_chosen(chosen, day), after).select_related("agency")
    page = list(found.order_by("-issued_on", "-id")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return page[:PAGE], After(last.issued_on, last.id) if last else None


def to_digitise(chosen: Chosen, day: date, most: int) -> list[Entry]:
    """Return results in force that are only on paper, the oldest first."""
    found = _chosen(chosen, day).in_force(day).filter(document=None)
    return list(found.order_by("issued_on", "id")[:most])


def _chosen(chosen: Chosen, day: date) -> EntryQuerySet:
    found = Entry.objects.all()
    if chosen.agencies:
        found = found.filter(agency__in=chosen.agencies)
    if chosen.sector:
        found = found.filter(sector=chosen.sector)
    if chosen.year is not None:
        found = found.filter(issued_on__range=(date(chosen.year, 1, 1), date(chosen.year, 12, 31)))
    if chosen.digitised is not None:
        found = found.filter(document__isnull=not chosen.digitised)
    if chosen.words:
        found = found.filter(_worded(chosen.words))
    if chosen.standing is not None:
        found = found.filter(_in_standing(chosen.standing, day))
    return found


def _worded(words: str) -> Q:
    """Find by what the words look like: a holder's number, a result's number, or a name."""
    together = re.sub(r"[\s.]", "", words)
    if _A_NUMBER.fullmatch(together):
        return Q(number_digest=digest_of(together)) | Q(number=words)
    if any(character.isdigit() for character in words):
        return Q(number=words)
    matching = RawSQL(_MATCH, [words, MOST_FOUND])  # noqa: S611 -- a constant statement with bound values
    return Q(pk__in=matching)


def _in_standing(standing: Standing, day: date) -> Q:
    by_date = {
        Standing.UPCOMING: Q(valid_from__gt=day),
        Standing.EXPIRED: Q(valid_from__lte=day, valid_to__lt=day),
        Standing.IN_FORCE: Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day)),
    }
    if standing in by_date:
        return STANDS & by_date[standing]
    return Q(**{f"{standing.value}_at__isnull": False})


def _later(found: EntryQuerySet, after: After | None) -> EntryQuerySet:
    if after is None:
        return found
    # The first condition repeats what the second says, in a way that the index can begin from.
    return found.filter(issued_on__lte=after.day).filter(
        Q(issued_on__lt=after.day) | Q(issued_on=after.day, id__lt=after.id)
    )


def in_force_by(
    key: str,
    day: date,
    agencies: Sequence[UUID] | None = None,
    sector: str = "",
    year: int | None = None,
) -> list[InForce]:
    """Count the results in force on a day by `agency`, `sector` or `year`, the most first.

    The agency is the one that keeps them on that day; `agencies`, `sector` and `year` narrow it.
    One statement over figures, or one more over the lines that stand, where those do not tell; two
    more by agency.
    """
    wanted = list(agencies) if agencies is not None else None
    given = {"day": day, "agencies": wanted, "sector": sector, "year": year}
    with reading().cursor() as cursor:
        cursor.execute(_KEPT.format(key=key), given)
        rows = cursor.fetchall()
        if not rows[0][0]:
            cursor.execute(_GROUPED.format(key=KEYS[key]), given)
            rows = [(False, *values) for values in cursor.fetchall()]
    found = [InForce(*values) for _, *values in rows if values[1]]
    return _by_keeper(found, day) if key == "agency" else found


def _by_keeper(found: list[InForce], day: date) -> list[InForce]:
    keepers, sums = keepers_on(day), dict[object, InForce]()
    for one in found:
        keeper = keepers.get(one.key, one.key) if isinstance(one.key, UUID) else one.key
        have = sums.get(keeper, InForce(keeper, 0, 0))
        sums[keeper] = InForce(keeper, have.many + one.many, have.digitised + one.digitised)
    return sorted(sums.values(), key=lambda one: (-one.many, str(one.key)))


def entry_for(reader: Actor, entry_id: UUID, at: datetime) -> Entry:
    """Return a line that the reader may know of, or say that there is none.

    Officers of the agency that keeps it know of it, and those who oversee.
    """
    found = Entry.objects.select_related("agency", "replaces").filter(pk=entry_id).first()
    if found is None or reader.agency is None:
        raise NotFound
    if not reader.has(*OVERSEERS) and reader.agency != keeper_of(found.agency, localdate(at)):
        raise NotFound
    return found


def replacement_of(entry: Entry) -> Entry | None:
    """Return the line that took the place of another."""
    return Entry.objects.filter(replaces=entry).first()


def acts_on(entry: Entry) -> list[Event]:
    """Return what was done to a line, oldest first."""
    return list(history(entry.id))


def entries_by_dossier(dossiers: Iterable[UUID]) -> dict[UUID, Entry]:
    """Return the latest line of each dossier that has one."""
    found = Entry.objects.filter(dossier__in=list(dossiers)).select_related("agency")
    found = found.order_by("entered_at", "id")
    return {entry.dossier: entry for entry in found if entry.dossier is not None}


def entry_of_document(document: UUID, dossier: UUID) -> Entry | None:
    """Return the line of one issued paper of a dossier."""
    return Entry.objects.filter(dossier=dossier, document=document).first()


def in_force_of(person: UUID, at: datetime) -> list[Entry]:
    """Return what is in force of a person's results, the latest first."""
    found = Entry.objects.in_force(localdate(at)).filter(holder=person)
    return list(found.order_by("-issued_on", "-id"))


def held_on(day: date) -> tuple[int, int]:
    """Return how many results were in force on a day, and how many of them were electronic then.

    One statement; what was revoked or replaced later was in force. The day is local.
    """
    after = datetime.combine(day + timedelta(days=1), time(), ZONE)
    lived = (Q(revoked_at=None) | Q(revoked_at__gte=after)) & (
        Q(replaced_at=None) | Q(replaced_at__gte=after)
    )
    ends_later = Q(valid_to=None) | Q(valid_to__gte=day)
    electronic = Q(document__isnull=False) & (Q(digitised_at=None) | Q(digitised_at__lt=after))
    found = Entry.objects.filter(lived, ends_later, valid_from__lte=day).aggregate(
        many=Count("pk"), digitised=Count("pk", filter=electronic)
    )
    return found["many"], found["digitised"]


def copies_of(entry: Entry) -> list[CertifiedCopy]:
    """Return the certified copies given of a line, the latest first."""
    return list(CertifiedCopy.objects.filter(entry=entry).order_by("-ordinal"))
