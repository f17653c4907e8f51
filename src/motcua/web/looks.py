"""Noting which dossiers a request shows to an officer, before the answer goes out.

Every address that names a dossier is covered by its form alone, pages and API alike, so that a new
page cannot forget it. A page that shows one under another name says so with `also_shows`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now

from motcua.kernel.actors import Actor
from motcua.privacy.actions import note_looks
from motcua.privacy.looking_rules import quarter_of

NAMED = ("dossier_id", "other_id")
REDIRECTS, UNPROCESSABLE = 300, 422  # the page again, with what was typed
_SHOWN = "_shown_dossiers"
MOST_KEPT = 50_000  # some megabytes


class Noted:
    """Who is written down as the reader of what in this quarter of an hour.

    The table keeps one look a quarter, so that the second need not be told. Nothing stands here
    that was not committed.
    """

    def __init__(self) -> None:
        self._quarter = 0
        self._known: set[tuple[UUID, UUID]] = set()

    def missing(self, shown: set[UUID], who: UUID, at: datetime) -> set[UUID]:
        """Return those whose look is not known to be written down."""
        if quarter_of(at) != self._quarter:
            return shown
        return {one for one in shown if (who, one) not in self._known}

    def add(self, shown: set[UUID], who: UUID, at: datetime) -> None:
        """Remember looks that were written down."""
        if quarter_of(at) != self._quarter or len(self._known) > MOST_KEPT:
            self._quarter, self._known = quarter_of(at), set()
        self._known.update((who, one) for one in shown)


class LooksMiddleware:
    """Note a look when a dossier is really shown; when that fails, nothing is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._noted = Noted()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        shown, by = getattr(request, _SHOWN, None), _reader(request)
        is_shown = response.status_code < REDIRECTS or response.status_code == UNPROCESSABLE
        if shown and by is not None and by.is_officer and is_shown:
            self._note(shown, by)
        return response

    def _note(self, shown: set[UUID], by: Actor) -> None:
        """Note it, and once more on another connection: what the request did is done by now, and a
        lost connection is no reason to say that it was not."""
        at = now()
        missing = self._noted.missing(shown, by.who, at)
        if not missing:
            return
        try:
            note_looks(missing, by=by, at=at)
        except (OperationalError, InterfaceError):
            close_old_connections()
            note_looks(missing, by=by, at=at)
        if not connection.in_atomic_block:
            self._noted.add(missing, by.who, at)

    def process_view(
        self, request: HttpRequest, view: object, args: object, parts: dict[str, Any]
    ) -> None:
        """Remember which dossiers the address names."""
        for name in NAMED:
            if name in parts:
                also_shows(request, parts[name])


def also_shows(request: HttpRequest, dossier: UUID | None) -> None:
    """Say that a page shows a dossier, or part of it, that its address does not name."""
    if dossier is not None:
        shown = getattr(request, _SHOWN, None) or set()
        setattr(request, _SHOWN, shown | {dossier})


def _reader(request: HttpRequest) -> Actor | None:
    """Return who was let in, by session or token; None while nobody was asked."""
    known = getattr(request, "_signed_in", None)
    by = known.actor if known is not None else getattr(request, "auth", None)
    return by if isinstance(by, Actor) else None
