"""Dossiers of 2021 and 2022 of the sample province, as the system of that time would hand over.

Invented rows, fewer than there were, in the proportions that the province reported: nothing is
stored but the rows, and they are imported as a file of another system is.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Count, Q

from motcua.demo.past_records import SEED, chosen_procedures
from motcua.indicators.importing import import_dossiers
from motcua.indicators.models import DossierFact
from motcua.organisations.models import Agency

COLUMNS = (
    "number", "procedure", "settling_agency", "receiving_agency", "channel", "submitted_at",
    "received_at", "due_at", "finished_at", "delivered_at", "status", "fee_due", "paid_online",
    "result_electronic", "component_digitised", "reused", "vneid", "synced", "rating", "submitter",
    "device", "reception_seconds",
)  # fmt: skip
USED = 300  # procedures that dossiers came for
LIMITS = (1, 2, 3, 5, 10, 15, 20)  # days
COUNTER, ONLINE, POST = "1", "2", "3"
SATURDAY = 5
DEVICES = 9000
KINDS = {"province": "department", "commune": "commune"}


@dataclass(frozen=True, slots=True)
class Year:
    """How many dossiers a year has and how many came online; of the rest, shares.

    `late` and `with_fee` are of all, `paid` of those online with a fee, `own_filings` of those
    online: filed by applicants themselves or with help.
    """

    year: int
    received: int
    online: int
    late: float
    with_fee: float
    paid: float
    own_filings: float


YEARS = (
    Year(2021, 7300, 1430, late=0.022, with_fee=0.4, paid=0.11, own_filings=0.69),
    Year(2022, 20000, 12930, late=0.0124, with_fee=0.4, paid=0.43, own_filings=0.792),
)


def load_past_dossiers(at: datetime) -> None:
    """Import the dossiers of both years: those that are missing to what was reported.

    The sample has dossiers of its own in these years; with them, the proportions are as reported.
    """
    rng = random.Random(SEED)  # noqa: S311 -- a repeatable sample; nothing else moves with it
    with TemporaryDirectory(prefix="motcua-past-") as name:
        folder = Path(name)
        file = folder / "ho-so-2021-2022.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            table = csv.writer(opened)
            table.writerow(COLUMNS)
            places = _Places(rng)
            for year in _missing():
                table.writerows(_rows(year, places, rng))
        import_dossiers(file, folder, at=at, progress=lambda *_: None, dry_run=False)


def _missing() -> list[Year]:
    """Return both years less what is there; scaled up alike until there is room for it."""
    there = {year.year: _received_in(year.year) for year in YEARS}
    lacking = ([_less(year, times, *there[year.year]) for year in YEARS] for times in count(1))
    return next(left for left in lacking if all(0 <= year.online <= year.received for year in left))


def _less(year: Year, times: int, received: int, online: int) -> Year:
    return replace(
        year, received=times * year.received - received, online=times * year.online - online
    )


def _received_in(year: int) -> tuple[int, int]:
    """Return how many dossiers were received in a year, and how many of them online."""
    found = DossierFact.objects.filter(month__startswith=f"{year}-").aggregate(
        received=Count("pk"), online=Count("pk", filter=Q(channel=int(ONLINE)))
    )
    return found["received"], found["online"]


class _Places:
    """The procedures asked for, the most usual first, and the agencies of the time."""

    def __init__(self, rng: random.Random) -> None:
        then = Agency.objects.in_force(date(2022, 6, 1)).order_by("code")
        agencies: dict[str, list[str]] = {}
        for code, kind in then.values_list("code", "kind"):
            agencies.setdefault(kind, []).append(code)
        ours = [one for one in chosen_procedures() if set(KINDS) & set(one["levels"])]
        self._procedures = rng.sample(ours, USED)
        self._weights = list(accumulate(1 / (at + 3) for at in range(USED)))
        self._agencies = agencies
        self._of_sector: dict[str, str] = {}

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """Return a procedure and the agency that settles it; a field has one department."""
        (one,) = rng.choices(self._procedures, cum_weights=self._weights)
        return one["code"], self._agency(one, rng)

    def _agency(self, one: dict[str, Any], rng: random.Random) -> str:
        if "commune" in one["levels"]:
            return rng.choice(self._agencies["commune"])
        departments = self._agencies["department"]
        return self._of_sector.setdefault(one.get("sector") or "", rng.choice(departments))


def _rows(year: Year, places: _Places, rng: random.Random) -> Iterator[Sequence[object]]:
    everyone = range(year.received)
    online = _chosen(everyone, year.online, rng)
    late = _share(everyone, year.late, rng)
    with_fee = _share(everyone, year.with_fee, rng)
    paid = _share(sorted(online & with_fee), year.paid, rng)
    own = _share(sorted(online), year.own_filings, rng)
    moments = sorted(_moment(year.year, rng) for _ in range(year.received))
    for at, received in enumerate(moments):
        procedure, agency = places.draw(rng)
        is_online = at in online
        due, finished = _ends(received, rng, late=at in late)
        wait = rng.randint(600, 28_000) if is_online else 0
        yield (
            f"{agency}-{received:%y%m%d}-{at + 1:05}",
            procedure,
            agency,
            agency,
            ONLINE if is_online else rng.choices((COUNTER, POST), (9, 1))[0],
            received - timedelta(seconds=wait),
            received,
            due,
            finished,
            finished + timedelta(hours=rng.randint(1, 20)),
            "10",
            rng.choice((20_000, 50_000, 150_000)) if at in with_fee else 0,
            int(at in paid),
            *(int(rng.random() < chance) for chance in (0.62, 0.55, 0.12, 0.3, 0.9)),
            rng.choices(("like", "dislike", ""), (20, 1, 79))[0],
            _submitter(rng, is_own=at in own) if is_online else "",
            f"may-{rng.randrange(DEVICES)}" if is_online else "",
            wait,
        )


def _chosen(among: Sequence[int], many: int, rng: random.Random) -> set[int]:
    return set(rng.sample(among, many))


def _share(among: Sequence[int], share: float, rng: random.Random) -> set[int]:
    return _chosen(among, round(share * len(among)), rng)


def _submitter(rng: random.Random, *, is_own: bool) -> str:
    return rng.choices(("self", "assisted"), (4, 1))[0] if is_own else "officer"


def _moment(year: int, rng: random.Random) -> datetime:
    """Return a moment of office hours on a weekday."""
    while True:
        day = date(year, 1, 4) + timedelta(days=rng.randrange(360))
        if day.weekday() < SATURDAY:
            return datetime.combine(day, time(8)) + timedelta(seconds=rng.randrange(8 * 3600))


def _ends(received: datetime, rng: random.Random, *, late: bool) -> tuple[datetime, datetime]:
    limit = rng.choice(LIMITS)
    day = received.date() + timedelta(days=limit)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    due = datetime.combine(day, time(17))
    if late:
        return due, due + timedelta(days=rng.randint(1, 12), hours=-rng.randint(1, 6))
    early = due - timedelta(days=rng.randint(0, limit // 2), hours=rng.randint(1, 8))
    return due, max(early, received + timedelta(hours=1)) if early < due else due
