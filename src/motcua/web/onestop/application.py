"""A whole application as a clerk types it at the counter: one page, nothing lost on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.http import QueryDict

from motcua.documents.models import Document
from motcua.documents.personal.queries import Offered
from motcua.dossiers.actions import Filing, Sheet
from motcua.dossiers.places import places_on
from motcua.dossiers.prefill import prefilled
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.rules import Channel, ResultChannel
from motcua.forms.queries import definition
from motcua.forms.rules import (
    Answers,
    FieldDict,
    check,
    fields_of,
    known_values,
    shown_fields,
    shown_pages,
)
from motcua.kernel.ids import PersonId
from motcua.people.models import Organisation, Person
from motcua.people.queries import contact_of
from motcua.procedures.models import Component
from motcua.procedures.queries import Terms
from motcua.web.form_input import answers_from, refreshing, without_empty_rows

NAME_LENGTH = 200
UNANSWERED: tuple[object, ...] = ("", None, [], {})
NO_OFFERS: Mapping[str, Sequence[Offered]] = {}
NO_FORM: Mapping[str, object] = {"pages": []}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the clerk noted for one component."""

    has: bool = False
    originals: int = 0
    copies: int = 0
    documents: Sequence[UUID] = ()
    stored: UUID | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that stands on the page, right or wrong."""

    key: UUID
    case: str
    commune: UUID | None
    result_channel: str
    result_address: str
    answers: Answers
    handed_in: Mapping[str, HandedIn] = field(default_factory=dict)


def form_of(kept: Terms) -> Mapping[str, object]:
    """Return the form of a procedure; without one nothing is asked."""
    return definition(kept.version.form_id) if kept.version.form_id else NO_FORM


def asked_components(kept: Terms) -> list[Component]:
    """Return the components that a person hands over."""
    return [one for one in kept.components if one.source in {"file", "paper"}]


def begun(
    kept: Terms, applicant: Person, commune: UUID | None, organisation: Organisation | None = None
) -> Typed:
    """Return the page as it is opened: what is known of the person, or of the organisation that
    they file for, filled in."""
    return Typed(
        key=uuid4(),
        case=kept.cases[0].code if kept.cases else "",
        commune=commune,
        result_channel=ResultChannel.COUNTER.value,
        result_address=organisation.address if organisation else contact_of(applicant).address,
        answers=prefilled(form_of(kept), applicant, organisation=organisation).answers,
    )


def typed_from(kept: Terms, posted: QueryDict) -> Typed:
    """Return the page as it was posted."""
    fields = list(fields_of(form_of(kept)))
    return Typed(
        key=_uuid(posted.get("key", "")) or uuid4(),
        case=posted.get("case", ""),
        commune=_uuid(posted.get("commune", "")),
        result_channel=posted.get("result_channel", ResultChannel.COUNTER.value),
        result_address=posted.get("result_address", "").strip(),
        answers=answers_from(fields, posted),
        handed_in={c.code: _handed_in(c.code, posted) for c in asked_components(kept)},
    )


def _handed_in(code: str, posted: QueryDict) -> HandedIn:
    documents = [_uuid(text) for text in posted.getlist(f"document.{code}")]
    return HandedIn(
        has=posted.get(f"has.{code}") == "yes",
        originals=_count(posted.get(f"originals.{code}", "")),
        copies=_count(posted.get(f"copies.{code}", "")),
        documents=[document for document in documents if document is not None],
        stored=_uuid(posted.get(f"stored.{code}", "")),
    )


def _count(text: str) -> int:
    return min(int(text), 999) if text.isdecimal() else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the form with the fields that these answers call for."""

    id: str
    title: object
    fields: Sequence[FieldDict]


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """A component with what was noted for it."""

    component: Component
    required: bool
    noted: HandedIn
    documents: Sequence[Document]
    offers: Sequence[Offered] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the page that depend on what stands on it."""

    pages: Sequence[ShownPage]
    answers: Answers
    components: Sequence[ShownComponent]
    refresh: Sequence[str]


def shown(
    kept: Terms,
    typed: Typed,
    today: date,
    papers: Mapping[UUID, Document],
    offers: Mapping[str, Sequence[Offered]] = NO_OFFERS,
) -> Shown:
    """Return the questions and papers that the typed answers call for."""
    form = dict(form_of(kept))
    clean = readable(form, typed.answers, typed.case, today)
    values = known_values(form, clean, typed.case)
    computed = {f["id"]: values[str(f["id"])] for f in fields_of(form) if f["kind"] == "calculated"}
    required = {d.code for d in demands_of(kept, clean, typed.case) if d.required}
    return Shown(
        pages=[
            ShownPage(str(page["id"]), page["title"], shown_fields(page, values))
            for page in shown_pages(form, clean, typed.case)
        ],
        answers={**typed.answers, **{str(name): value for name, value in computed.items()}},
        components=[
            _component(one, one.code in required, typed, papers, offers.get(one.code, ()))
            for one in asked_components(kept)
        ],
        refresh=refresh_of(kept, form),
    )


def readable(form: Mapping[str, object], answers: Answers, case: str, today: date) -> Answers:
    """Return the answers whose kind conditions can read, so that a wrong one breaks no page."""
    return check(form, answers, case=case, today=today, places=places_on(today)).answers


def _component(
    component: Component,
    required: bool,
    typed: Typed,
    papers: Mapping[UUID, Document],
    offers: Sequence[Offered],
) -> ShownComponent:
    fresh = HandedIn(originals=component.originals, copies=component.copies)
    noted = typed.handed_in.get(component.code, fresh)
    documents = [papers[one] for one in noted.documents if one in papers]
    return ShownComponent(component, required, noted, documents, [o for o in offers if o.is_usable])


def refresh_of(kept: Terms, form: Mapping[str, object]) -> list[str]:
    """Name the fields that conditions of the form or of the checklist read."""
    fields = list(fields_of(form))
    pages: list[FieldDict] = list(form["pages"])  # type: ignore[call-overload]
    conditions: list[FieldDict] = [
        {"id": "", "required_if": component.required_if} for component in kept.components
    ]
    wanted = set(refreshing([*fields, *pages, *conditions]))
    return [str(one["id"]) for one in fields if one["id"] in wanted]


def filing_of(
    kept: Terms,
    applicant: UUID,
    typed: Typed,
    papers: Mapping[UUID, Document],
    organisation: UUID | None = None,
) -> Filing:
    """Return the application as one message, for the act that files it."""
    answers = without_empty_rows(list(fields_of(form_of(kept))), typed.answers)
    return Filing(
        procedure=kept.version.id,
        case=typed.case,
        answers={name: value for name, value in answers.items() if value not in UNANSWERED},
        sheets=_sheets(kept, typed, papers),
        commune=typed.commune,
        channel=Channel.COUNTER,
        result_channel=_channel(typed.result_channel),
        result_address=typed.result_address,
        key=typed.key,
        applicant=PersonId(applicant),
        organisation=organisation,
    )


def _channel(text: str) -> ResultChannel:
    return ResultChannel(text) if text in set(ResultChannel) else ResultChannel.COUNTER


def _sheets(kept: Terms, typed: Typed, papers: Mapping[UUID, Document]) -> list[Sheet]:
    sheets = []
    for component in asked_components(kept):
        noted = typed.handed_in.get(component.code, HandedIn())
        files = [papers[one] for one in noted.documents if one in papers]
        sheets += [Sheet(component.code, file.id, file.name) for file in files]
        if noted.stored is not None:
            sheets.append(Sheet(component.code, stored=noted.stored))
        if noted.has and (noted.originals or noted.copies or not files):
            name = component.name["vi"][:NAME_LENGTH]
            originals = noted.originals if noted.originals or noted.copies else 1
            sheets.append(Sheet(component.code, None, name, originals, noted.copies))
    return sheets
