"""Yearly indices of the province and of others, as they were published."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from motcua.kernel.errors import NotFound
from motcua.organisations.queries import province_code
from motcua.reform.models import IndexValue
from motcua.reform.rules import INDICES
from motcua.reform.yearly_rules import WHOLE, PartRow, Told, YearRow, part_rows, year_rows

PROVINCES = Path(__file__).parent / "facts" / "provinces.csv"


@dataclass(frozen=True, slots=True)
class History:
    """One index of one province over the years: the whole, and its parts where they are known."""

    province: str
    years: Sequence[YearRow]
    parts: Sequence[PartRow]


def latest() -> dict[str, Told]:
    """Return the last value of each index of this province; one statement."""
    found = IndexValue.objects.filter(part=WHOLE, province=province_code()).order_by("year")
    return {one.index: _told(one) for one in found}


def history(index: str, province: str) -> History:
    """Return an index of a province over the years; one statement. Refuses an unknown index."""
    if index not in dict(INDICES):
        raise NotFound
    by_part: dict[str, list[Told]] = defaultdict(list)
    for one in IndexValue.objects.filter(index=index, province=province).order_by("year", "part"):
        by_part[one.part].append(_told(one))
    whole = by_part.pop(WHOLE, [])
    last = max((one.year for told in by_part.values() for one in told), default=0)
    return History(province, year_rows(whole), part_rows(by_part, last))


def peers(index: str) -> list[tuple[str, str]]:
    """Return the other provinces of which something of an index is known, by name."""
    found = IndexValue.objects.filter(index=index).exclude(province=province_code())
    codes = set(found.values_list("province", flat=True))
    return sorted(((code, province_name(code)) for code in codes), key=lambda one: one[1])


def province_name(code: str) -> str:
    """Return the name of a province by its code; an unknown code is told as it is."""
    return _names().get(code, code)


def _told(one: IndexValue) -> Told:
    return Told(one.year, one.value, one.rank, one.among, one.source)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    with PROVINCES.open(encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
