"""Figures to publish: dossiers of October 2026, many at a department and few at a commune."""

from datetime import datetime, timedelta

from motcua.deadlines.rules import ZONE
from motcua.indicators.models import DossierFact
from tests.indicators.facts import COMMUNE, DEPARTMENT, a_fact, stored

OCTOBER = datetime(2026, 10, 5, 8, tzinfo=ZONE)
NOVEMBER = datetime(2026, 11, 30, 3, tzinfo=ZONE)
DAY = timedelta(days=1)
KNOWN, RARE = "1.000001", "1.000002"


def facts(many: int, **given: object) -> list[DossierFact]:
    """Return so many dossiers of October, finished after two days, in time."""
    usual = {"received_at": OCTOBER, "due_at": OCTOBER + 9 * DAY, "finished_at": OCTOBER + 2 * DAY}
    return [a_fact(**{**usual, **given}) for _ in range(many)]


def october() -> None:
    """Store 34 dossiers: of a rare procedure two at the commune and nine elsewhere."""
    stored(
        *facts(12, rating="like"),
        *facts(3, channel=1, rating="dislike"),
        *facts(8, settling_agency=COMMUNE, finished_at=OCTOBER + 20 * DAY),
        *facts(2, settling_agency=COMMUNE, procedure=RARE),
        *facts(9, settling_agency=DEPARTMENT, procedure=RARE),
        *facts(30, received_at=NOVEMBER - DAY, finished_at=None, status=4),
    )
