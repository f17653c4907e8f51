"""What those who draw send: files, and questions from the drawing page."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse

from motcua.events.publishing import AUTHORS
from motcua.kernel.errors import DomainError, InvalidInput, NotPermitted
from motcua.web.identity import actor_of
from motcua.workflow.actions.authoring import LONGEST_FILE, FileTooLarge
from motcua.workflow.simulation import ImpossibleStep

Answer = Callable[..., dict[str, object]]
NO_FILE = "Xin chọn tệp .bpmn."
NOT_TEXT = "Tệp này không phải tệp .bpmn. Xin chọn tệp khác."


def file_from(request: HttpRequest) -> str:
    """Return the text of the uploaded file; refuse what is missing, too large or not text."""
    sent = request.FILES.get("bpmn")
    if not isinstance(sent, UploadedFile):
        raise InvalidInput({"bpmn": NO_FILE})
    # Every character of a file takes at most four bytes.
    if (sent.size or 0) > 4 * LONGEST_FILE:
        raise FileTooLarge
    try:
        content: bytes = sent.read()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput({"bpmn": NOT_TEXT}) from None


def answers_json(view: Answer) -> Callable[..., HttpResponse]:
    """Answer a question of the drawing page; a refusal is told with its sentence (409)."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actor = actor_of(request)
            if not actor.is_officer or not actor.has(*AUTHORS):
                raise NotPermitted
            answer = view(request, *args, **kwargs)
        except DomainError as refusal:
            told = {"code": refusal.code, "message": _sentence(refusal)}
            return JsonResponse(told, status=403 if isinstance(refusal, NotPermitted) else 409)
        return JsonResponse(answer)

    return asked


def _sentence(refusal: DomainError) -> str:
    if isinstance(refusal, InvalidInput):
        return next(iter(refusal.errors.values()), str(refusal))
    if isinstance(refusal, ImpossibleStep):
        return str(refusal.facts["reason"])
    return str(refusal)


def list_from(text: str) -> list[dict[str, Any]]:
    """Read a list of JSON objects; anything else is refused."""
    found = _json(text)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InvalidInput({"script": "Không đọc được các bước chạy thử. Xin làm lại từ đầu."})
    return found


def mapping_from(text: str) -> dict[str, Any]:
    """Read a JSON object; anything else is refused."""
    found = _json(text)
    if not isinstance(found, dict):
        raise InvalidInput({"data": "Không đọc được dữ liệu chạy thử. Xin làm lại từ đầu."})
    return found


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
