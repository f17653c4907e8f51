"""Words that everybody here knows: of the province, the product and its offices, as data."""

import csv
from functools import cache
from pathlib import Path

_FACTS = Path(__file__).parent / "facts" / "known_words.csv"


@cache
def known_words() -> tuple[str, ...]:
    """Return the words that a password may not be made of (ASVS 5.0, 6.1.2 and 6.2.11)."""
    with _FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(row["word"] for row in csv.DictReader(file))
