"""The statutory slips: drawn from stored facts, numbered, signed, kept as issued.

What was issued is kept as a file and printed from it ever after; drawn again from the same facts
it is the same paper.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime

from motcua.documents.actions import keep
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.control_sheet import control_lines
from motcua.dossiers.models import Apology, Dossier, PaperForm, Slip
from motcua.dossiers.numbering import next_slip_number
from motcua.dossiers.paper_forms import (
    BY_SETTLING,
    Issue,
    draw_built_in,
    draw_in_style,
    form_on,
    symbol_of,
    template_for,
)
from motcua.dossiers.results import signature_stamp
from motcua.dossiers.slip_facts import (
    Lines,
    apology_lines,
    receipt_lines,
    refusal_lines,
    slip_facts,
    stop_lines,
    supplement_lines,
)
from motcua.events.actions import record
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.models import Agency
from motcua.organisations.queries import agency_names, officer_names
from motcua.signing.actions import Paper, Signing, sign
from motcua.signing.appearance import Drawing, Line, Words
from motcua.signing.pades import Stamp
from motcua.signing.queries import certificate_of
from motcua.signing.rules import NoCertificate

FORMS: Mapping[str, str] = {
    "dossier.accepted": "receipt",
    "dossier.supplement_requested": "supplement",
    "dossier.declined": "refusal",
    "dossier.stopped": "stop",
    "dossier.apologised": "apology",
    "dossier.delivered": "control",
}
VERBS = {form: verb for verb, form in FORMS.items()}
PDF = "application/pdf"
# The free strip above the head of an A5 page, in points from its lower left corner.
SEAL_BOX = (155, 562, 385, 584)


def issue_slip(event: Event) -> None:
    """Subscriber `slips`: keep the slip that an event calls for; hearing twice changes nothing."""
    form = FORMS.get(event.verb)
    if form is not None:
        issue(event, form)


@transaction.atomic
def issue(event: Event, form: str) -> Slip | None:
    """Number, draw, sign and keep a slip, once for its event; None when no form is in force."""
    Dossier.objects.locked(event.subject)
    kept = Slip.objects.filter(event=event.id).first()
    paper_form = form_on(form, localdate(event.at)) if kept is None else None
    if kept is not None or paper_form is None:
        return kept
    dossier = dossier_to_print(event.subject)
    agency = issuer(dossier, form)
    symbol = symbol_of(paper_form, agency)
    number = next_slip_number(agency.id, form, localdate(event.at), symbol)
    issued = Issue(paper_form, agency, event.at, number)
    return _kept(dossier, issued, event)


def _kept(dossier: Dossier, issued: Issue, event: Event) -> Slip:
    form, template = issued.form.form, template_for(issued)
    facts = slip_facts(dossier, issued, lines_of(dossier, event, issued))
    content, fallback = draw_in_style(issued.form, template, facts)
    paper = Paper(content, f"{form}-{dossier}.pdf", "slip", dossier.id)
    slip = Slip(
        dossier=dossier,
        form=form,
        event=event.id,
        issued_at=event.at,
        agency=issued.agency.id,
        number=issued.number,
        drawn_by=issued.form.id,
        template=template.id if template and not fallback else None,
        fallback=fallback,
    )
    slip.document, slip.signed = _signed(paper, slip, Actor(event.by, event.agency))
    slip.save(force_insert=True)
    told: dict[str, object] = {"form": form, "number": issued.number, "signed": slip.signed}
    if fallback:
        told["built_in_instead_of"] = template.id if template else None
    record("slip.issued", dossier.id, by=SYSTEM, at=event.at, **told)
    return slip


def _signed(paper: Paper, slip: Slip, by: Actor) -> tuple[UUID, bool]:
    """Keep a paper with its signatures, or unsigned while a key elsewhere is asked for them.

    The agency signs at its head; a letter, as an apology, before that gets the signature of the
    person who signed for the agency. Who has no certificate does not sign.
    """
    at, acts = slip.issued_at, ("slip_hand", "slip") if slip.form in BY_SETTLING else ("slip",)
    kept: UUID | None = None
    for act in acts:
        how = _signing(act, slip, paper.content, by, at)
        if how is None:
            continue
        document = sign(paper, how, by=by, at=at)
        if document is None:
            break
        kept, paper = document.id, replace(paper, content=content_of(document))
    else:
        if kept is not None and how is not None:
            return kept, True
    return kept or _unsigned(paper, at), False


def _unsigned(paper: Paper, at: datetime) -> UUID:
    subject, purpose = paper.subject, paper.purpose
    kept = keep(paper.name, paper.content, PDF, purpose=purpose, subject=subject, by=SYSTEM, at=at)
    return kept.id


def _signing(act: str, slip: Slip, content: bytes, by: Actor, at: datetime) -> Signing | None:
    """Return how a slip is signed by the hand of a person or by the agency, None by nobody."""
    if by.person is None or slip.agency is None:
        return None
    if act == "slip":
        name = agency_names([slip.agency])[slip.agency]
        owner, kind, reason = slip.agency, "seal", "Phát hành phiếu của cơ quan"
        stamp = _head_seal(name, at)
    else:
        name = officer_names([by.person]).get(by.person, "")
        owner, kind, reason = by.person, "person", "Ký văn bản của cơ quan"
        stamp = signature_stamp(content, name, at)
    try:
        certificate_of(owner, kind, name, at)
    except NoCertificate:
        return None
    return Signing(owner, kind, name, reason, stamp, act, slip.id)


@transaction.atomic
def take_signed_slip(act: str, key: UUID, document: UUID, *, by: Actor, at: datetime) -> Slip:
    """Take a slip's signature that came from outside: the agency's follows a person's."""
    slip = Slip.objects.select_for_update().get(pk=key)
    slip.document, slip.signed = document, act == "slip"
    slip.save(update_fields=["document", "signed"])
    if act == "slip_hand":
        content = content_of(documents_by_id([document])[document])
        how = _signing("slip", slip, content, by, at)
        paper = Paper(content, f"{slip.form}.pdf", "slip", slip.dossier_id)
        sealed = sign(paper, how, by=by, at=at) if how is not None else None
        if sealed is not None:
            slip.document, slip.signed = sealed.id, True
            slip.save(update_fields=["document", "signed"])
    return slip


