"""Where browsers tell of what a page was kept from doing by its content policy (CSP).

Nobody is signed in and nothing is believed: a report is counted, a few for each network and hour,
and the log gets the directive and the name of the page, no address and nothing of its content.
"""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.people.actions import count_attempt
from motcua.people.rules import TooManyAttempts
from motcua.people.sign_in_rules import A_DAY, ALL_TOGETHER, REFUSED_CONTENT, network_of
from motcua.web.identity import ANONYMOUS, network_address

log = logging.getLogger(__name__)
LONGEST = 8 * 1024  # bytes of a report; browsers send a few hundred
OF_ONE_NETWORK, HOUR = 20, timedelta(hours=1)
OF_A_DAY = 1_000_000  # counted at most
# Those that browsers name; the words of a report come into the log no other way.
_NAMES = """
base-uri connect-src default-src font-src form-action frame-ancestors frame-src img-src manifest-src
media-src object-src script-src script-src-attr script-src-elem style-src style-src-attr
style-src-elem worker-src
"""
DIRECTIVES = frozenset(_NAMES.split())


@csrf_exempt  # browsers send reports by themselves, without a token; nothing is acted on
@require_POST
def violation(request: HttpRequest) -> HttpResponse:
    """Count a report; whatever comes is answered alike."""
    found = _report(request)
    if found is not None:
        _count(request, *found)
    return HttpResponse(status=204)


def _count(request: HttpRequest, directive: str, page: str) -> None:
    by, at = ANONYMOUS, now()
    network = network_of(network_address(request))
    try:
        count_attempt(REFUSED_CONTENT, network, most=OF_ONE_NETWORK, window=HOUR, by=by, at=at)
        count_attempt(REFUSED_CONTENT, ALL_TOGETHER, most=OF_A_DAY, window=A_DAY, by=by, at=at)
    except TooManyAttempts:
        return
    log.warning("content policy: %s refused on page %s", directive, page)


def _report(request: HttpRequest) -> tuple[str, str] | None:
    """Return the directive and the name of the page that a report is about, if it is one of ours;
    what extensions of a browser put into a page is not."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or not 0 < int(length) <= LONGEST:
        return None
    try:
        told = json.loads(request.body)["csp-report"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(told, Mapping):
        return None
    directive = _text(told, "effective-directive") or _text(told, "violated-directive")
    page = _page(request, _text(told, "document-uri"))
    is_foreign = _text(told, "source-file").partition(":")[0].endswith("-extension")
    return None if directive not in DIRECTIVES or page is None or is_foreign else (directive, page)


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _page(request: HttpRequest, address: str) -> str | None:
    try:
        parts = urlsplit(address)
        found = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    return found.view_name if parts.netloc == request.get_host() else None
