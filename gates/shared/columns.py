"""Every column of text, and whether it holds words that somebody may have written.

`columns.csv` decides on each: `text` is written over whole, `json` where words stand in it (under
`keys`, else where a language is named), `labels` in drawn processes; `never` holds no words of
anybody, and `why` says what else. For the others `why` says why no page shows it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLACE = Path(__file__).with_name("columns.csv")
EVERYWHERE = "*"
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Column:
    """What is decided on a column."""

    name: str
    how: str
    keys: tuple[str, ...]
    why: str

    @property
    def holds_words(self) -> bool:
        """Say whether somebody may have written what stands in it."""
        return self.how != "never"

    def holds(self, key: str) -> bool:
        """Say whether words stand under a key of its JSON."""
        return EVERYWHERE in self.keys or key in (self.keys or LANGUAGES)


@cache
def columns() -> Mapping[str, Column]:
    """Return all columns by name, `table.column`."""
    with PLACE.open(encoding="utf-8", newline="") as lines:
        return {
            row["column"]: Column(row["column"], row["how"], tuple(row["keys"].split()), row["why"])
            for row in csv.DictReader(lines)
        }
