"""The statutory slips: drawn from stored facts, kept as issued, shown and sent.

Forms of TT 03/2025/TT-VPCP Phụ lục I (before 15 September 2025 TT 01/2018/TT-VPCP): Mẫu 01
receipt, Mẫu 02 supplement, Mẫu 03 refusal; A5.
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from motcua.documents.actions import keep
from motcua.documents.paper import draw, qr_svg
from motcua.dossiers.models import Dossier, Refusal, Slip, SupplementRequest
from motcua.dossiers.queries import papers_of
from motcua.dossiers.rules import Channel, ResultChannel
from motcua.events.actions import record
from motcua.events.models import Event
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.limits import Limit, Unit
from motcua.organisations.queries import officer_names
from motcua.people.queries import contact_of
from motcua.procedures.queries import terms

TEMPLATES = Path(__file__).parent / "paper"
FORMS = {
    "dossier.accepted": "receipt",
    "dossier.supplement_requested": "supplement",
    "dossier.declined": "refusal",
}
NAMES = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
}


def issue_slip(event: Event) -> None:
    """Subscriber `slips`: keep the slip that an event calls for; hearing twice changes nothing."""
    form = FORMS.get(event.verb)
    if form is None or Slip.objects.filter(event=event.id).exists():
        return
    dossier = _dossier(event.subject)
    content = slip_pdf(dossier, form)
    with transaction.atomic():
        document = keep(
            f"{form}-{dossier}.pdf",
            content,
            "application/pdf",
            purpose="slip",
            subject=dossier.id,
            by=SYSTEM,
            at=event.at,
        )
        Slip.objects.create(
            dossier=dossier, form=form, event=event.id, document=document.id, issued_at=event.at
        )
        record("slip.issued", dossier.id, by=SYSTEM, at=event.at, form=form)


def _dossier(dossier: UUID) -> Dossier:
    return Dossier.objects.select_related(
        "procedure", "applicant", "receiving_agency", "receiving_agency__parent", "settling_agency"
    ).get(pk=dossier)


def slip_pdf(dossier: Dossier, form: str) -> bytes:
    """Draw a slip of a dossier from its facts; equal facts give an equal paper."""
    return draw(_template(form), slip_facts(dossier, form), {"slip.typ": _template("slip")})


@lru_cache(maxsize=8)
def _template(form: str) -> str:
    return (TEMPLATES / f"{form}.typ").read_text(encoding="utf-8")


def slip_facts(dossier: Dossier, form: str) -> dict[str, object]:
    """Return what a slip shows: the common head, the applicant, and the form's own lines."""
    desk = dossier.receiving_agency
    assert desk is not None
    contact = contact_of(dossier.applicant)
    issued_at, lines = _OWN[form](dossier)
    day = localtime(issued_at)
    code = dossier.number or dossier.submission_code
    return {
        "agency": desk.name,
        "agency_parent": desk.parent.name if desk.parent else "",
        "is_centre": desk.kind == "service_centre",
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "code": code,
        "number": dossier.number or "",
        "lookup_code": dossier.lookup_code,
        "track_url": f"{settings.PUBLIC_URL}/tra-cuu",
        "qr": qr_svg(f"{settings.PUBLIC_URL}/tra-cuu?ma={code}"),
        "procedure": dossier.procedure.name,
        "procedure_code": terms(dossier.procedure_id).code,
        "applicant": dossier.applicant_name,
        "address": contact.address,
        "phone": contact.phone,
        "email": contact.email,
        "is_sample": settings.IS_SAMPLE,
        **lines,
    }


def _receipt(dossier: Dossier) -> tuple[datetime, dict[str, object]]:
    assert dossier.accepted_at is not None
    settling = dossier.settling_agency
    limit = (
        str(Limit(dossier.limit_value, Unit(dossier.limit_unit)))
        if dossier.limit_value is not None
        else ""
    )
    return dossier.accepted_at, {
        "papers": _papers(dossier),
        "limit": limit,
        "received": _spelt(dossier.accepted_at),
        "due": _spelt(dossier.original_due_at) if dossier.original_due_at else "",
        "settling": settling.name if settling else "",
        "channel": Channel(dossier.channel).label,
        "result_channel": ResultChannel(dossier.result_channel).label,
        "fee": f"{dossier.fee:,}".replace(",", ".") + " ₫" if dossier.fee else "Không thu",
        "receiver": _accepted_by(dossier),
    }


def _accepted_by(dossier: Dossier) -> str:
    accepted = Event.objects.filter(subject=dossier.id, verb="dossier.accepted").first()
    by = accepted.by if accepted else None
    return officer_names([by]).get(by, "") if by else ""


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


def _supplement(dossier: Dossier) -> tuple[datetime, dict[str, object]]:
    asked = SupplementRequest.objects.filter(dossier=dossier).order_by("-requested_at")[0]
    names = target_names(dossier)
    items = [
        {"name": names.get(item["target"], item["target"]), "why": item["why"]}
        for item in asked.items
    ]
    by = officer_names([asked.requested_by]).get(asked.requested_by, "")
    answer_by = f"{asked.answer_by:%d/%m/%Y}" if asked.answer_by else ""
    return asked.requested_at, {"items": items, "answer_by": answer_by, "receiver": by}


def target_names(dossier: Dossier) -> dict[str, str]:
    """Return what a supplement request may point at: components and fields by their names."""
    kept = terms(dossier.procedure_id)
    names = {component.code: component.name["vi"] for component in kept.components}
    if kept.version.form_id is not None:
        for field in fields_of(definition(kept.version.form_id)):
            label = field["label"]
            names[str(field["id"])] = str(label["vi"])  # type: ignore[index]
    return names


def _refusal(dossier: Dossier) -> tuple[datetime, dict[str, object]]:
    refused = Refusal.objects.get(dossier=dossier)
    by = officer_names([refused.by]).get(refused.by, "")
    return refused.at, {"reason": refused.reason, "basis": refused.basis, "receiver": by}


def _spelt(moment: datetime) -> str:
    local = localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {local:%m} năm {local:%Y}"


_OWN = {"receipt": _receipt, "supplement": _supplement, "refusal": _refusal}
