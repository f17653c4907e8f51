"""The language of the pages: Vietnamese, unless the reader chose English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """Use the language chosen in the header; the browser's own wish decides nothing.

    Official texts are Vietnamese and most readers are; browsers on shared and cheap phones are
    often set to English without anybody having chosen it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            response = self.get_response(request)
            response.setdefault("Content-Language", known)
            return response
