"""How one drawn dossier went: accepted, worked on, decided, handed over, or still open."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from motcua.deadlines.rules import ZONE, WorkingCalendar, deemed_receipt, due_at
from motcua.demo.history.draws import Drawn, Priors
from motcua.demo.names import weighted
from motcua.kernel.limits import Limit, Unit

STUCK_WITHIN = timedelta(days=120)


@dataclass(slots=True)
class Life:
    """The moments of a dossier; a moment that has not come is None."""

    submitted_at: datetime
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    delivered_at: datetime | None = None
    progress: float = 1.0
    declined: bool = False
    refused: bool = False
    delivery: str = "counter"
    limit: Limit | None = field(default=None)


def live(drawn: Drawn, priors: Priors, calendar: WorkingCalendar) -> Life:
    """Draw how it went, with moments in office hours and never after now."""
    rng = priors.rng
    life = Life(drawn.filed_at, limit=drawn.kept.limit(drawn.case))
    life.refused = rng.random() < priors.share("refusal_share", drawn.sector)
    life.delivery = weighted(rng, priors.told("delivery_share")[drawn.channel])
    accepted = _accepted(drawn, rng, calendar)
    if accepted > priors.now:
        return life
    if rng.random() < priors.share("decline_share", drawn.sector):
        life.declined = True
        return life
    life.accepted_at = accepted
    if life.limit is not None:
        life.due_at = due_at(accepted, life.limit, calendar)
    decided = _decided(life, drawn, priors, calendar)
    if decided > priors.now:
        life.progress = (priors.now - accepted) / (decided - accepted)
        return life
    life.decided_at = decided
    delivered = deemed_receipt(decided + timedelta(hours=rng.randrange(1, 60)), calendar)
    life.delivered_at = delivered if delivered <= priors.now else None
    return life


def _accepted(drawn: Drawn, rng: random.Random, calendar: WorkingCalendar) -> datetime:
    if drawn.channel != "online":
        wait = timedelta(minutes=rng.randrange(5, 25))
    else:
        wait = timedelta(minutes=rng.randrange(10, 300))
    received = deemed_receipt(drawn.filed_at, calendar)
    return max(deemed_receipt(received + wait, calendar), drawn.filed_at)


def _decided(life: Life, drawn: Drawn, priors: Priors, calendar: WorkingCalendar) -> datetime:
    rng, accepted = priors.rng, life.accepted_at
    assert accepted is not None
    if life.due_at is None:
        return deemed_receipt(accepted + timedelta(days=rng.randrange(2, 20)), calendar)
    if rng.random() < priors.share("late_share", drawn.sector):
        days = int(weighted(rng, priors.told("late_working_days")))
        late = due_at(life.due_at, Limit(days, Unit.WORKING_DAY), calendar)
        assert late is not None
        return late - timedelta(minutes=rng.randrange(10, 300))
    recent = priors.now - accepted < STUCK_WITHIN
    if recent and rng.random() < priors.share("stuck_share", drawn.sector):
        return priors.now + STUCK_WITHIN
    used = priors.told("time_used")
    if rng.random() < used["on_the_day"]:
        early = life.due_at - timedelta(minutes=rng.randrange(5, 120))
        return max(early, accepted + timedelta(minutes=5))
    low, high = used["early_fraction"]
    moment = accepted + (life.due_at - accepted) * rng.uniform(low, high)
    return min(deemed_receipt(moment.astimezone(ZONE), calendar), life.due_at)
