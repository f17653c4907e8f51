"""What conditions read of an answer, and whether there is one at all."""

from collections.abc import Mapping

from motcua.forms.fields.groups import GROUPS, parts_of
from motcua.forms.fields.kinds import COMPUTED, EMPTY, MOST, MOST_ROWS, SILENT, Field, decimals_of

_DEEPEST = 3


def nothing(field: Field) -> object:
    """Return what conditions read of a field that has no answer."""
    kind = str(field["kind"])
    if kind in GROUPS:
        return {str(part["id"]): nothing(part) for part in parts_of(field)}
    if kind == "number" and decimals_of(field):
        return 0.0
    return EMPTY.get(kind)


def known(field: Field, answer: object) -> object:
    """Return an answer in the type its kind promises to conditions, whatever was sent.

    What is unanswered, or of another type, is empty in its kind; parts and rows likewise.
    """
    kind = str(field["kind"])
    if answer is None or kind in COMPUTED | SILENT:
        return nothing(field)
    empty = EMPTY.get(kind)
    if isinstance(empty, str | bool):
        return answer if type(answer) is type(empty) else empty
    if kind in {"number", "money"}:
        return _number(field, answer)
    if kind == "choices":
        return [one for one in answer if isinstance(one, str)] if isinstance(answer, list) else []
    if kind == "table":
        rows = answer[:MOST_ROWS] if isinstance(answer, list) else []
        return [_parts(field, row) for row in rows]
    if kind in {"address", "file"}:
        return _texts(empty, answer)
    return _parts(field, answer)


def _number(field: Field, answer: object) -> float:
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    if not is_number or not -MOST <= answer <= MOST:  # type: ignore[operator]
        return nothing(field)  # type: ignore[return-value]
    number: float = answer  # type: ignore[assignment]
    return float(number) if decimals_of(field) else int(number)


def _texts(empty: object, answer: object) -> object:
    if not isinstance(answer, Mapping):
        return empty
    parts: Mapping[str, str] = empty  # type: ignore[assignment]
    return {part: answer[part] if isinstance(answer.get(part), str) else "" for part in parts}


def _parts(field: Field, answer: object) -> Mapping[str, object]:
    given = answer if isinstance(answer, Mapping) else {}
    return {str(part["id"]): known(part, given.get(str(part["id"]))) for part in parts_of(field)}


def is_blank(answer: object, kind: str) -> bool:
    """Say whether nothing was answered: blanks are nothing, but zero and “no” are answers.

    An address of which only the province is chosen was not answered: we choose it beforehand.
    """
    if kind in {"yes_no", "number", "money"}:
        return answer is None or (isinstance(answer, str) and not answer.strip())
    return _is_bare(answer, _DEEPEST) or (kind == "declaration" and answer is False)


def _is_bare(answer: object, depth: int) -> bool:
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, Mapping) and depth:
        inside = (answer[name] for name in answer if name != "province")
        return all(_is_bare(one, depth - 1) for one in inside)
    return answer is None or answer == []
