"""Refusals and faults as `application/problem+json` (RFC 9457)."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from motcua.dossiers.holding import told
from motcua.dossiers.rules import StaleDossier
from motcua.events.reach import RETRY_SECONDS, trouble_of
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, NotPermitted
from motcua.people.rules import TooManyAttempts
from motcua.runtime import metrics
from motcua.runtime.logs import note_refusal

log = logging.getLogger("django.request")
MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "Yêu cầu không đọc được",
    401: "Cần mã truy cập",
    403: "Không có thẩm quyền",
    404: "Không tìm thấy",
    405: "Địa chỉ này không nhận cách gọi đó",
    409: "Chưa thể thực hiện",
    412: "Hồ sơ đã thay đổi",
    413: "Nội dung quá lớn",
    415: "Kiểu nội dung không được nhận",
    422: "Nội dung chưa đúng",
    429: "Thử quá nhiều lần",
    500: "Lỗi của hệ thống",
    503: "Hệ thống đang bận",
}
STATUS: Mapping[type[DomainError], int] = {
    NotPermitted: 403,
    NotFound: 404,
    StaleDossier: 412,
    InvalidInput: 422,
    TooManyAttempts: 429,
}
# What is wrong with a value, by the kind of mistake that the shape check names.
SENTENCES: Mapping[str, str] = {
    "missing": "Thiếu mục này.",
    "extra_forbidden": "Không có mục nào tên như vậy.",
    "string_type": "Mục này phải là chữ.",
    "string_too_long": "Nội dung dài quá {max_length} ký tự.",
    "string_too_short": "Nội dung phải có ít nhất {min_length} ký tự.",
    "int_type": "Mục này phải là số nguyên.",
    "int_parsing": "Mục này phải là số nguyên.",
    "int_parsing_size": "Số này quá lớn.",
    "greater_than_equal": "Số này phải từ {ge} trở lên.",
    "less_than_equal": "Số này không được quá {le}.",
    "bool_type": "Mục này phải là true hoặc false.",
    "enum": "Giá trị phải là một trong: {expected}.",
    "literal_error": "Giá trị phải là một trong: {expected}.",
    "uuid_parsing": "Mã này không đúng dạng UUID.",
    "uuid_type": "Mã này không đúng dạng UUID.",
    "date_from_datetime_parsing": "Ngày phải viết dạng 2026-01-31.",
    "date_parsing": "Ngày phải viết dạng 2026-01-31.",
    "datetime_parsing": "Thời điểm phải viết dạng 2026-01-31T08:00:00+07:00.",
    "datetime_from_date_parsing": "Thời điểm phải viết dạng 2026-01-31T08:00:00+07:00.",
    "timezone_aware": "Thời điểm phải có múi giờ, ví dụ +07:00.",
    "list_type": "Mục này phải là một danh sách.",
    "dict_type": "Mục này phải là một nhóm tên và giá trị.",
    "model_attributes_type": "Mục này phải là một nhóm tên và giá trị.",
    "model_type": "Mục này phải là một nhóm tên và giá trị.",
    "too_long": "Danh sách chỉ nhận tối đa {max_length} dòng.",
}
OTHERWISE = "Giá trị này không hợp lệ."
UNREADABLE = "Không đọc được nội dung yêu cầu. Xin kiểm tra lại cách gửi."
# Also when a connection is lost at the commit: nobody knows then whether it was done.
BUSY = (
    "Hệ thống đang bận hoặc yêu cầu này cần quá nhiều thời gian. "
    "Xin đợi một lát, xem lại việc đã được ghi nhận chưa rồi hãy gửi lại."
)
BROKEN = "Hệ thống gặp lỗi và đã ghi lại. Xin thử lại sau."


class UnreadableBody(InvalidInput):
    """A body that is not JSON, or holds what no table can keep; `errors` says where."""


class MediaTypeRefused(DomainError):
    """Another content type than the operation reads."""

    message = "Yêu cầu này phải gửi với Content-Type: {expected}."


class TooLarge(DomainError):
    """A body beyond what any honest request needs."""

    message = "Nội dung gửi lên vượt quá giới hạn cho phép."


def problem(
    status: int, code: str, detail: str, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    """Answer with a problem; `errors` maps paths of the request to sentences."""
    said: dict[str, object] = {
        "type": f"urn:motcua:problem:{code}",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        said["errors"] = errors
    content = json.dumps(said, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE)


def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Answer a domain error: 409, or the status that says more."""
    assert isinstance(refusal, DomainError)
    metrics.REFUSED.labels(refusal.code).inc()
    if hasattr(request, "auth"):
        if isinstance(refusal, NotPermitted | NotFound):
            note_refusal(refusal.code, request, request.auth.person)
        assert request.resolver_match is not None
        refusal = told(refusal, request.auth, request.resolver_match.kwargs.get("dossier_id"))
    if isinstance(refusal, MediaTypeRefused):
        return problem(415, refusal.code, str(refusal))
    if isinstance(refusal, TooLarge):
        return problem(413, refusal.code, str(refusal))
    errors = refusal.errors if isinstance(refusal, InvalidInput) else None
    found = (status for kind, status in STATUS.items() if isinstance(refusal, kind))
    return problem(next(found, 409), refusal.code, str(refusal), errors)


