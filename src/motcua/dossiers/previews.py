"""A look at the result before anybody has proposed or signed it."""

from datetime import datetime

from motcua.dossiers import results
from motcua.dossiers.models import Dossier, Result


def preview(
    dossier: Dossier, *, granted: bool, reason: str, basis: str, content: str, at: datetime
) -> bytes:
    """Draw the result paper as these words would make it; nothing is stored."""
    drafted = Result(dossier=dossier, granted=granted, reason=reason, basis=basis, content=content)
    return results.draw(dossier, drafted, signer=None, at=at)


def preview_of(dossier: Dossier, result: Result, at: datetime) -> bytes:
    """Draw the proposed result as the one who approves or signs will see it, unsigned."""
    return results.draw(dossier, result, signer=None, at=at)
