"""Middleware that machines have no use for: session, form, message, language and page policy.

Each is used for pages as it is and left out for the API, whose callers carry a token in a
header and read JSON. The API sets a stricter content policy of its own.
"""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from motcua.web.errors import DomainErrorMiddleware
from motcua.web.language import LanguageMiddleware
from motcua.web.methods import MethodsMiddleware
from motcua.web.session_store import AccountMiddleware

API = "/api/v1/"
REFERENCE = "/api/v1/docs"
Respond = Callable[[HttpRequest], HttpResponseBase]


def is_page(request: HttpRequest) -> bool:
    """Say whether a request is for people; the reference of the API is a page too."""
    return not request.path_info.startswith(API) or request.path_info == REFERENCE


class _PagesOnly:
    """A middleware with its hooks, asked only for pages."""

    def __init__(self, wrapped: Any, get_response: Respond) -> None:
        self._wrapped = wrapped(get_response)
        self._get_response = get_response
        for hook in ("process_view", "process_exception"):
            if hasattr(self._wrapped, hook):
                setattr(self, hook, self._for_pages(getattr(self._wrapped, hook)))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        respond = self._wrapped if is_page(request) else self._get_response
        response: HttpResponseBase = respond(request)
        return response

    def _for_pages(self, hook: Callable[..., Any]) -> Callable[..., Any]:
        def asked(request: HttpRequest, *args: Any) -> Any:
            return hook(request, *args) if is_page(request) else None

        return asked


def _only(wrapped: Any) -> Callable[[Respond], _PagesOnly]:
    return lambda get_response: _PagesOnly(wrapped, get_response)


policy = _only(CSPMiddleware)
methods = _only(MethodsMiddleware)
session = _only(SessionMiddleware)
language = _only(LanguageMiddleware)
forms = _only(CsrfViewMiddleware)
account = _only(AccountMiddleware)
notices = _only(MessageMiddleware)
refusals = _only(DomainErrorMiddleware)