def misshapen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a request whose shape is not the described one, path by path."""
    assert isinstance(error, ValidationError)
    metrics.REFUSED.labels("misshapen").inc()
    errors = {path_of(one["loc"]): _sentence(one) for one in error.errors}
    return problem(422, "invalid_input", InvalidInput.message, errors)


def path_of(location: Sequence[object]) -> str:
    """Write where a value stands: `answers.children.0.name`, or the name of a parameter."""
    source, *rest = location
    inner = rest[1:] if source == "body" else rest
    return ".".join(str(part) for part in inner) or "body"


def _sentence(error: Mapping[str, object]) -> str:
    facts = error.get("ctx", {})
    assert isinstance(facts, dict)
    if error["type"] == "value_error":
        return str(facts.get("error", OTHERWISE))
    return SENTENCES.get(str(error["type"]), OTHERWISE).format(**facts)


def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what failed before its shape could be looked at: no token, no JSON."""
    if isinstance(error, AuthenticationError):
        return unauthenticated()
    if isinstance(error.__cause__, DomainError):
        return refused(request, error.__cause__)
    status = error.status_code if isinstance(error, HttpError) else 400
    return problem(status if status in TITLES else 400, "unreadable_request", UNREADABLE)


def busy(code: str = "busy") -> HttpResponse:
    """Answer a request that could not be served now; it may be sent again."""
    response = problem(503, code, BUSY)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def unauthenticated() -> HttpResponse:
    """Answer a request without a token that is known and in time (RFC 6750 §3)."""
    detail = "Thiếu mã truy cập, hoặc mã đã hết hạn. Xin gửi Authorization: Bearer <mã>."
    response = problem(401, "unauthenticated", detail)
    response["WWW-Authenticate"] = 'Bearer realm="motcua"'
    return response


def too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a body that the server refused to read on."""
    return refused(request, TooLarge())


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log a bug with its traceback and admit it without details; say so when it is the database."""
    log.error("API error at %s", request.path, exc_info=error)
    trouble = trouble_of(error)
    if trouble is not None:
        return busy(trouble.value)
    return problem(500, "internal_error", BROKEN)


def unknown_address(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer an address that the API does not have."""
    return refused(request, NotFound())


def wrong_method(allowed: Sequence[str]) -> HttpResponse:
    """Answer a method that an address does not take, naming those it does."""
    said = ", ".join(sorted(allowed))
    response = problem(405, "method_not_allowed", f"Địa chỉ này chỉ nhận: {said}.")
    response["Allow"] = said
    return response


ANSWERS: Mapping[type[Exception], Any] = {
    DomainError: refused,
    ValidationError: misshapen,
    HttpError: unreadable,
    MultiPartParserError: unreadable,
    SuspiciousOperation: unreadable,
    RequestDataTooBig: too_big,
    Exception: broken,
}
