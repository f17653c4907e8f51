"""How a dossier is being filled in: what was saved last, in which tab, and where one stopped."""

from collections.abc import Collection, Mapping
from datetime import datetime

from motcua.dossiers.filling_rules import EVERYWHERE, AnswersChanged, Seen, is_overtaken, is_stale
from motcua.dossiers.models import Dossier, Filling


def filling_of(dossier: Dossier) -> Filling:
    """Return how a dossier is being filled in; a fresh one where nothing was saved yet."""
    return Filling.objects.filter(dossier=dossier).first() or Filling(dossier=dossier)


def require_current(filling: Filling, seen: Seen | None, *, changed: bool) -> bool:
    """Say whether a sent page is to be stored; refuse it when it was changed elsewhere meanwhile.

    What is the same as stored contradicts nothing.
    """
    if seen is None:
        return True
    if is_overtaken(filling.pages, seen):
        return False
    if changed and is_stale(filling.pages, seen):
        raise AnswersChanged
    return True


def begin_filling(dossier: Dossier, sources: Mapping[str, Mapping[str, str]]) -> None:
    """Note where the answers of a new draft came from."""
    if sources:
        Filling.objects.create(dossier=dossier, sources=sources)


def note_saved(
    filling: Filling,
    typed_over: Collection[str],
    own: Collection[str],
    seen: Seen | None,
    left_at: str,
    at: datetime,
) -> None:
    """Note that answers were saved; what was typed over no longer comes from its source."""
    page = seen or Seen(EVERYWHERE, 0, "")
    if typed_over:
        filling.revision += 1
    filling.sources = {
        name: source
        for name, source in filling.sources.items()
        if name not in typed_over and name not in own
    }
    if typed_over or page.tab:
        filling.pages = {**filling.pages, page.page: [filling.revision, page.tab, page.turn]}
    filling.place = left_at or filling.place
    filling.saved_at = at
    filling.save()
