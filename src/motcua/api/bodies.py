"""Reading request bodies: JSON within limits, of the declared content type, and clean text."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from motcua.api.problems import MediaTypeRefused, TooLarge, UnreadableBody

MOST_BYTES = 1024 * 1024
DEEPEST = 20
JSON = "application/json"
MULTIPART = "multipart/form-data"
NOT_JSON = "Nội dung không phải JSON đúng chuẩn, mã hóa UTF-8."
TOO_DEEP = "Nội dung lồng nhau quá sâu."
NOT_TEXT = "Có ký tự không phải chữ (NUL hoặc nửa cặp thay thế)."
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
TWICE = "Tên này ghi hai lần."
NOT_A_NUMBER = "Số này không có trong JSON hoặc quá lớn."


class Bodies(Parser):
    """Turn bodies into values, or refuse them before any rule sees them."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON of a body, or refuse it with the path of what is wrong."""
        if request.content_type != JSON:
            raise MediaTypeRefused(expected=JSON)
        if len(request.body) > MOST_BYTES:
            raise TooLarge
        return from_json(request.body)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return parameters or files; files come as multipart only."""
        if data is not request.GET and request.content_type != MULTIPART:
            raise MediaTypeRefused(expected=MULTIPART)
        return super().parse_querydict(data, list_fields, request)


def from_json(body: bytes) -> Any:
    """Return the value of a JSON text that is small, shallow and can be stored as it is."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_constant=_no_constant,
            parse_float=_finite,
            object_pairs_hook=_once,
        )
    except UnreadableBody:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableBody({"body": NOT_JSON}) from error
    # Only an escape can write what UTF-8 cannot, and depth needs as many brackets.
    if b"\\u" in body or body.count(b"{") + body.count(b"[") > DEEPEST:
        _look_through(value)
    return value


def _look_through(value: object) -> None:
    """Refuse what is too deep or no text; where it stands is looked for only when there is any."""
    if _is_fine(value):
        return
    for path, depth, part in _parts(value):
        if depth > DEEPEST:
            raise UnreadableBody({"body": TOO_DEEP})
        if isinstance(part, str) and not storable(part):
            raise UnreadableBody({".".join(path) or "body": NOT_TEXT})


def _is_fine(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(DEEPEST + 1):
        inside: list[object] = []
        for part in level:
            if isinstance(part, dict):
                inside += part.keys()
                inside += part.values()
            elif isinstance(part, list):
                inside += part
            elif isinstance(part, str) and _NOT_TEXT.search(part):
                return False
        level = inside
    return not level


def _parts(value: object) -> Iterator[tuple[tuple[str, ...], int, object]]:
    """Go through a value, names included, without recursion."""
    waiting: list[tuple[tuple[str, ...], int, object]] = [((), 0, value)]
    while waiting:
        path, depth, part = waiting.pop()
        yield path, depth, part
        if depth > DEEPEST:
            continue
        if isinstance(part, dict):
            for name, inner in part.items():
                yield path, depth, name
                waiting.append(((*path, name), depth + 1, inner))
        elif isinstance(part, list):
            waiting.extend(((*path, str(at)), depth + 1, one) for at, one in enumerate(part))


def storable(text: str) -> bool:
    """Say whether text can be kept: no NUL, which PostgreSQL refuses, and no lone surrogate."""
    return _NOT_TEXT.search(text) is None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; readers differ on which of two equal names counts, so neither does."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        twice = next(name for name, times in counted.items() if times > 1)
        raise UnreadableBody({twice[:100] if storable(twice) else "body": TWICE})
    return found


def _no_constant(name: str) -> NoReturn:
    raise UnreadableBody({"body": NOT_A_NUMBER})


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise UnreadableBody({"body": NOT_A_NUMBER})
    return number
