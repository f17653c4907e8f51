"""What the statutory slips say: read from stored facts and events, never from a form field.

Fields of TT 01/2018/TT-VPCP and TT 03/2025/TT-VPCP, Phụ lục I.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localtime

from motcua.documents.paper import qr_svg
from motcua.dossiers.holders import named_on
from motcua.dossiers.models import Apology, Dossier, Refusal, Stop, SupplementRequest
from motcua.dossiers.paper_forms import BY_SETTLING, Issue
from motcua.dossiers.queries import papers_of
from motcua.dossiers.rules import Channel, ResultChannel
from motcua.events.models import Event
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.kernel.actors import Role
from motcua.kernel.limits import Limit, Unit
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names, title_of
from motcua.people.queries import contact_of
from motcua.procedures.queries import terms

HOTLINE = "1022"
COMMITTEE = "Ủy ban nhân dân "
Lines = Mapping[str, object]


def slip_facts(dossier: Dossier, issue: Issue, lines: Lines) -> dict[str, object]:
    """Return all that a paper shows: its head, the applicant, and the lines of its own."""
    contact, named = contact_of(dossier.applicant), named_on(dossier)
    code = dossier.number or dossier.submission_code
    return {
        **head_facts(issue),
        "code": code,
        "lookup_code": dossier.lookup_code,
        "qr": qr_svg(f"{settings.PUBLIC_URL}/tra-cuu?ma={code}"),
        "procedure": dossier.procedure.name,
        "procedure_code": terms(dossier.procedure_id).code,
        "applicant": named.name,
        "tax_code": named.number if dossier.organisation_id else "",
        "filer": dossier.applicant.full_name,
        "address": named.address,
        "phone": contact.phone,
        "email": contact.email,
        "desk": unit_of(dossier.receiving_agency, issue) if dossier.receiving_agency else "",
        **lines,
    }


def head_facts(issue: Issue) -> dict[str, object]:
    """Return the head and foot that all papers share."""
    agency, day = issue.agency, localtime(issue.at)
    upper, unit = _head(agency, issue)
    return {
        "form": {
            "number": issue.form.number,
            "name": issue.form.name,
            "basis": issue.form.basis,
        },
        "head_upper": upper,
        "head_unit": unit,
        "unit": unit_of(agency, issue),
        "slip_number": issue.number,
        "issued": {"year": day.year, "month": day.month, "day": day.day},
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "track_url": f"{settings.PUBLIC_URL}/tra-cuu",
        "hotline": HOTLINE,
        "is_sample": settings.IS_SAMPLE,
    }


def _head(agency: Agency, issue: Issue) -> tuple[str, str]:
    """Return the two lines at the upper left: who is above, and who issues."""
    parent = agency.parent.name if agency.parent else ""
    if issue.form.form in BY_SETTLING or agency.kind == "service_centre":
        return ("" if agency.name.startswith(COMMITTEE) else parent), agency.name
    return agency.name, issue.form.unit


def unit_of(agency: Agency, issue: Issue) -> str:
    """Return how the one-stop unit of an agency is called in a sentence."""
    if agency.kind == "service_centre":
        return agency.name
    return f"{issue.form.unit} {agency.name.removeprefix(COMMITTEE)}"


def receipt_lines(dossier: Dossier, event: Event, issue: Issue) -> Lines:
    """Return the lines of Mẫu 01: the papers, the limit, both moments, the fee, the book."""
    assert dossier.accepted_at is not None
    settling, due = dossier.settling_agency, dossier.original_due_at
    limit = (
        str(Limit(dossier.limit_value, Unit(dossier.limit_unit)))
        if dossier.limit_value is not None
        else ""
    )
    by = officer_names([event.by]).get(event.by, "") if event.by else ""
    return {
        "papers": _papers(dossier),
        "limit": limit,
        "received": spelt(dossier.accepted_at),
        "due": spelt(due) if due else "",
        "settling": settling.name if settling else "",
        "channel": Channel(dossier.channel).label,
        "result_channel": ResultChannel(dossier.result_channel).label,
        "fee": f"{dossier.fee:,}".replace(",", ".") + " ₫" if dossier.fee else "Không thu",
        "receiver": by,
        "book": f"{localtime(issue.at):%Y}",
        "book_order": issue.order,
    }


def _papers(dossier: Dossier) -> list[dict[str, object]]:
    kept = terms(dossier.procedure_id)
    names = {component.code: component.name["vi"] for component in kept.components}
    papers: list[dict[str, object]] = [
        {"name": component.name["vi"], "kind": "Bản điện tử", "count": 1}
        for component in kept.components
        if component.source == "form"
    ]
    for paper in papers_of(dossier):
        kind = "Bản điện tử" if paper.document else "Bản chính" if paper.originals else "Bản sao"
        count = 1 if paper.document else max(paper.originals, paper.copies, 1)
        papers.append({"name": names[paper.component], "kind": kind, "count": count})
    return papers


def supplement_lines(dossier: Dossier, event: Event, issue: Issue) -> Lines:
    """Return the lines of Mẫu 02: each thing to complete, and why."""
    requests = SupplementRequest.objects.filter(dossier=dossier).order_by("-requested_at")
    asked = requests.filter(requested_at__lte=event.at)[0]
    names = target_names(dossier)
    items = [
        {"name": names.get(item["target"], item["target"]), "why": item["why"]}
        for item in asked.items
    ]
    by = officer_names([asked.requested_by]).get(asked.requested_by, "")
    answer_by = f"{asked.answer_by:%d/%m/%Y}" if asked.answer_by else ""
    return {"items": items, "answer_by": answer_by, "receiver": by}


def target_names(dossier: Dossier) -> dict[str, str]:
    """Return what a supplement request may point at: components and fields by their names."""
    kept = terms(dossier.procedure_id)
    names = {component.code: component.name["vi"] for component in kept.components}
    if kept.version.form_id is not None:
        for field in fields_of(definition(kept.version.form_id)):
            label = field["label"]
            names[str(field["id"])] = str(label["vi"])  # type: ignore[index]
    return names


def refusal_lines(dossier: Dossier, event: Event, issue: Issue) -> Lines:
    """Return the lines of Mẫu 03: the reason and the legal basis."""
    refused = Refusal.objects.get(dossier=dossier)
    by = officer_names([refused.by]).get(refused.by, "")
    return {"reason": refused.reason, "basis": refused.basis, "receiver": by}


def stop_lines(dossier: Dossier, event: Event, issue: Issue) -> Lines:
    """Return the lines of the stop notice (TT 03/2025/TT-VPCP, Mẫu 05)."""
    stopped = Stop.objects.get(dossier=dossier)
    received = dossier.accepted_at
    return {
        "received": spelt(received) if received else "",
        "step": stopped.step,
        "reason": stopped.reason,
        "basis": stopped.basis,
        "fees": stopped.fees,
        "stopped": spelt(stopped.at),
        "signer": officer_names([stopped.by]).get(stopped.by, ""),
        "signer_title": _title(stopped.by, issue.agency),
    }


def _title(signer: UUID, agency: Agency) -> str:
    return title_of(signer, agency.id, Role.SIGNATORY) or title_of(
        signer, agency.id, Role.SECTION_HEAD
    )


def apology_lines(dossier: Dossier, event: Event | None, issue: Issue) -> Lines:
    """Return the lines of Mẫu 04: cause, who answers for it, the old and the new moment."""
    told = Apology.objects.select_related("cause", "responsible").get(dossier=dossier)
    received = dossier.accepted_at
    signer = told.signed_by  # None in a preview
    return {
        "received_day": f"{localtime(received):%d/%m/%Y}" if received else "",
        "cause": ". ".join(part.rstrip(".") for part in (told.cause.name, told.explanation) if part)
        + ".",
        "responsible": told.responsible.name,
        "old_due": spelt(told.old_due_at),
        "new_due": spelt(told.new_due_at),
        "signer": officer_names([signer]).get(signer, "") if signer else "",
        "signer_title": _title(signer, issue.agency) if signer else "",
    }


def spelt(moment: datetime) -> str:
    """Write a moment as the forms do: hours and minutes, then the day."""
    local = localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {local:%m} năm {local:%Y}"
