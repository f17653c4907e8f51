"""How long a form takes to fill in, estimated from its questions before anybody has. Pure.

Reading a question and answering it are counted. The seconds are estimates and data,
`facts/filling.json`; how long people really took is measured elsewhere.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.forms.asking import pages_of
from motcua.forms.fields import GROUPS, Field, parts_of

FACTS = Path(__file__).parent / "facts" / "filling.json"
MINUTE = 60
SELDOM = 2  # a question that is asked on a condition is answered by one person in so many


@lru_cache(maxsize=1)
def facts() -> Mapping[str, Any]:
    """Return the seconds of each kind of field, and how fast people read."""
    found: Mapping[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return found


def words_of(field: Field) -> Iterator[str]:
    """Return the Vietnamese texts that a person reads of a field."""
    for name in ("label", "hint"):
        words = field.get(name)
        if isinstance(words, Mapping) and isinstance(words.get("vi"), str):
            yield words["vi"]


def seconds_of(field: Field) -> float:
    """Return the seconds for reading a question and answering it; parts and columns count too."""
    read: float = sum(len(text.split()) for text in words_of(field)) / facts()["words_a_minute"]
    return MINUTE * read + _answering(field)


def _answering(field: Field) -> float:
    kind = str(field["kind"])
    if kind != "table" and kind not in GROUPS:
        seconds: float = facts()["seconds"].get(kind, 0)
        return seconds
    try:
        own = sum(seconds_of(part) for part in parts_of(field) if "kind" in part)
    except (TypeError, KeyError):  # a draft that is not sound yet
        return 0
    return own * (facts()["rows"] if kind == "table" else 1)


def minutes_of(asked: Iterable[tuple[Field, bool]]) -> int:
    """Return about how many minutes questions take; those that are asked seldom count half."""
    seconds = sum(seconds_of(field) / (SELDOM if seldom else 1) for field, seldom in asked)
    return math.ceil(seconds / MINUTE)


def estimated_minutes(definition: Mapping[str, object]) -> int:
    """Return about how many minutes a sound form takes, at least one."""
    asked = [
        (field, bool(page.get("show_if") or field.get("show_if")))
        for page in pages_of(definition)
        for field in page["fields"]  # type: ignore[attr-defined]
    ]
    return max(1, minutes_of(asked))
