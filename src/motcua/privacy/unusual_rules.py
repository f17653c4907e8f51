"""When the reading of personal data is unusual: rules with dates and thresholds as data.

A sign is a reason to ask, never a finding of guilt: an inspector says what it was. Plain Python
over what was read on one day by one person for one agency.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from statistics import median
from uuid import UUID

from motcua.kernel.text import folded

FACTS = Path(__file__).parent / "facts" / "unusual.csv"
WEAK = frozenset({"unit", "oversight"})  # grounds that name no work on the dossier
USUAL_NEEDS = 5  # days of reading before somebody has a habit of their own
NOBODY = UUID(int=0)
HAMLET_PARTS = 2  # of an address, from its end: the hamlet or street, and the commune


@dataclass(frozen=True, slots=True)
class Rule:
    """From how much on something is unusual; what is None does not count."""

    id: str
    name: str
    explains: str
    least: int
    own_times: float | None
    peers_times: float | None
    share: float | None
    days: int
    margin_minutes: int

    def allowed(self, own: float | None, peers: float | None) -> int:
        """Return what is still usual: some times one's own habit or that of one's peers, whichever
        is less, and never less than the floor of the rule."""
        times = [
            usual * factor
            for usual, factor in ((own, self.own_times), (peers, self.peers_times))
            if usual is not None and factor is not None
        ]
        return max(self.least, round(min(times))) if times else self.least


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives and what their family is called, folded; empty when unknown."""

    family: str = ""
    place: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A dossier that was looked at, and whom it is about."""

    dossier: UUID
    applicant: UUID
    at: datetime
    ground: str
    home: Home = Home()

    @property
    def is_weak(self) -> bool:
        """Say whether no work on the dossier gave the right to read it."""
        return self.ground in WEAK


@dataclass(frozen=True, slots=True)
class Habit:
    """How many different dossiers somebody usually reads: a day, at most an hour, outside of their
    work; None when nobody knows."""

    day: float | None = None
    hour: float | None = None
    weak: float | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """What is unusual: by which rule, how much there was, how much would have been usual.

    `about` tells signals of one rule and day apart: the person, or the first one of a place.
    """

    rule: str
    measured: int
    allowed: int
    dossiers: tuple[UUID, ...]
    about: UUID = NOBODY


@dataclass(frozen=True, slots=True)
class Day:
    """What one person read for one agency on a day, and what they had read before.

    `again` counts the quarters of an hour in which the dossiers of an applicant were looked at
    without work on them; `searches` how often each name was searched, with what it showed.
    """

    reads: Sequence[Read]
    home: Home
    own: Habit
    peers: Habit
    again: Mapping[UUID, int]
    searches: Sequence[tuple[int, tuple[UUID, ...]]] = ()


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rules_on(day: date) -> dict[str, Rule]:
    """Return the rules in force on a day."""
    return {
        row["rule"]: _rule(row)
        for row in _rows()
        if row["valid_from"] <= day.isoformat() and day.isoformat() <= (row["valid_to"] or "9999")
    }


def _rule(row: Mapping[str, str]) -> Rule:
    def part(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    return Rule(
        row["rule"],
        row["name"],
        row["explains"],
        int(row["least"]),
        part("own_times"),
        part("peers_times"),
        part("share"),
        int(row["days"] or 0),
        int(row["margin_minutes"] or 0),
    )


def rule_names() -> dict[str, str]:
    """Return what each rule is called, those of the past too."""
    return {row["rule"]: row["name"] for row in _rows()}


def home_of(full_name: str, address: str) -> Home:
    """Return what is compared of somebody: the first word of the name, the end of the address."""
    parts = [folded(" ".join(part.split())) for part in address.split(",") if part.strip()]
    place = ", ".join(parts[-HAMLET_PARTS:]) if len(parts) >= HAMLET_PARTS else ""
    family = folded(full_name.split()[0]) if full_name.split() else ""
    return Home(family, place, parts[-1] if parts else "")


def habit_of(days: Sequence[tuple[int, int, int]]) -> Habit:
    """Return the usual of some days, each told as dossiers, most in an hour, and outside of one's
    work; nothing is usual before there were enough."""
    if len(days) < USUAL_NEEDS:
        return Habit()
    whole, hour, weak = (median(part) for part in zip(*days, strict=True))
    return Habit(whole, hour, weak)


def signals(
    day: Day, rules: Mapping[str, Rule], is_off: Callable[[datetime, int], bool]
) -> list[Signal]:
    """Return what is unusual about a day; `is_off` says whether a moment lies outside of office
    hours by more than some minutes."""
    weak = [read for read in day.reads if read.is_weak]
    found = [
        *_much(day, weak, rules),
        *_off_hours(day.reads, rules, is_off),
        *_at_home(day.home, weak, rules),
        *_again(day, weak, rules),
    ]
    return [one for one in found if one.measured >= one.allowed]


def _much(day: Day, weak: Sequence[Read], rules: Mapping[str, Rule]) -> Iterable[Signal]:
    hours: dict[datetime, list[Read]] = defaultdict(list)
    for read in day.reads:
        hours[read.at.replace(minute=0, second=0, microsecond=0)].append(read)
    busiest = max((_dossiers(one) for one in hours.values()), key=len, default=())
    for name, dossiers, own, peers in (
        ("many_in_an_hour", busiest, day.own.hour, day.peers.hour),
        ("many_in_a_day", _dossiers(day.reads), day.own.day, day.peers.day),
        ("not_own_work", _dossiers(weak), day.own.weak, day.peers.weak),
    ):
        if rule := rules.get(name):
            yield Signal(name, len(dossiers), rule.allowed(own, peers), dossiers)


def _off_hours(
    reads: Sequence[Read], rules: Mapping[str, Rule], is_off: Callable[[datetime, int], bool]
) -> Iterable[Signal]:
    if rule := rules.get("off_hours"):
        late = _dossiers(read for read in reads if is_off(read.at, rule.margin_minutes))
        yield Signal(rule.id, len(late), rule.least, late)


def _at_home(home: Home, weak: Sequence[Read], rules: Mapping[str, Rule]) -> Iterable[Signal]:
    places: dict[str, list[Read]] = defaultdict(list)
    for read in weak:
        places[read.home.place].append(read)
    near = places.pop(home.place, []) if home.place else []
    places.pop("", None)
    if rule := rules.get("neighbours"):
        yield _of_people(rule, near)
    if rule := rules.get("one_place"):
        yield from (_of_people(rule, reads) for reads in places.values())
    if (rule := rules.get("own_family_name")) and home.family and home.commune:
        here = [read for read in weak if read.home.commune == home.commune]
        kin = [read for read in here if read.home.family == home.family]
        if len(kin) >= (rule.share or 0) * len(here):
            yield _of_people(rule, kin)


def _again(day: Day, weak: Sequence[Read], rules: Mapping[str, Rule]) -> Iterable[Signal]:
    if rule := rules.get("same_person"):
        for applicant, often in day.again.items():
            dossiers = _dossiers(read for read in weak if read.applicant == applicant)
            if dossiers:
                yield Signal(rule.id, often, rule.least, dossiers, applicant)
    if rule := rules.get("same_search"):
        for often, shown in day.searches:
            yield Signal(rule.id, often, rule.least, shown, shown[0] if shown else NOBODY)


def _of_people(rule: Rule, reads: Sequence[Read]) -> Signal:
    people = list(dict.fromkeys(read.applicant for read in reads))
    first = people[0] if people else NOBODY
    return Signal(rule.id, len(people), rule.least, _dossiers(reads), first)


def _dossiers(reads: Iterable[Read]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(read.dossier for read in reads))
