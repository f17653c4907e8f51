"""How alike the answers of two dossiers are. Pure.

What is the same for everything a person files, like their name, says nothing; nor does an oath.
"""

from collections.abc import Mapping

from motcua.forms.asking import fields_of
from motcua.kernel.text import alike

NOT_TELLING = frozenset(
    {"declaration", "signature", "file", "calculated", "hidden", "heading", "guidance"}
)
BLANK: tuple[object, ...] = ("", None, [], {})


def percent_alike(
    form: Mapping[str, object], one: Mapping[str, object], other: Mapping[str, object]
) -> int:
    """Return how many in a hundred of the telling questions are answered the same.

    Two dossiers that answer no telling question are the same.
    """
    telling = [
        str(field["id"])
        for field in fields_of(form)
        if field["kind"] not in NOT_TELLING
        and not str(field.get("prefill") or "").startswith("applicant.")
    ]
    answered = [name for name in telling if not (_is_blank(one, name) and _is_blank(other, name))]
    if not answered:
        return 100
    same = sum(_is_same(one.get(name), other.get(name)) for name in answered)
    return same * 100 // len(answered)


def _is_blank(answers: Mapping[str, object], name: str) -> bool:
    return answers.get(name) in BLANK


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return alike(one, other)
    return one == other
