"""How long a form takes to fill in, estimated from its questions before anybody has. Pure.

The seconds of each kind of field are data, `facts/seconds.csv`, with the day from which they hold.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from motcua.forms.asking import pages_of
from motcua.forms.fields import Field

FACTS = Path(__file__).parent / "facts" / "seconds.csv"
MINUTE = 60
SELDOM = 2  # a question that is asked on a condition is answered by one person in so many


@lru_cache(maxsize=1)
def _facts() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["valid_from"])


def seconds_of(field: Field, day: date) -> int:
    """Return the seconds that a question of a kind takes on a day."""
    held = [
        int(row["seconds"])
        for row in _facts()
        if row["kind"] == field["kind"] and row["valid_from"] <= day.isoformat()
    ]
    return held[-1] if held else 0


def estimated_minutes(definition: Mapping[str, object], day: date) -> int:
    """Return about how many minutes a form takes, at least one."""
    seconds = 0
    for page in pages_of(definition):
        fields: list[Field] = page["fields"]  # type: ignore[assignment]
        for field in fields:
            conditional = page.get("show_if") or field.get("show_if")
            seconds += seconds_of(field, day) // (SELDOM if conditional else 1)
    return max(1, -(-seconds // MINUTE))
