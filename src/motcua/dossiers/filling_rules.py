"""Whether a page that is sent still stands on what is stored, when several are open. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.kernel.errors import DomainError

EVERYWHERE = "*"  # a save that names no page concerns them all
Pages = Mapping[str, Any]


class AnswersChanged(DomainError):
    """The page was saved elsewhere after it was opened here."""

    message = "Trang này đã được lưu ở một cửa sổ hoặc thiết bị khác sau khi bạn mở nó ở đây."


@dataclass(frozen=True, slots=True)
class Seen:
    """Which page was open, at which revision, in which tab, and the tab's turn of sending.

    Turns rise within a tab; 0 means that the page does not count them.
    """

    page: str
    revision: int
    tab: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """When a page was last changed: at which revision, from which tab, at its which turn."""

    revision: int = 0
    tab: str = ""
    turn: int = 0


def mark_of(pages: Pages, page: str) -> Mark:
    """Return the last change that concerns a page."""
    marks = [Mark(*pages[name]) for name in (page, EVERYWHERE) if name in pages]
    if page == EVERYWHERE:
        marks = [Mark(*one) for one in pages.values()]
    return max(marks, key=lambda mark: mark.revision, default=Mark())


def is_stale(pages: Pages, seen: Seen) -> bool:
    """Say whether somebody else changed the page after it was opened.

    A tab never contradicts itself: an answer to its last save may have been lost on the way.
    """
    last = mark_of(pages, seen.page)
    return last.revision > seen.revision and last.tab != seen.tab


def is_overtaken(pages: Pages, seen: Seen) -> bool:
    """Say whether a later sending of the same tab has arrived already."""
    last = mark_of(pages, seen.page)
    return last.tab == seen.tab and 0 < seen.turn < last.turn
