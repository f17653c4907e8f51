"""Where a page of a list begins, as a word in the address."""

import re
from datetime import datetime
from uuid import UUID

from motcua.dossiers.lists import After

MARK = "~"
_KEY = re.compile(r"[^\x00-\x1f]{1,200}")


def after_text(after: After | None) -> str:
    """Write a place in a list; empty when the list ends here."""
    if after is None:
        return ""
    return f"{after.due_at.isoformat() if after.due_at else ''}{MARK}{after.id}"


def after_from(text: str) -> After | None:
    """Read a place in a list; what cannot be read is the beginning."""
    moment, _, identity = text.partition(MARK)
    try:
        due_at = datetime.fromisoformat(moment) if moment else None
        return After(due_at if due_at is None or due_at.tzinfo else None, UUID(identity))
    except ValueError:
        return None


def id_from(text: str) -> UUID | None:
    """Read an id in an address; what is none is nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None


def key_from(text: str) -> str:
    """Read the key after which a page begins; what cannot be one is the beginning."""
    return text if _KEY.fullmatch(text) else ""


def counted(many: int, most: int = 100) -> str:
    """Write a count that stopped counting at `most`."""
    return f"{most}+" if many > most else str(many)
