"""What could be asked better: advice to whoever draws a form, which keeps nobody from publishing.

What the registers hold and how long people take are facts with their source in `facts/`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.forms.checking.findings import Finding
from motcua.forms.checking.shape import Placed, is_too_large, read_shape
from motcua.forms.fields import COMPUTED, SILENT, Field
from motcua.forms.filling_time import facts, minutes_of, words_of
from motcua.kernel.text import compared

FACTS = Path(__file__).parents[1] / "facts"
_SENTENCE_END = re.compile(r"[.!?…:;]\s|\n|$")
_NO_QUESTION = SILENT | COMPUTED


@lru_cache(maxsize=4)
def _facts(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((FACTS / name).read_text(encoding="utf-8"))
    return found


def advice(definition: object) -> list[Finding]:
    """Return what could be better in a form, in the order of the form."""
    if is_too_large(definition):
        return []
    placed, _ = read_shape(definition)
    questions = [one for one in placed if one.field["kind"] not in _NO_QUESTION]
    found = [*_of_words(placed), *_asked_twice(questions), *_held(questions)]
    minutes = minutes_to_fill(placed)
    if minutes > facts()["long_form_minutes"]:
        message = f"Điền hết biểu mẫu này mất khoảng {minutes} phút. Xin bỏ bớt câu hỏi."
        found.append(_advice("", "long", message))
    order = {one.path: at for at, one in enumerate(placed)}
    return sorted(dict.fromkeys(found), key=lambda one: order.get(one.field, -1))


def time_to_fill(definition: object) -> int:
    """Return how many minutes it takes to fill in everything that a form can ask."""
    return 0 if is_too_large(definition) else minutes_to_fill(read_shape(definition)[0])


def minutes_to_fill(placed: Sequence[Placed]) -> int:
    """Return the minutes for reading and answering all of these fields, asked seldom or not."""
    return minutes_of((one.field, False) for one in placed if one.table is None)


def _advice(path: str, rule: str, message: str) -> Finding:
    return Finding(path, rule, message, is_error=False)


def _label(field: Field) -> str:
    """Return the label for comparing, without what stands in brackets and at its end."""
    words = field.get("label")
    text = words.get("vi") if isinstance(words, Mapping) else None
    bare = re.sub(r"\([^)]*\)", " ", text) if isinstance(text, str) else ""
    return compared(bare.strip(" .:?*"))


def _of_words(placed: Sequence[Placed]) -> Iterator[Finding]:
    longest = facts()["longest_sentence"]
    for one in placed:
        label = one.field.get("label")
        if isinstance(label, Mapping) and label.get("vi") and not label.get("en"):
            yield _advice(one.path, "english", "Chưa có lời tiếng Anh.")
        for text in words_of(one.field):
            words = max(len(part.split()) for part in _SENTENCE_END.split(text))
            if words > longest:
                message = f"Có câu dài {words} chữ, khó đọc. Xin tách thành các câu ngắn."
                yield _advice(one.path, "reading", message)


def _asked_twice(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Name the fields that ask what another one beside them asks, or take the same answer."""
    seen: dict[tuple[object, ...], str] = {}
    for one in questions:
        beside = one.table["id"] if one.table else ""
        keys: list[tuple[object, ...]] = []
        if label := _label(one.field):
            keys.append(("label", beside, one.page.get("id"), one.field["kind"], label))
        if isinstance(one.field.get("prefill"), str) and one.field["prefill"]:
            keys.append(("prefill", one.field["prefill"]))
        for key in keys:
            if key in seen:
                message = f"Mục “{seen[key]}” đã hỏi điều này. Xin bỏ một trong hai."
                yield _advice(one.path, "asked-twice", message)
                break
            seen[key] = one.path


def _held(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Name the fields that ask for what the State holds already (NĐ 61/2018 art. 4)."""
    facts = _facts("held.json")
    filled = {one.field.get("prefill") for one in questions if _is_text(one.field.get("prefill"))}
    has_number = any(one.field["kind"] in {"personal_number", "person"} for one in questions)
    for one in questions:
        label = _label(one.field)
        yield from _ended(one.path, label, facts["ended"])
        if has_number and label in _compared(tuple(facts["population"]["words"])):
            yield _advice(one.path, "held", facts["population"]["message"])
        if one.table is None and not one.field.get("prefill"):
            for source, words in facts["applicant"]["words"].items():
                if source not in filled and label in _compared(tuple(words)):
                    yield _advice(one.path, "prefill", facts["applicant"]["message"])


def _ended(path: str, label: str, ended: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for one in ended:
        if any(f" {words} " in f" {label} " for words in _compared(tuple(one["words"]))):
            yield _advice(path, "held", one["message"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


@lru_cache(maxsize=50)
def _compared(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(compared, words))
