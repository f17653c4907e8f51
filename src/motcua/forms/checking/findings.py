"""What is wrong with a form definition."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.kernel.text import refusal_of

LONGEST_LABEL = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct: where (`table.column` in a table), which rule, what.

    An empty field means the form as a whole. An error keeps the form from being published; what
    is none is advice.
    """

    field: str
    rule: str
    message: str
    is_error: bool = True


def wrong_words(words: object, *, needed: bool = True) -> str:
    """Say what is wrong with a text in Vietnamese and perhaps English; empty when nothing is."""
    if words is None and not needed:
        return ""
    if not isinstance(words, Mapping) or any(not isinstance(one, str) for one in words.values()):
        return "Thiếu tên bằng tiếng Việt." if needed else "Lời phải có bản tiếng Việt."
    if not words.get("vi", "").strip():
        return "Thiếu tên bằng tiếng Việt." if needed else "Lời phải có bản tiếng Việt."
    if any(len(one) > LONGEST_LABEL for one in words.values()):
        return f"Lời dài quá {LONGEST_LABEL} ký tự."
    return next((wrong for one in words.values() if (wrong := refusal_of(one))), "")
