"""Cursors: where the next page begins, opaque to the client."""

from base64 import b64decode, urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from motcua.dossiers.lists import After
from motcua.kernel.errors import InvalidInput

UNKNOWN = "Dấu trang này không đúng. Xin dùng nguyên giá trị “next” của trang trước."


def cursor_of(after: After | None) -> str | None:
    """Write where a page ended; None at the end."""
    if after is None:
        return None
    due = after.due_at.isoformat() if after.due_at else ""
    return text_cursor(f"{due}|{after.id}")


def after_of(cursor: str | None) -> After | None:
    """Read a cursor, or refuse one that is not ours."""
    if not cursor:
        return None
    due, _, last = cursor_text(cursor).partition("|")
    try:
        moment = datetime.fromisoformat(due) if due else None
        after = After(moment, UUID(last))
    except ValueError as error:
        raise InvalidInput({"cursor": UNKNOWN}) from error
    if moment is not None and moment.tzinfo is None:
        raise InvalidInput({"cursor": UNKNOWN})
    return after


def text_cursor(text: str) -> str:
    """Write a key as an opaque cursor."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_text(cursor: str) -> str:
    """Read the key of a cursor, or refuse it."""
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except ValueError as error:
        raise InvalidInput({"cursor": UNKNOWN}) from error


def id_cursor(cursor: str | None) -> str:
    """Read a cursor that holds nothing but an id, or refuse it; empty at the beginning."""
    if not cursor:
        return ""
    try:
        return str(UUID(cursor_text(cursor)))
    except ValueError as error:
        raise InvalidInput({"cursor": UNKNOWN}) from error
