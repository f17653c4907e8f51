"""Browsers with which somebody has signed in before: strangers nearby do not lock those out.

The browser keeps a signed cookie with a name of its own and the accounts, as keyed hashes.
"""

from secrets import token_hex

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from motcua.people.sealing import login_digest

COOKIE = "__Host-device" if settings.HTTPS else "device"
SALT = "motcua.device"
DAYS = 180
AGE = DAYS * 24 * 3600
MOST = 5  # accounts of one browser; the counter of a one-stop shop is used by more, in turn
NAME_BYTES, HASH_LETTERS = 16, 24


def _read(request: HttpRequest) -> list[str]:
    try:
        said = TimestampSigner(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""), max_age=AGE)
    except BadSignature:
        return []
    return said.split(".")


def known_as(request: HttpRequest, login: str) -> str:
    """Return the name of a browser that this login was used with, empty for any other."""
    kept = _read(request)
    return f"device-{kept[0]}" if _hash(login) in kept[1:] else ""


def remember(request: HttpRequest, login: str) -> None:
    """Have the browser remember with the answer that this login was used with it."""
    kept = _read(request) or [token_hex(NAME_BYTES)]
    others = [one for one in kept[1:] if one != _hash(login)][1 - MOST :]
    request._device = ".".join([kept[0], *others, _hash(login)])  # type: ignore[attr-defined]


def send(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie when there is something to remember."""
    said = getattr(request, "_device", "")
    if said:
        value = TimestampSigner(salt=SALT).sign(said)
        secure = settings.HTTPS
        response.set_cookie(
            COOKIE, value, max_age=AGE, secure=secure, httponly=True, samesite="Lax", path="/"
        )


def _hash(login: str) -> str:
    return login_digest(login).hex()[:HASH_LETTERS]
