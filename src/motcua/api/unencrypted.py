"""Calls that come unencrypted where HTTPS is on: refused before anything of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from motcua.api.problems import problem

CALLS, FOR_PEOPLE = "/api/v1/", "/api/v1/docs"
WORDS = (
    "Lời gọi này không được mã hóa nên mã truy cập có thể đã lộ. Xin gọi bằng https và đổi mã truy "
    "cập."
)
Respond = Callable[[HttpRequest], HttpResponseBase]


def refuse_unencrypted(get_response: Respond) -> Respond:
    """Refuse unencrypted calls of the API; pages that people open are sent on to HTTPS instead.

    A program that was sent on would go on sending its token readable (ASVS 5.0, 4.1.2).
    """

    def answered(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        is_call = path.startswith(CALLS) and path != FOR_PEOPLE
        if is_call and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return problem(403, "unencrypted", WORDS)
        return get_response(request)

    return answered
