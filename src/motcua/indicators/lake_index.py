"""Figures counted on an exported folder: no database, and the same at any later time."""

from datetime import date
from pathlib import Path

from motcua.indicators.counting import count
from motcua.indicators.genuine import genuine
from motcua.indicators.genuine_rules import Genuine, GenuineRules
from motcua.indicators.lake_engine import OnLake, lake
from motcua.indicators.rules import (
    Asked,
    Index,
    RuleSet,
    UnknownAgency,
    asked_about,
    period_of,
    scored_index,
)
from motcua.indicators.spark_engine import spark_lake


def index_on(
    folder: Path, days: tuple[date, date], agency: str, rules: RuleSet, *, with_spark: bool = False
) -> tuple[Index, Asked]:
    """Return the index of a period as of the moment of the export, and what was asked for."""
    with lake(folder) as files:
        asked = _asked(days, agency, files)
        if with_spark:
            with spark_lake(folder) as spark:
                counts = count(rules.parts(), asked, spark)
        else:
            counts = count(rules.parts(), asked, files)
    return scored_index(rules, counts, is_commune=asked.is_commune), asked


def genuine_on(
    folder: Path, days: tuple[date, date], agency: str, rules: GenuineRules, index: RuleSet
) -> tuple[Genuine, Asked]:
    """Return how the dossiers of a period were filed, as of the moment of the export."""
    with lake(folder) as engine:
        asked = _asked(days, agency, engine)
        return genuine(asked, rules, index, engine), asked


def _asked(days: tuple[date, date], agency: str, engine: OnLake) -> Asked:
    kind = engine.kind_of(agency) if agency else None
    if agency and kind is None and not engine.has_dossiers_of(agency):
        raise UnknownAgency(code=agency)
    return asked_about(period_of(*days), agency, kind, engine.cut_off)
