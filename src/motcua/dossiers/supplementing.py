"""A dossier under correction: what may be changed, and what it said before is kept."""

from collections.abc import Collection, Mapping
from datetime import date

from motcua.dossiers.amending import may_be_amended
from motcua.dossiers.models import Answers, AnswersVersion, Attachment, Dossier, SupplementRequest
from motcua.dossiers.places import places_on
from motcua.dossiers.rules import Status
from motcua.events.queries import history
from motcua.forms.queries import definition
from motcua.forms.rules import check
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import new_id
from motcua.procedures.queries import terms

NOT_MARKED = "Cơ quan không yêu cầu sửa mục này."
PAPER_NOT_MARKED = "Cơ quan không yêu cầu thay giấy tờ này."
STATED = ("dossier.submitted", "dossier.supplemented")


def request_of(dossier: Dossier) -> SupplementRequest | None:
    """Return the request for supplement that a dossier has still to answer."""
    if dossier.status != Status.SUPPLEMENTING:
        return None
    return SupplementRequest.objects.filter(dossier=dossier, answered_at=None).first()


def marked_in(request: SupplementRequest | None) -> dict[str, str]:
    """Return what was marked as wrong with why, by component or field."""
    return {item["target"]: item["why"] for item in request.items} if request else {}


def amendable(
    dossier: Dossier, marked: Collection[str], answers: Mapping[str, object], today: date
) -> set[str] | None:
    """Return the fields that may be corrected; None means all, the form itself was marked."""
    kept = terms(dossier.procedure_id)
    forms = {component.code for component in kept.components if component.source == "form"}
    if kept.version.form_id is None or forms.intersection(marked):
        return None
    form = definition(kept.version.form_id)
    case, places = dossier.case, places_on(today)
    wrong = check(form, dict(answers), case=case, today=today, places=places).errors
    return may_be_amended(form, marked, wrong)


def require_marked(
    dossier: Dossier,
    request: SupplementRequest | None,
    typed_over: Collection[str],
    told: Mapping[str, object],
    by: Actor,
    today: date,
) -> None:
    """Refuse a change to what the applicant was not asked to correct; the desk may do more."""
    if request is None or by.is_officer or not typed_over:
        return
    open_fields = amendable(dossier, marked_in(request), told, today)
    others = set() if open_fields is None else set(typed_over) - open_fields
    if others:
        raise InvalidInput(dict.fromkeys(sorted(others), NOT_MARKED))


def require_paper_marked(dossier: Dossier, component: str, by: Actor) -> None:
    """Refuse another paper under a component that has one and was not marked as wrong."""
    request = request_of(dossier)
    if request is None or by.is_officer or component in marked_in(request):
        return
    papers = Attachment.objects.filter(dossier=dossier, component=component, replaced_at=None)
    if papers.exists():
        raise InvalidInput({"component": PAPER_NOT_MARKED})


def keep_before(dossier: Dossier, row: Answers | None, request: SupplementRequest | None) -> None:
    """Keep what a dossier said before the first correction under a request; once a request.

    The sealed bytes are kept as they are, under the same key.
    """
    if row is None or request is None or AnswersVersion.objects.filter(request=request).exists():
        return
    stated = history(dossier.id).filter(verb__in=STATED).order_by("-sequence").first()
    AnswersVersion.objects.create(
        id=new_id(),
        dossier=dossier,
        request=request,
        wrapped_key=bytes(row.wrapped_key),
        sealed=bytes(row.sealed),
        stated_by=(stated.by if stated else None) or dossier.filed_by,
        stated_at=stated.at if stated else dossier.opened_at,
    )
