"""Asking for every address as everybody, and telling apart what came of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import URLPattern, get_resolver

from motcua.api.problems import MEDIA_TYPE as PROBLEM
from motcua.dossiers.rules import NotYourTask
from motcua.kernel.errors import NotPermitted

# How the table writes what comes of asking.
MAY, SIGN_IN, REFUSED, UNKNOWN = "x", "s", "-", "?"
WORDS = {MAY: "may", SIGN_IN: "must sign in", REFUSED: "is refused", UNKNOWN: "finds nothing"}
API = "api/v1/"
FORM = "application/x-www-form-urlencoded"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PERSONAL = {NotPermitted.message, NotYourTask.message}
PART = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: an address with a method, what it is about, a cell for each column."""

    address: str
    method: str
    about: str
    cells: tuple[str, ...]

    @property
    def name(self) -> tuple[str, str, str]:
        """Return what no two rows share."""
        return self.address, self.method, self.about


def addresses() -> list[str]:
    """Return every address of the program."""
    return list(_below(get_resolver().url_patterns, ""))


def takes(address: str) -> tuple[str, ...]:
    """Return the methods that an address might take; pages that take any read alone, and the table
    has them as GET and POST."""
    return METHODS if address.startswith(API) else METHODS[:2]


def _below(patterns: Sequence[Any], before: str) -> Iterator[str]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address
        else:
            yield from _below(one.url_patterns, address)


def parts(address: str) -> list[str]:
    """Return the names of what varies in an address."""
    return [name for _, name in PART.findall(address)]


def filled(address: str, things: Mapping[str, object]) -> str:
    """Return an address with what stands in it; a part that nothing is known of is a new id."""

    def thing(part: re.Match[str]) -> str:
        kind, name = part.groups()
        usual = "mau" if kind == "slug" else uuid4()
        return str(things.get(f"{kind}:{name}", things.get(name, usual)))

    return "/" + PART.sub(thing, address)


def outcome(client: Client, method: str, address: str, **sent: Any) -> tuple[str, bytes]:
    """Ask, with nothing in the body unless it is given, and say what came of it and what was
    answered; a method not taken is the empty text.

    Whoever is let in may still be told that something is missing: then the door was open.
    """
    kept = deepcopy(client.cookies)  # one of the addresses signs out
    answer = client.generic(method, address, **{"content_type": FORM, **sent})
    said = b"".join(answer) if answer.streaming else answer.content
    client.cookies = kept
    return _came(answer), said


def _came(answer: Any) -> str:
    code = answer.status_code
    if code == 401 or (code == 302 and answer["Location"].startswith("/dang-nhap")):
        return SIGN_IN
    known = {403: REFUSED, 404: UNKNOWN, 405: ""}.get(code)
    if known is not None:
        return known
    said = {str(one) for one in get_messages(answer.wsgi_request)}
    if answer.get("Content-Type") == PROBLEM:
        said.add(answer.json()["detail"])
    if said & _PERSONAL:
        return REFUSED
    return MAY if code < 500 else f"{code}"
