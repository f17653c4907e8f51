"""Every request gets an id, is counted and leaves a line in the log, without personal data."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from motcua.runtime import logs, metrics
from motcua.runtime.traces import serving, statements

access = logging.getLogger("motcua.access")
HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ObservedMiddleware:
    """Outermost of all: what it does not see was never asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve a request under an id: the proxy's, where one is set up, else a new one."""
        given = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
        chosen = logs.begin(given)
        began = perf_counter()
        try:
            with serving(request.method or "", chosen) as span, statements(connection):
                response = self._get_response(request)
                route = _route(request)
                span.answered(route, response.status_code)
            _note(request, response.status_code, route, perf_counter() - began)
        finally:
            logs.end()
        response[HEADER] = chosen
        return response


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address; files of the pages count as one."""
    if request.path_info.startswith(settings.STATIC_URL):
        return settings.STATIC_URL
    return logs.route_of(request)


def _note(request: HttpRequest, status: int, route: str, seconds: float) -> None:
    method = request.method if request.method in _METHODS else "(other)"
    metrics.REQUESTS.labels(route, method).observe(seconds)
    metrics.ANSWERS.labels(route, method, status).inc()
    if access.isEnabledFor(logging.INFO):
        facts = {
            "method": method,
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        access.info("%s %s %s", method, route, status, extra=facts)
