"""Which methods pages know: no other is answered, least of all as if it were a reading."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

# A view says which of them it takes; PATCH and DELETE are for files on their way.
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class MethodsMiddleware:
    """Answer 405 to TRACE, OPTIONS, CONNECT and what somebody made up (ASVS 5.0 V4.1.4)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve what has a known method."""
        if request.method not in KNOWN:
            return HttpResponseNotAllowed(KNOWN)
        return self._get_response(request)
