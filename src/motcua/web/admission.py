"""Who is served next when more ask than can be served at once.

A process serves a few requests at a time. The others wait in lines: one for each agency, as far as
it is known whom a request is for, else one for each address, and apart for what is costly, whose
turn is one for all processes. The line with the fewest in service is next, so that a rush at one
agency makes the others wait for one request and not for the rush. When too many wait, the last of
the longest line is sent away, and so is whoever has waited too long: 503 with the time to come back
(RFC 9110 §15.6.4), before anything was read or written. Lines are about fairness only; rights are
checked where they always are.

While a disk has little room, acts are sent away likewise and reading goes on.
"""

import io
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpResponse, parse_cookie
from django.template.loader import get_template

from motcua.runtime import metrics
from motcua.runtime.lines import WHO, Kind, Line, Lines, address_of

Environ = dict[str, Any]
Words = tuple[str, bytes]
Application = Callable[[Environ, Any], Iterable[bytes]]
RETRY_AFTER = 5  # seconds
REMEMBERED = 20_000  # accounts whose line is known
LONGEST_PEEK = 256 * 1024
UPLOADS = "/tai-len"
FILING = "/api/v1/dossiers"
CHOOSING = "/noi-nop"  # the page on which a citizen says where
READING = frozenset({"GET", "HEAD", "OPTIONS"})
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
_LISTS = (".xlsx", ".csv", ".zip", ".docx")
# Figures over years, as far as they are no dossier and no search, and the system's look at itself:
# tenths of a second to seconds of work as well.
_FIGURES = re.compile(r"/theo-doi/(?!ho-so/|tim\b)|/ban-tin/|/status$")
# Who vouches for a citizen, and keepers of signing keys, may be elsewhere.
_ABROAD = re.compile(r"\w+ /dang-nhap/dinh-danh/|POST .*/(?:ky|cap-so|sign|issue)$")
_COMMUNE = re.compile(rb'"commune"\s*:\s*"([0-9a-f-]{36})"|(?:^|&)commune=([0-9a-f-]{36})(?:&|$)')


class Admission:
    """The application behind its lines."""

    def __init__(
        self,
        application: Application,
        lines: Lines,
        busy: Callable[[], HttpResponse],
        has_room: Callable[[], bool] = lambda: True,
        costly: Callable[[], AbstractContextManager[bool]] = lambda: nullcontext(True),
    ) -> None:
        self._application = application
        self._lines = lines
        self._busy = busy  # makes the answer that machines get
        self._has_room = has_room  # on the disks, for what is handed in
        self._costly = costly  # the turn of whole lists and figures, one for all processes
        self._known: OrderedDict[int, str] = OrderedDict()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Serve a request in its turn, or ask to come back."""
        if environ["PATH_INFO"] in ALWAYS:
            return self._application(environ, start_response)
        is_page = not environ["PATH_INFO"].startswith("/api/")
        if environ["REQUEST_METHOD"] not in READING and not self._has_room():
            metrics.SENT_AWAY.inc()
            return _come_back(self._page if is_page else self._problem, start_response)
        credential = _credential(environ)
        line, named = self._line(environ, credential)
        came = perf_counter()
        is_admitted = self._lines.enter(line)
        metrics.WAITED.observe(perf_counter() - came)
        if not is_admitted:
            metrics.SENT_AWAY.inc()
            return _come_back(self._page if is_page else self._problem, start_response)
        try:
            with self._costly() if line.kind is Kind.LIST else nullcontext(True) as is_mine:
                if is_mine:
                    return self._application(environ, start_response)
            metrics.SENT_AWAY.inc()
            return _come_back(self._page if is_page else self._problem, start_response)
        finally:
            self._lines.leave(line)
            if credential is not None and WHO in environ:
                self._remember(credential, named or environ[WHO])

    @cached_property
    def _page(self) -> Words:
        page: str = get_template("errors/503.html").render({})
        return "text/html; charset=utf-8", page.encode()

    @cached_property
    def _problem(self) -> Words:
        answer = self._busy()
        return answer["Content-Type"], answer.content

    def _line(self, environ: Environ, credential: int | None) -> tuple[Line, str]:
        """Return the line of a request, and the agency that it names itself.

        A credential counts only when it was recognised before: one may send as many made-up ones
        as one likes, and stays in the line of one's address.
        """
        known = self._known.get(credential) if credential is not None else None
        named = _agency_named(environ) if known is not None else ""
        return Line(named or known or self._address(environ), kind_of(environ)), named

    def _address(self, environ: Environ) -> str:
        return address_of(environ, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))

    def _remember(self, credential: int, agency: str) -> None:
        if not agency and credential in self._known:
            return  # a citizen stays in the line of the agency they filed at last
        self._known[credential] = agency
        self._known.move_to_end(credential)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def kind_of(environ: Environ) -> Kind:
    """Return what a request asks for, as far as its address and type of content tell."""
    path = environ["PATH_INFO"]
    if path.endswith(_LISTS) or _FIGURES.match(path):
        return Kind.LIST
    if _ABROAD.match(f"{environ['REQUEST_METHOD']} {path}"):
        return Kind.ABROAD
    is_upload = environ.get("CONTENT_TYPE", "").startswith("multipart/form-data")
    return Kind.UPLOAD if is_upload or path.startswith(UPLOADS) else Kind.USUAL


def _credential(environ: Environ) -> int | None:
    """Return a short stand-in for what a request signs in with; the secret itself is not kept."""
    token = environ.get("HTTP_AUTHORIZATION")
    if not token:
        token = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    return hash(token) if token else None


def _agency_named(environ: Environ) -> str:
    """Return the commune that a filing names, read ahead from its body, or an upload in its
    address; empty for all others."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "POST":
        return ""
    if path == FILING or path.endswith(CHOOSING):
        found = _COMMUNE.search(_read_ahead(environ))
    elif kind_of(environ) is Kind.UPLOAD:
        found = _COMMUNE.search(environ.get("QUERY_STRING", "").encode())
    else:
        return ""
    return (found[1] or found[2]).decode() if found else ""


def _read_ahead(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_PEEK:
        return b""
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _come_back(words: Words, start_response: Any) -> Iterable[bytes]:
    media_type, body = words
    headers = [
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(RETRY_AFTER)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]
