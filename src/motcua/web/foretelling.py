"""What is foreseen of a dossier, in one sentence that every portal shows alike."""

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.forecasts.queries import Foreseen
from motcua.forecasts.rules import BASIS_WORDS
from motcua.web.wording import date_vn, datetime_vn

SURE, LIKELY, POSSIBLE = 0.5, 0.2, 0.05


def chance_words(late: float) -> str:
    """Write a chance of being late as a word: it helps more than the number alone."""
    if late >= SURE:
        return "Nhiều khả năng trễ"
    if late >= LIKELY:
        return "Dễ trễ"
    return "Có thể trễ" if late >= POSSIBLE else "Ít khả năng trễ"


def chance_tone(late: float) -> str:
    """Return the tone that goes with the word."""
    return "overdue" if late >= SURE else "near" if late >= POSSIBLE else "in_time"


def percent(share: float) -> str:
    """Write a share in whole per cent; never and always are not said of what is to come."""
    if share < 0.01:
        return "dưới 1%"
    return "trên 99%" if share > 0.99 else f"{round(share * 100)}%"


def foretold(foreseen: Foreseen | None, dossier: Dossier, now: datetime) -> str:
    """Return the sentence; empty where nothing was foreseen or the dossier no longer runs."""
    if foreseen is None or dossier.decided_at is not None or not _runs(dossier, foreseen):
        return ""
    parts = []
    if foreseen.likely_at is not None and foreseen.likely_at > now:
        parts.append(f"Nhiều khả năng xong ngày {date_vn(foreseen.likely_at)}")
    overdue = dossier.due_at is not None and dossier.due_at < now
    if foreseen.late is not None and not overdue:
        parts.append(f"khả năng trễ {percent(foreseen.late)}")
    if not parts:
        return ""
    words = "; ".join(parts)
    on = f"theo {BASIS_WORDS[foreseen.basis]}, tính lúc {datetime_vn(foreseen.at)}"
    return f"{words[:1].upper()}{words[1:]} ({on})."


def _runs(dossier: Dossier, foreseen: Foreseen) -> bool:
    """Say whether the clock runs as it did when the forecast was made."""
    return dossier.due_at is not None or foreseen.late is None
