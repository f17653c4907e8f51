"""What was typed into a page whose session had ended, kept until its writer has signed in again.

It waits sealed in the session that follows, is shown to nobody but the one who may see the page,
and is gone when the page is saved or the session ends.
"""

from base64 import b64decode, b64encode
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, QueryDict

from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer

KEPT = "typed"
LONGEST = 256 * 1024
WAIT = 3600  # seconds in which a stranger signs in again; whoever does gets a whole session
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


def keep(request: HttpRequest) -> None:
    """Keep what a page sent; more than a person types into one is not kept."""
    posted = request.POST.copy()
    posted.pop(TOKEN, None)
    body = posted.urlencode()
    if len(body) > LONGEST:
        return
    if SESSION_KEY not in request.session:
        request.session.set_expiry(WAIT)
    sealed = sealer().seal(body, request.path.encode())
    request.session[KEPT] = [
        request.path,
        b64encode(sealed.wrapped_key).decode(),
        b64encode(sealed.content).decode(),
    ]


def kept(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into this page before the session ended, None when nothing was."""
    path, key, content = request.session.get(KEPT) or ("", "", "")
    if path != request.path:
        return None
    sealed = Sealed(b64decode(key), b64decode(content))
    with suppress(InvalidTag):  # the master key was exchanged since
        return QueryDict(str(sealer().unseal(sealed, path.encode())))
    return None


def forget(request: HttpRequest) -> None:
    """Let go of what was kept for this page."""
    if (request.session.get(KEPT) or [""])[0] == request.path:
        del request.session[KEPT]


def is_from_here(request: HttpRequest) -> bool:
    """Say whether a page of this site sent a request, as the browser states it."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return bool(origin == f"{request.scheme}://{request.get_host()}")
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
