"""Forms as files: JSON in and out, within limits and without anything that JSON does not have."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from motcua.kernel.errors import DomainError

LONGEST_FILE = 1_000_000
DEEPEST = 20
LARGEST = 10**15
FORMAT = "motcua-form-1"
_LONE = re.compile("[\ud800-\udfff\x00]")


class FormFileRefused(DomainError):
    """A file that is no form file, or that nobody would write."""

    message = "Không đọc được tệp biểu mẫu: {reason}."


def read_json(text: str) -> Any:
    """Return the value of a JSON text that is small, shallow and can be stored as it is.

    Refused are names given twice, numbers that are none or beyond a million billions, and text
    that cannot be kept.
    """
    if len(text) > LONGEST_FILE:
        raise FormFileRefused(reason="lớn hơn 1 MB")
    try:
        value = json.loads(
            text,
            parse_constant=_no_number,
            parse_float=_float,
            parse_int=_int,
            object_pairs_hook=_mapping,
        )
    except (ValueError, RecursionError) as error:
        raise FormFileRefused(reason="không phải JSON đúng chuẩn") from error
    _look_through(value)
    return value


def _look_through(value: object) -> None:
    """Refuse what is nested too deeply, or text that cannot be kept; without recursion."""
    waiting: list[tuple[int, object]] = [(0, value)]
    while waiting:
        depth, part = waiting.pop()
        if isinstance(part, str):
            if _LONE.search(part):
                raise FormFileRefused(reason="có ký tự không phải chữ")
            continue
        if not isinstance(part, dict | list):
            continue
        if depth == DEEPEST:
            raise FormFileRefused(reason="lồng nhau quá sâu")
        if isinstance(part, dict):
            waiting.extend((depth + 1, name) for name in part)
        inside = part.values() if isinstance(part, dict) else part
        waiting.extend((depth + 1, one) for one in inside)


def _no_number(name: str) -> NoReturn:
    raise FormFileRefused(reason=f"{name} không phải là số")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise FormFileRefused(reason="có số quá lớn")
    return number


def _int(text: str) -> int:
    if len(text) > len(str(LARGEST)) + 1 or abs(int(text)) > LARGEST:
        raise FormFileRefused(reason="có số quá lớn")
    return int(text)


def _mapping(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise FormFileRefused(reason=f"tên “{name[:60]}” ghi hai lần")
        found[name] = value
    return found


def written(code: str, definition: Mapping[str, object], trials: Iterable[object]) -> str:
    """Return a form as a file, with its test cases."""
    whole = {"format": FORMAT, "code": code, "form": definition, "trials": list(trials)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def read_form(text: str) -> tuple[dict[str, object], list[object]]:
    """Return the definition and the test cases of a form file; a bare definition is one too."""
    whole = read_json(text)
    if not isinstance(whole, dict):
        raise FormFileRefused(reason="không phải một biểu mẫu")
    if whole.get("format") != FORMAT:
        return whole, []
    definition, trials = whole.get("form"), whole.get("trials", [])
    if not isinstance(definition, dict) or not isinstance(trials, list):
        raise FormFileRefused(reason="không phải một biểu mẫu")
    return definition, trials


def require_shape(definition: Mapping[str, object]) -> None:
    """Refuse what no page could show: pages and fields that are none; the rest may be mended."""
    pages = definition.get("pages")
    if not isinstance(pages, list) or not all(_has_fields(page) for page in pages):
        raise FormFileRefused(reason="các trang hoặc câu hỏi không đúng khuôn")


def _has_fields(page: object) -> bool:
    fields = page.get("fields", []) if isinstance(page, Mapping) else None
    return isinstance(fields, list) and all(map(_is_field, fields))


def _is_field(field: object) -> bool:
    if not isinstance(field, Mapping) or not isinstance(field.get("id"), str):
        return False
    columns = field.get("fields", [])
    own = isinstance(columns, list) and all(
        isinstance(one, Mapping) and isinstance(one.get("id"), str) for one in columns
    )
    return own and isinstance(field.get("kind"), str)
