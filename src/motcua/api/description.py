"""The OpenAPI description, completed with what every operation may also answer."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from motcua.api.problems import MEDIA_TYPE, TITLES

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal or a fault (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "urn:motcua:problem:<code>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do next, in Vietnamese."},
        "code": {"type": "string", "description": "The reason, e.g. components_missing."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "What is wrong by path: answers.children.0.name.",
        },
    },
}
MEANINGS = {
    400: "The request cannot be read.",
    401: "No token, or one that is unknown or has expired.",
    403: "The caller has not the right that this needs.",
    404: "There is no such thing, or the caller may not know of it.",
    409: "The state of things does not allow it; `code` names the reason.",
    412: "The dossier has changed since the revision in If-Match.",
    413: "The body is larger than the limit.",
    415: "The body has another content type than described.",
    422: "The request has not the described shape; `errors` says where.",
    429: "Too many tries from this address; `detail` says when to come back.",
}
THROTTLED = frozenset({"verifyCode", "verifyFile", "trackDossier"})
IF_MATCH = "If-Match"
ETAG = {"ETag": {"description": "The revision, for If-Match.", "schema": {"type": "string"}}}
WITH_ETAG = ("/DossierShown", "/DossierWhole")


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """Add to every operation the problems that it may answer with."""
    schema["components"]["schemas"]["Problem"] = PROBLEM
    schema["components"]["responses"] = {
        f"Problem{status}": {
            "description": MEANINGS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in MEANINGS
        if status in TITLES
    }
    for methods in schema["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return schema


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status in _problems_of(operation):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    for status in [status for status in responses if isinstance(status, int)]:
        responses[str(status)] = responses.pop(status)
    for response in responses.values():
        shape = response.get("content", {}).get("application/json", {}).get("schema", {})
        if shape.get("$ref", "").endswith(WITH_ETAG):
            response["headers"] = ETAG
    operation["responses"] = dict(sorted(responses.items()))
    if not operation["parameters"]:
        del operation["parameters"]


def _problems_of(operation: dict[str, Any]) -> list[int]:
    names = {parameter["name"] for parameter in operation["parameters"]}
    found = {400, 404, 409, 422}
    if "security" in operation:
        found |= {401, 403}
    if "requestBody" in operation:
        found |= {413, 415}
    if IF_MATCH in names:
        found.add(412)
    if operation["operationId"] in THROTTLED:
        found.add(429)
    return sorted(found)
