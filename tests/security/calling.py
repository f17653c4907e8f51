"""What is sent to an address of the API: the least that its description lets through."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.api.callers import described, resolved
from tests.papers import a_pdf
from tests.security.asking import PART

Sent = dict[str, Any]  # what a browser's `generic` takes beside method and address
# Values that a rule looks at before it looks at who asks.
_KNOWN: Mapping[str, object] = {"personal_number": "001090000011", "birth_date": "1990-01-31"}
_NAMED = {"procedure": "version_id", "to": "colleague_id"}
_FORMATS: Mapping[str, object] = {
    "date": "2026-06-01",
    "date-time": "2026-06-01T08:00:00+07:00",
}
_KINDS: Mapping[str, object] = {"string": "nội dung", "boolean": True, "integer": 1, "object": {}}
_BOUNDARY = "ranh-gioi"


@lru_cache(maxsize=1)
def _operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    }


def sent(method: str, address: str, things: Mapping[str, object]) -> Sent:
    """Return what to send with a method to an address of the table; nothing where it is none of
    the operations described."""
    operation = _operations().get((method, "/" + PART.sub(r"{\2}", address)))
    if operation is None:
        return {}
    given: Sent = {}
    asked = [one for one in operation.get("parameters", []) if one.get("required")]
    headers = {one["name"]: str(uuid4()) for one in asked if one["in"] == "header"}
    if headers:
        given["headers"] = headers
    named = {one["name"]: _value(one["name"], one["schema"], things) for one in asked
             if one["in"] == "query"}  # fmt: skip
    if named:
        given["QUERY_STRING"] = urlencode(named)
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        body = _value("", content["schema"], things)
        given |= {"data": json.dumps(body), "content_type": kind} if "json" in kind else _a_file()
    return given


def _value(name: str, schema: dict[str, Any], things: Mapping[str, object]) -> Any:
    """Return the least value that a schema takes, of things that there are where it asks for one
    by name."""
    schema = resolved(schema)
    if "properties" in schema:
        needed = schema.get("required", ())
        return {one: _value(one, schema["properties"][one], things) for one in needed}
    if schema.get("type") == "array":
        return [_value(name, schema["items"], things)]
    if "enum" in schema:
        return schema["enum"][0]
    known = _KNOWN.get(name, _FORMATS.get(schema.get("format", "")))
    if known is None and schema.get("format") == "uuid":
        return str(things.get(_NAMED.get(name, f"{name}_id"), uuid4()))
    return known if known is not None else _KINDS[schema["type"]]


def _a_file() -> Sent:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    whole = head.encode() + b"Content-Type: application/pdf\r\n\r\n" + a_pdf()
    return {
        "data": whole + f"\r\n--{_BOUNDARY}--\r\n".encode(),
        "content_type": f"multipart/form-data; boundary={_BOUNDARY}",
    }
