"""What ships with the app as data: how codes are written, what a good scan is."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from motcua.digitisation.rules import CodeFormat

FACTS = Path(__file__).parent / "facts"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a scan is warned about. `blurred_below` is a variance of second differences
    of brightness, the inks are shares of an area."""

    least_dpi: int
    colour: bool
    blurred_below: float
    skewed_from_degrees: float
    blank_below_ink: float
    cut_from_ink_at_edge: float


@lru_cache(maxsize=1)
def limits() -> Limits:
    """Return the limits of a good scan (TT 01/2023/TT-VPCP, article 8 clause 2 point e)."""
    written = json.loads((FACTS / "quality.json").read_text(encoding="utf-8"))
    return Limits(**{name: value for name, value in written.items() if name != "source"})


@lru_cache(maxsize=1)
def code_formats() -> tuple[CodeFormat, ...]:
    """Return how codes have been written."""
    written = json.loads((FACTS / "code_formats.json").read_text(encoding="utf-8"))
    return tuple(
        CodeFormat(one["template"], date.fromisoformat(one["valid_from"]), one["basis"])
        for one in written
    )
