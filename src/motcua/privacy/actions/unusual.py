"""Finding what is unusual about the reading of a day, and saying what it was."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motcua.deadlines.queries import working_calendar
from motcua.dossiers.rules import ReasonMissing
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.text import normal
from motcua.privacy.models import Finding
from motcua.privacy.permissions import require_judge, require_overseer
from motcua.privacy.reading_days import days_of, is_off
from motcua.privacy.unusual_rules import rules_on, signals

MOST_KEPT = 100  # dossiers of a finding
LONGEST_NOTE = 1000


class JudgedBefore(DomainError):
    """Somebody has said what it was."""

    message = "Dấu hiệu này đã có người xem xét."


@transaction.atomic
def find_unusual(day: date, *, by: Actor, at: datetime) -> int:
    """Look for unusual reading on a day and keep what is found; return how many findings are new.

    Doing it again counts anew what nobody has judged yet and leaves what somebody has. By the
    system at night, or by who oversees.
    """
    if not by.is_system:
        require_overseer(by)
    calendar, rules = working_calendar(), rules_on(day)
    known = set(_keys(Finding.objects.filter(day=day)))
    Finding.objects.filter(day=day, state="open").delete()
    kept = Finding.objects.bulk_create(
        (
            Finding(
                day=day,
                person=person,
                agency=agency,
                rule=signal.rule,
                measured=signal.measured,
                allowed=signal.allowed,
                about=signal.about,
                dossiers=list(signal.dossiers[:MOST_KEPT]),
                found_at=at,
            )
            for (person, agency), read in days_of(day)
            for signal in signals(read, rules, lambda moment, most: is_off(calendar, moment, most))
        ),
        ignore_conflicts=True,
    )
    return len({(one.person, one.agency, one.rule, one.about) for one in kept} - known)


def _keys(found: QuerySet[Finding]) -> QuerySet[Finding, tuple[UUID, UUID, str, UUID]]:
    return found.values_list("person", "agency", "rule", "about")


@transaction.atomic
def judge(finding_id: UUID, *, is_misuse: bool, note: str, by: Actor, at: datetime) -> Finding:
    """Say what unusual reading was, once, with a note that says why; never about one's own."""
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        raise NotFound
    require_judge(by, finding)
    if finding.state != "open":
        raise JudgedBefore
    told = normal(note)[:LONGEST_NOTE]
    if not told:
        raise ReasonMissing
    finding.state = "misuse" if is_misuse else "explained"
    finding.note, finding.judged_by, finding.judged_at = told, by.who, at
    finding.save(update_fields=["state", "note", "judged_by", "judged_at"])
    record("reading.judged", finding.id, by=by, at=at, rule=finding.rule, state=finding.state)
    return finding
