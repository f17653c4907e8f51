"""What everybody read on a day, with what they usually read, out of the log of looks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.deadlines.rules import ZONE, WorkingCalendar
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.privacy.unusual_rules import WEAK, Day, Habit, Home, Read, habit_of, home_of

WINDOW = timedelta(days=30)
Reader = tuple[UUID, UUID]  # a person, for an agency
_READ = """
SELECT look.person, look.agency, look.dossier, dossier.applicant_id, look.at, look.ground
FROM privacy_look AS look JOIN dossiers_dossier AS dossier ON dossier.id = look.dossier
WHERE look.at >= %s AND look.at < %s ORDER BY look.person, look.agency, look.at
"""
# Of every day of the window: dossiers, most in an hour, outside of one's work.
_BEFORE = """
SELECT person, agency, sum(many)::int, max(many)::int, sum(weak)::int FROM (
    SELECT person, agency, date_trunc('hour', at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS hour,
        count(DISTINCT dossier) AS many,
        count(DISTINCT dossier) FILTER (WHERE ground = ANY(%s)) AS weak
    FROM privacy_look WHERE at >= %s AND at < %s GROUP BY 1, 2, 3
) AS hours GROUP BY person, agency, date_trunc('day', hour)
"""
_AGAIN = """
SELECT look.person, look.agency, dossier.applicant_id, count(*)
FROM privacy_look AS look JOIN dossiers_dossier AS dossier ON dossier.id = look.dossier
WHERE look.at >= %s AND look.at < %s AND look.ground = ANY(%s) AND look.person = ANY(%s)
GROUP BY 1, 2, 3
"""
_SEARCHED = """
SELECT person, agency, count(*),
    (SELECT shown FROM privacy_lookup AS newest WHERE newest.id = max(searched.id))
FROM privacy_lookup AS searched WHERE at >= %s AND at < %s AND by_what = 'name'
GROUP BY person, agency, digest HAVING max(at) >= %s
"""


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends here."""
    begins = datetime.combine(day, time(), ZONE)
    return begins, begins + timedelta(days=1)


def is_off(calendar: WorkingCalendar, moment: datetime, margin_minutes: int) -> bool:
    """Say whether a moment lies outside of office hours by more than a margin."""
    hours, margin = calendar.hours(moment.date()), timedelta(minutes=margin_minutes)
    return not hours or not hours[0][0] - margin <= moment <= hours[-1][1] + margin


def days_of(day: date) -> Iterator[tuple[Reader, Day]]:
    """Yield what everybody read on a day for each agency; six statements, whatever was read.

    Addresses are opened of readers and of those whom nobody who read them had any work with.
    """
    begins, ends = bounds(day)
    reads = _rows(_READ, [begins, ends])
    searched = _searched(begins, ends)
    usual = _usual(begins)
    readers = {(row[0], row[1]) for row in reads} | set(searched)
    again = _again(begins, ends, {reader[0] for reader in readers})
    weak = {row[3] for row in reads if row[5] in WEAK}
    homes = _homes(weak | {reader[0] for reader in readers})
    read_by: dict[Reader, list[Read]] = defaultdict(list)
    for person, agency, dossier, applicant, at, ground in reads:
        home = homes.get(applicant, Home()) if ground in WEAK else Home()
        read_by[person, agency].append(Read(dossier, applicant, at.astimezone(ZONE), ground, home))
    for reader in sorted(readers):
        own, peers = usual.of(reader)
        yield (
            reader,
            Day(
                reads=read_by[reader],
                home=homes.get(reader[0], Home()),
                own=own,
                peers=peers,
                again=again.get(reader, {}),
                searches=searched.get(reader, ()),
            ),
        )


class _Usual:
    """What people usually read, and their colleagues."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._days: dict[Reader, list[tuple[int, int, int]]] = defaultdict(list)
        self._there: dict[UUID, set[Reader]] = defaultdict(set)
        for person, agency, *counts in rows:
            self._days[person, agency].append((counts[0], counts[1], counts[2]))
            self._there[agency].add((person, agency))

    def of(self, reader: Reader) -> tuple[Habit, Habit]:
        """Return the habit of somebody and of everybody else at their agency."""
        others = self._there[reader[1]] - {reader}
        peers = [day for other in others for day in self._days[other]]
        return habit_of(self._days[reader]), habit_of(peers)


def _usual(begins: datetime) -> _Usual:
    return _Usual(_rows(_BEFORE, [list(WEAK), begins - WINDOW, begins]))


def _again(begins: datetime, ends: datetime, people: set[UUID]) -> dict[Reader, dict[UUID, int]]:
    found: dict[Reader, dict[UUID, int]] = defaultdict(dict)
    given = [ends - WINDOW, ends, list(WEAK), list(people)]
    for person, agency, applicant, often in _rows(_AGAIN, given):
        found[person, agency][applicant] = often
    return found


def _searched(begins: datetime, ends: datetime) -> dict[Reader, list[tuple[int, tuple[UUID, ...]]]]:
    found: dict[Reader, list[tuple[int, tuple[UUID, ...]]]] = defaultdict(list)
    for person, agency, often, shown in _rows(_SEARCHED, [ends - WINDOW, ends, begins]):
        found[person, agency].append((often, tuple(shown)))
    return found


def _homes(people: set[UUID]) -> dict[UUID, Home]:
    found = Person.objects.filter(pk__in=people)
    return {one.id: home_of(one.full_name, contact_of(one).address) for one in found}


def _rows(statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
