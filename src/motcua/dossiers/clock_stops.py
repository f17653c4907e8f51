"""Stopping the clock of a dossier where a law says so, and letting it run again.

Papers that are missing, a financial obligation, an opinion of another agency: each with the policy
and the basis of the procedure. Waiting inside the administration, or a failure of the system,
stops nothing (regulations §6 S-4, §7 D-5).
"""

from datetime import datetime

from motcua.deadlines import actions as deadlines
from motcua.deadlines.models import Pause
from motcua.deadlines.rules import Policy
from motcua.dossiers import clock
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.lateness import Cause
from motcua.dossiers.step_clock import set_dues
from motcua.kernel.actors import Actor
from motcua.workflow import actions as workflow


def stop_clock(
    dossier: Dossier, cause: Cause, policy: Policy, basis: str, *, by: Actor, at: datetime
) -> None:
    """Open a pause; one that was open for another reason ends with it. The caller saves."""
    deadlines.resume(dossier.id, by=by, at=at)
    deadlines.pause(dossier.id, reason=cause.value, policy=policy, basis=basis, by=by, at=at)
    clock.recompute(dossier, cause, by=by, at=at)
    set_dues(dossier, by=by, at=at)
    workflow.hold_timers(dossier.id, by=by, at=at)


def start_clock(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """End the open pause; nothing happens when the clock runs. The caller saves."""
    deadlines.resume(dossier.id, by=by, at=at)
    clock.recompute(dossier, Cause.RESUMED, by=by, at=at)
    set_dues(dossier, by=by, at=at)
    workflow.release_timers(dossier.id, by=by, at=at)


def stands_for(dossier: Dossier, cause: Cause) -> bool:
    """Say whether the clock stands now for a reason."""
    return Pause.objects.filter(subject=dossier.id, ended_at=None, reason=cause.value).exists()
