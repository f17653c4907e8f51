"""Which pages may read what is a second old."""

from collections.abc import Callable
from contextvars import Token
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from motcua.events import replica
from motcua.web.identity import signed_in
from motcua.web.pages_only import is_page

# The pages of those who watch, and what is public about the past.
SPACES = frozenset({"oversight", "reform"})
PAGES = frozenset({"citizen:figures", "citizen:open_data", "citizen:late", "citizen:late_at"})
SAFE = frozenset({"GET", "HEAD"})
FRESH = "fresh"  # a cookie: whoever has just changed something wants to see it
FRESH_SECONDS = 10


class LaggingMiddleware:
    """Innermost of all: who is signed in was read from the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not replica.is_there():
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and read from the primary again after it."""
        try:
            response = self._get_response(request)
        finally:
            begun: Token[bool] | None = getattr(request, "_may_lag", None)
            if begun is not None:
                replica.end(begun)
        if request.method not in SAFE and is_page(request):
            response.set_cookie(
                FRESH,
                "1",
                max_age=FRESH_SECONDS,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Choose where a page reads."""
        match = request.resolver_match
        may = match is not None and (match.namespace in SPACES or match.view_name in PAGES)
        if may and request.method in SAFE and FRESH not in request.COOKIES and replica.is_fit():
            signed_in(request)  # rights are never a second old
            request._may_lag = replica.begin()  # type: ignore[attr-defined]