def _head_seal(agency: str, at: datetime) -> Stamp:
    moment = f"{localtime(at):%H:%M:%S %d/%m/%Y} +07:00"
    lines = (
        Line((Words("Ký bởi: "), Words(agency, bold=True)), 6.5),
        Line((Words(f"Thời gian ký: {moment}"),), 6.5),
    )
    left, bottom, right, top = SEAL_BOX
    return Stamp(Drawing(right - left, top - bottom, lines, side=1.0), 0, SEAL_BOX)


def issuer(dossier: Dossier, form: str) -> Agency:
    """Return whose paper it is: the desk's, or the letter of the agency that settles."""
    agency = dossier.settling_agency if form in BY_SETTLING else dossier.receiving_agency
    assert agency is not None
    return agency


def dossier_to_print(dossier: UUID) -> Dossier:
    """Return a dossier with all that its papers show."""
    return Dossier.objects.select_related(
        "procedure",
        "applicant",
        "receiving_agency__parent",
        "settling_agency__parent",
    ).get(pk=dossier)


def lines_of(dossier: Dossier, event: Event, issued: Issue) -> Lines:
    """Return the lines of a slip's own, read from what the event left."""
    if issued.form.form == "control":
        return control_lines(dossier, issued.at)
    return {
        "receipt": receipt_lines,
        "supplement": supplement_lines,
        "refusal": refusal_lines,
        "stop": stop_lines,
        "apology": apology_lines,
    }[issued.form.form](dossier, event, issued)


def drawn_again(slip: Slip) -> bytes:
    """Draw an issued slip once more from its facts, unsigned and in the built-in style."""
    dossier = dossier_to_print(slip.dossier_id)
    event = Event.objects.get(pk=slip.event, subject=slip.dossier_id)
    assert slip.drawn_by is not None
    form = PaperForm.objects.get(pk=slip.drawn_by)
    issued = Issue(form, issuer(dossier, slip.form), slip.issued_at, slip.number)
    return draw_built_in(form, slip_facts(dossier, issued, lines_of(dossier, event, issued)))


def newest(dossier: Dossier, form: str) -> Slip | None:
    """Return the newest slip of a form, issued now when its act was done and it is not kept yet.

    What is handed out over the desk right after the act is therefore the numbered, kept paper.
    """
    events = Event.objects.filter(subject=dossier.id, verb=VERBS.get(form, ""))
    event = events.order_by("-sequence").first()
    kept = Slip.objects.filter(dossier=dossier, form=form).order_by("-issued_at", "-id").first()
    if event is None or (kept is not None and kept.event >= event.id):
        return kept
    return issue(event, form)


def content(slip: Slip) -> bytes:
    """Return an issued slip as it is kept."""
    return content_of(documents_by_id([slip.document])[slip.document])


def apology_preview(dossier: Dossier, at: datetime) -> bytes:
    """Draw an apology as it is written now, before it is signed; not numbered."""
    form = form_on("apology", localdate(at))
    if form is None or not Apology.objects.filter(dossier=dossier).exists():
        raise NotFound
    whole = dossier_to_print(dossier.id)
    issued = Issue(form, issuer(whole, "apology"), at)
    facts = slip_facts(whole, issued, apology_lines(whole, None, issued))
    return draw_in_style(form, template_for(issued), facts)[0]


def open_control_sheet(dossier: Dossier, at: datetime) -> bytes:
    """Draw the control sheet of a dossier that is not finished, as things stand; not numbered."""
    form = form_on("control", localdate(at))
    if form is None or dossier.accepted_at is None:
        raise NotFound
    whole = dossier_to_print(dossier.id)
    issued = Issue(form, issuer(whole, "control"), at)
    facts = slip_facts(whole, issued, control_lines(whole, at))
    return draw_in_style(form, template_for(issued), facts)[0]
