"""Noting which dossiers a request shows to an officer, before the answer goes out.

Every address that names a dossier is covered by its form alone, pages and API alike, so that a new
page cannot forget it. A page that shows one under another name says so with `also_shows`.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now

from motcua.kernel.actors import Actor
from motcua.privacy.actions import note_looks

NAMED = ("dossier_id", "other_id")
REDIRECTS, UNPROCESSABLE = 300, 422  # the page again, with what was typed
_SHOWN = "_shown_dossiers"


class LooksMiddleware:
    """Note a look when a dossier is really shown; when that fails, nothing is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        shown, by = getattr(request, _SHOWN, None), _reader(request)
        is_shown = response.status_code < REDIRECTS or response.status_code == UNPROCESSABLE
        if shown and by is not None and is_shown:
            self._note(shown, by)
        return response

    def _note(self, shown: set[UUID], by: Actor) -> None:
        """Note it, and once more on another connection: what the request did is done by now, and a
        lost connection is no reason to say that it was not."""
        try:
            note_looks(shown, by=by, at=now())
        except (OperationalError, InterfaceError):
            close_old_connections()
            note_looks(shown, by=by, at=now())

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
