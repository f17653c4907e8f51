"""One dossier on one screen, with the act to take always in the same place."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers.confirming import code_is_asked
from motcua.dossiers.models import Dossier
from motcua.dossiers.next_steps import beside
from motcua.dossiers.obligations import may_wait_for_payment
from motcua.dossiers.overview import Overview, overview
from motcua.dossiers.permissions import keeps_course, keeps_papers, may_apologise
from motcua.dossiers.progress import passed_for_officers
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.rules import (
    Act,
    BasisMissing,
    NothingToSupplement,
    ReasonMissing,
    StaleDossier,
    may_be_archived,
    may_be_stopped,
)
from motcua.forecasts.queries import forecast_of
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.organisations.models import Agency
from motcua.signing.queries import newest_request
from motcua.web.clock import clock_of
from motcua.web.context import SETTLING
from motcua.web.foretelling import foretold
from motcua.web.identity import actor_of, for_roles
from motcua.web.likeness import alike_for
from motcua.web.officer.views.inbox import view_of
from motcua.web.officer.work import (
    awaited,
    current_task,
    may_ask_applicant,
    own_act,
    to_answer,
    ways_back,
    work_on,
)
from motcua.web.process_picture import ShownProcess, for_officers
from motcua.web.staff_input import errors_of
from motcua.workflow.models import Task
from motcua.workflow.queries import called_parts_of
from motcua.workflow.rules import CannotStandThere, NotAwaited

# What a signature is asked for, by the act of the step.
ASKED_FOR = {Act.SIGN: "result", Act.ISSUE: "seal"}
# Refusals that the page itself can show, with everything typed still there.
SHOWN = (
    BasisMissing,
    CannotStandThere,
    InvalidInput,
    NotAwaited,
    NothingToSupplement,
    ReasonMissing,
    StaleDossier,
)


@require_safe
@for_roles(*SETTLING)
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show a dossier to whoever settles it."""
    return dossier_page(request, dossier_id)


def dossier_page(
    request: HttpRequest, dossier_id: UUID, refusal: DomainError | None = None, reason: str = ""
) -> HttpResponse:
    """Draw the page; with a refusal, drawn again with everything that was typed.

    `reason` names the input in which the form that was sent asks for its reason.
    """
    reader, moment, view = actor_of(request), now(), view_of(request)
    shown = dossier_for(reader, dossier_id)
    seen = overview(shown)
    task = current_task(seen, reader)
    work = work_on(seen, task, reader, localdate(moment)) if task else None
    errors = errors_of(refusal, reason) if refusal else {}
    page = {
        "seen": seen,
        "alike": alike_for(reader, shown),
        "dossier": shown,
        "clock": clock_of(shown, moment),
        "foretold": foretold(forecast_of(shown.id), shown, moment),
        "work": work,
        "own_act": own_act(task) if task else False,
        "ways_back": ways_back(seen, reader),
        "awaited": awaited(shown, reader),
        "called_parts": called_parts_of(shown.id),
        "asked_of_us": to_answer(seen, reader),
        "may_ask": may_ask_applicant(shown, work),
        "may_apologise": may_apologise(reader, shown)
        and (shown.due_at is not None or seen.apology is not None),
        "may_wait_for_payment": reader.agency == shown.settling_agency_id
        and may_wait_for_payment(shown),
        **_closing(reader, shown),
        "agencies": _others(reader) if work and work.stance == "mine" else [],
        "process": _process(seen, moment),
        **_signing(reader, task, moment),
        "beside": beside(reader, view, moment, task),
        "view": view,
        "errors": errors,
        "typed": request.POST if refusal else QueryDict(),
    }
    return render(request, "officer/dossier.html", page, status=422 if errors else 200)


def _closing(reader: Actor, shown: Dossier) -> dict[str, bool]:
    return {
        "may_archive": may_be_archived(shown.status) and keeps_papers(reader, shown),
        "may_stop": keeps_course(reader, shown) and may_be_stopped(shown.status, shown.accepted_at),
    }


def _signing(reader: Actor, task: Task | None, moment: datetime) -> dict[str, object]:
    """Return what the signing step shows: whether a code is asked, what became of a request."""
    if task is None or task.act not in ASKED_FOR:
        return {}
    return {
        "asks_code": task.act == Act.SIGN and code_is_asked(reader.who, moment),
        "asked_outside": newest_request(ASKED_FOR[Act(task.act)], task.id),
    }


def _process(seen: Overview, moment: datetime) -> ShownProcess | None:
    if seen.dossier.accepted_at is None:
        return None
    names = {**seen.agencies, **seen.names}
    course = passed_for_officers(seen.dossier, seen.tasks, seen.hand_overs, names, moment)
    return for_officers(course) if course else None


def _others(reader: Actor) -> list[Agency]:
    """Return the agencies that can be asked for an opinion."""
    others = Agency.objects.in_force(localdate()).order_by("-tier", "name")
    return [agency for agency in others if agency.id != reader.agency]
