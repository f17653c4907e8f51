"""Opening an incident: its clocks start at the moment it was noticed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.incidents.clocks import start_clocks
from motcua.incidents.extents import keep_extent
from motcua.incidents.minutes import words_in, write
from motcua.incidents.models import Incident
from motcua.incidents.permissions import require_opener
from motcua.incidents.queries import caused_by
from motcua.incidents.rules import (
    LONGEST_WORDS,
    FlowMissing,
    FoundLater,
    Gravity,
    State,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id
from motcua.kernel.text import normal
from motcua.people.queries import name_of
from motcua.privacy.models import Finding
from motcua.privacy.permissions import require_overseer
from motcua.privacy.reading_days import bounds
from motcua.privacy.reading_log import Asked
from motcua.privacy.unusual_rules import rule_names

# Incidents are few: who opens one holds back who would open another at the same moment.
_ALONE = "LOCK TABLE incidents_incident IN SHARE ROW EXCLUSIVE MODE"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an incident when it is opened.

    `cause` and `cause_id` name the alarm or the finding it comes from; `about` whose reading it is
    about.
    """

    title: str
    what: str
    found_at: datetime
    found_by: str
    gravity: Gravity
    systems: str = ""
    is_exercise: bool = False
    cause: str = ""
    cause_id: UUID | None = None
    about: UUID | None = None


@transaction.atomic
def open_incident(told: Told, *, by: Actor, at: datetime) -> Incident:
    """Open an incident; what must be told by when is written down with it.

    A cause is turned into one incident: asked again, that one is returned. What was noticed long
    ago may be late from the beginning, and is shown so.
    """
    require_opener(by)
    if told.found_at > at:
        raise FoundLater
    gravity = told.gravity
    if not (gravity.is_network or gravity.is_personal):
        raise FlowMissing
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    if told.cause_id is not None and (known := caused_by(told.cause, told.cause_id)):
        return known
    incident = _made(told, by, at)
    incident.save(force_insert=True)
    write(incident, "Mở sự cố", f"{incident.title}\n{incident.told['what']}", by, at)
    start_clocks(incident, at, by)
    facts = {"flows": _flows(gravity), "exercise": told.is_exercise, "cause": told.cause}
    record("incident.opened", incident.id, by=by, at=at, found_at=told.found_at, **facts)
    return incident


def _made(told: Told, by: Actor, at: datetime) -> Incident:
    gravity = told.gravity
    return Incident(
        id=new_id(),
        number=_next_number(localdate(at).year, is_exercise=told.is_exercise),
        title=words_in(told.title, 200),
        is_exercise=told.is_exercise,
        is_network=gravity.is_network,
        is_personal=gravity.is_personal,
        is_severe=gravity.is_severe,
        is_at_once=gravity.is_at_once,
        tells_people=gravity.tells_people,
        found_at=told.found_at,
        found_by=words_in(told.found_by, 200),
        told={"what": words_in(told.what), "systems": normal(told.systems)[:LONGEST_WORDS]},
        cause=told.cause,
        cause_id=told.cause_id,
        about=told.about,
        opened_at=at,
        opened_by=by.who,
        state=State.OPEN.value,
    )


def _next_number(year: int, *, is_exercise: bool) -> str:
    """Return the next number of a year: SC-2026-001, of exercises DT-2026-001."""
    begins = f"{'DT' if is_exercise else 'SC'}-{year}-"
    there = Incident.objects.filter(number__startswith=begins).count()
    return f"{begins}{there + 1:03}"


def _flows(gravity: Gravity) -> list[str]:
    there = {"network": gravity.is_network, "personal": gravity.is_personal}
    return [name for name, is_so in there.items() if is_so]


@transaction.atomic
def open_from_finding(finding_id: UUID, *, by: Actor, at: datetime) -> Incident:
    """Turn unusual reading into a breach of personal data, noticed when it was found.

    By who oversees; who read it may neither do so nor see it. What they read that day is counted
    with it.
    """
    finding = Finding.objects.filter(pk=finding_id).first()
    require_overseer(by)
    if finding is None or finding.person == by.person:
        raise NotFound
    rule, who = rule_names().get(finding.rule, finding.rule), name_of(finding.person)
    told = Told(
        title=f"{rule}, ngày {finding.day:%d/%m/%Y}",
        what=f"Hệ thống thấy dấu hiệu xem hồ sơ bất thường: {rule}. Tài khoản của {who}: đếm được"
        f" {finding.measured}, ngưỡng {finding.allowed}.",
        found_at=finding.found_at,
        found_by="Hệ thống, khi rà soát việc xem hồ sơ",
        gravity=Gravity(is_network=False, is_personal=True),
        cause="finding",
        cause_id=finding.id,
        about=finding.person,
    )
    incident = open_incident(told, by=by, at=at)
    if not incident.extents.exists():
        since, until = bounds(finding.day)
        keep_extent(incident, Asked(since, until, person=finding.person), by, at)
    return incident
