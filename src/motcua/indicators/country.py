"""The index of several provinces, from the exports that they have put side by side.

Provinces are installations of their own (ADR 45): each exports its facts as of a moment of its own,
and whoever reads them all counts each as that province itself would, with the same expressions.
The figures of the whole are those counts added up, so that parts and whole always agree.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.indicators.counting import Counting, count
from motcua.indicators.lake_engine import ABOUT, NoLake, lake
from motcua.indicators.rules import Index, RuleSet, asked_about, period_of, scored_index
from motcua.indicators.spark_engine import session, spark_lake

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class OfProvince:
    """The index of one province, as of its own export; `place` among all by points."""

    name: str
    cut_off: datetime
    index: Index
    place: int


@dataclass(frozen=True, slots=True)
class Country:
    """The index of all provinces together, and of each, the most points first."""

    whole: Index
    provinces: tuple[OfProvince, ...]


def provinces_in(folder: Path) -> list[Path]:
    """Return the exports that lie side by side in a folder, by name; none in an export itself."""
    if (folder / ABOUT).is_file() or not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if (one / ABOUT).is_file())


def index_of_country(
    folder: Path, days: tuple[date, date], rules: RuleSet, *, with_spark: bool = False
) -> Country:
    """Count the index of a period for every province whose export lies in a folder.

    Raises:
        NoLake: there is no export in it.
    """
    found = provinces_in(folder)
    if not found:
        raise NoLake(folder=folder)
    counted: list[tuple[Path, datetime, Counting]] = []
    whole: Counter[object] = Counter()
    with _spark(with_spark) as spark:
        for province in found:
            cut_off, counts = _counted(province, days, rules, spark)
            counted.append((province, cut_off, counts))
            whole.update(counts)
    indexes = [scored_index(rules, counts, is_commune=False) for _, _, counts in counted]
    totals = [one.total for one in indexes]
    each = [
        OfProvince(province.name, cut_off, index, 1 + sum(one > index.total for one in totals))
        for (province, cut_off, _), index in zip(counted, indexes, strict=True)
    ]
    everything = {part: whole[part] for part in rules.parts()}
    return Country(
        scored_index(rules, everything, is_commune=False),
        tuple(sorted(each, key=lambda one: (one.place, one.name))),
    )


@contextmanager
def _spark(wanted: bool) -> Iterator["SparkSession | None"]:
    """Keep one session for all provinces: starting it takes longer than many a count."""
    if not wanted:
        yield None
        return
    with session() as spark:
        yield spark


def _counted(
    province: Path, days: tuple[date, date], rules: RuleSet, spark: "SparkSession | None"
) -> tuple[datetime, Counting]:
    with lake(province) as files:
        asked = asked_about(period_of(*days), "", None, files.cut_off)
        if spark is None:
            return files.cut_off, count(rules.parts(), asked, files)
    with spark_lake(province, spark) as engine:
        return asked.as_of, count(rules.parts(), asked, engine)
