"""The algorithm of indicator 2.1 once more, dossier by dossier, written from its description.

“Thời gian kết thúc xử lý” of the National Portal's working document, in plain Python, to compare
the engines with.
"""

from collections.abc import Iterable
from datetime import timedelta

from motcua.indicators.models import DossierFact
from motcua.indicators.rules import Asked

NONE = timedelta()


def is_in_time(fact: DossierFact, asked: Asked) -> bool:
    """Say whether a dossier was settled, or still is, in time."""
    due = fact.due_at or fact.limit_due_at
    over = fact.finished_at or fact.delivered_at
    if fact.status in {9, 10} and over:
        supplement = NONE
        if fact.supplement_done_at and fact.supplement_requested_at:
            supplement = fact.supplement_done_at - fact.supplement_requested_at
        return due is None or over - supplement <= due
    if fact.status in {3, 7, 8} and over:
        return due is None or over <= due
    if fact.status not in {3, 7, 8, 9, 10} and fact.supplement_count > 1:
        return False
    waits = fact.supplement_requested_at and not fact.supplement_done_at
    if waits and fact.supplement_count <= 1:
        assert fact.supplement_requested_at is not None
        return due is None or fact.supplement_requested_at <= due
    return due is None or asked.measured_at <= due


def received_in(facts: Iterable[DossierFact], asked: Asked) -> list[DossierFact]:
    """Return the dossiers that belong to what is asked."""
    return [
        fact
        for fact in facts
        if fact.received_at
        and asked.period.begins <= fact.received_at < asked.period.ends
        and asked.agency in {None, fact.settling_agency}
    ]
