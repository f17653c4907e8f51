"""Facts of invented dossiers, and what is asked about them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from motcua.deadlines.rules import ZONE
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.indicators.rules import IMPORTED, Asked, period_of

_serial = count(1)
FIRST, LAST = date(2022, 1, 1), date(2022, 1, 31)
RECEIVED = datetime(2022, 1, 10, 8, tzinfo=ZONE)
DUE = datetime(2022, 1, 20, 17, tzinfo=ZONE)
AFTERWARDS = datetime(2026, 6, 1, 9, tzinfo=ZONE)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
COMMUNE, DEPARTMENT = "H42.200", "H42.34"


def a_fact(**given: Any) -> DossierFact:
    """Return an online dossier, unsaved: accepted in January 2022 and finished in time."""
    facts: dict[str, Any] = {
        "id": uuid4(),
        "source": IMPORTED,
        "number": f"MAU-{next(_serial)}",
        "procedure": "1.000001",
        "settling_agency": DEPARTMENT,
        "channel": 2,
        "status": 9,
        "received_at": RECEIVED,
        "due_at": DUE,
        "finished_at": DUE - DAY,
        **given,
    }
    received = facts["received_at"]
    return DossierFact(month=f"{received.astimezone(ZONE):%Y-%m}" if received else "", **facts)


def stored(*facts: DossierFact) -> None:
    """Store facts as they are."""
    DossierFact.objects.bulk_create(facts, batch_size=1000)


def a_procedure(code: str = "1.000001", **given: Any) -> ProcedureFact:
    """Store a procedure of the catalogue that is offered online, free, and gives a document."""
    facts: dict[str, Any] = {
        "tier": "province",
        "settled_by": DEPARTMENT,
        "settled_here": True,
        "online": True,
        "has_fee": False,
        "gives_document": True,
        "for_citizens": True,
        "content_complete": True,
        **given,
    }
    return ProcedureFact.objects.create(code=code, **facts)


def asked(
    agency: str | None = None,
    *,
    first: date = FIRST,
    last: date = LAST,
    is_commune: bool = False,
    as_of: datetime = AFTERWARDS,
) -> Asked:
    """Ask about January 2022, long afterwards."""
    return Asked(period_of(first, last), agency, is_commune=is_commune, as_of=as_of)
