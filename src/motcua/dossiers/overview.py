"""One dossier as staff read it: all that a page shows, in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.timezone import localdate

from motcua.documents.models import Document, StoredPaper
from motcua.documents.personal.queries import stored_by_id
from motcua.documents.queries import documents_by_id
from motcua.documents.store_rules import Source, Trust
from motcua.dossiers import clock
from motcua.dossiers.amendments import Amendment, amendments_of
from motcua.dossiers.apologies import ApologyShown, apology_of
from motcua.dossiers.file_answers import files_in
from motcua.dossiers.fillings import filling_of
from motcua.dossiers.helping import Helper, helper_of
from motcua.dossiers.holders import organisation_named
from motcua.dossiers.models import (
    Attachment,
    Consultation,
    Dossier,
    HandOver,
    Refusal,
    Result,
    Slip,
    Stop,
    SupplementRequest,
)
from motcua.dossiers.paper_forms import NAMES
from motcua.dossiers.places import places_on
from motcua.dossiers.queries import papers_of, stop_of
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.rules import LABELS, Channel, ResultChannel, Status
from motcua.dossiers.signed_forms import FormSignature, form_signature
from motcua.dossiers.slip_facts import target_names
from motcua.dossiers.sources import in_words
from motcua.dossiers.stating import stated
from motcua.dossiers.timeline import Moment, Step, moments, steps
from motcua.forms.fields import SILENT
from motcua.forms.queries import definition
from motcua.forms.rules import Checked, fields_of, known_values, shown_fields, shown_pages
from motcua.forms.wording import worded_answers
from motcua.kernel.limits import Limit
from motcua.organisations.queries import agency_names, officer_names
from motcua.people.models import Organisation, Person
from motcua.people.queries import contact_of
from motcua.people.rules import Contact
from motcua.procedures.models import MUST_BE_DIGITISED, Digitise
from motcua.procedures.queries import Terms, terms
from motcua.workflow.models import Task
from motcua.workflow.queries import tasks_of


@dataclass(frozen=True, slots=True)
class Stated:
    """One answer in words, or what is wrong with it."""

    id: str
    label: str
    words: object
    error: str
    source: str
    file: UUID | None = None


@dataclass(frozen=True, slots=True)
class StatedPage:
    """The answers of one page of the form."""

    title: str
    rows: Sequence[Stated]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was handed in, with its file when there is one, and what the applicant's store
    says of it when it came from there."""

    attachment: Attachment
    document: Document | None
    stored: StoredPaper | None = None

    @property
    def vouched(self) -> str:
        """Say where a paper of the store came from, who vouches for it, and its validity."""
        if self.stored is None:
            return ""
        worth = self.stored.worth(localdate(self.attachment.added_at)).label
        source, trust = Source(self.stored.source).label, Trust(self.stored.trust).label
        ends = f" đến hết {self.stored.valid_to:%d/%m/%Y}" if self.stored.valid_to else ""
        return f"Từ kho của người nộp: {source}; {trust}; {worth}{ends}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A component of the checklist, whether this case demands it, and what was handed in."""

    code: str
    name: str
    note: object
    source: str
    required: bool
    papers: Sequence[Paper]
    digitise: Digitise

    @property
    def must_be_digitised(self) -> bool:
        """Say whether its originals may not stay paper alone."""
        return self.digitise in MUST_BE_DIGITISED

    @property
    def may_be_digitised(self) -> bool:
        """Say whether it comes on paper and is not one that is only shown or copied."""
        return self.is_asked and self.digitise != Digitise.NEVER

    @property
    def lacks_scan(self) -> bool:
        """Say whether an original that must be digitised is there on paper only."""
        return self.must_be_digitised and any(
            paper.attachment.originals and not paper.attachment.document for paper in self.papers
        )

    @property
    def is_asked(self) -> bool:
        """Say whether the applicant hands it in; forms and registers are ours to fetch."""
        return self.source in {"file", "paper"}

    @property
    def is_missing(self) -> bool:
        """Say whether it is demanded and not there."""
        return self.required and self.is_asked and not self.papers


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about a dossier that its readers at the desk and in the offices need."""

    dossier: Dossier
    kept: Terms
    helper: Helper | None
    person: Person
    contact: Contact
    organisation: Organisation | None
    pages: Sequence[StatedPage]
    components: Sequence[Listed]
    steps: Sequence[Step]
    moments: Sequence[Moment]
    tasks: Sequence[Task]
    hand_overs: Sequence[HandOver]
    consultations: Sequence[Consultation]
    supplements: Sequence[SupplementRequest]
    amendments: Mapping[UUID, Amendment]
    targets: Mapping[str, str]
    result: Result | None
    refusal: Refusal | None
    stop: Stop | None
    apology: ApologyShown | None
    slips: Sequence[Slip]
    form_signature: FormSignature | None
    names: Mapping[UUID, str]
    agencies: Mapping[UUID, str]

    @property
    def code(self) -> str:
        """Return the number, or the submission code before there is one."""
        return self.dossier.number or self.dossier.submission_code

    @property
    def status(self) -> str:
        """Return the state in words."""
        return LABELS[Status(self.dossier.status)]

    @property
    def case_label(self) -> object:
        """Return the bilingual name of the case, nothing when the procedure has only one."""
        labels = {case.code: case.label for case in self.kept.cases}
        return labels.get(self.dossier.case, "") if len(labels) > 1 else ""

    @property
    def limit(self) -> Limit | None:
        """Return the limit it was accepted under, else the one it would be."""
        return clock.dossier_limit(self.dossier) or self.kept.limit(self.dossier.case)

    @property
    def channel(self) -> str:
        """Return how it was filed, in words."""
        return Channel(self.dossier.channel).label

    @property
    def result_channel(self) -> str:
        """Return how the result should come, in words."""
        return ResultChannel(self.dossier.result_channel).label

    @property
    def slip_names(self) -> Mapping[str, str]:
        """Return how the statutory slips are called, by form."""
        return NAMES

    @property
    def printable(self) -> list[str]:
        """Name the forms whose act was done and whose slip is not kept yet, and the control
        sheet while the dossier is on its way."""
        done = {
            "receipt": self.dossier.accepted_at is not None,
            "supplement": bool(self.supplements),
            "refusal": self.refusal is not None,
            "stop": self.dossier.status == Status.STOPPED,
            "control": self.dossier.accepted_at is not None,
        }
        kept = {slip.form for slip in self.slips}
        return [form for form, called_for in done.items() if called_for and form not in kept]

    @property
    def responsible(self) -> str:
        """Return the name of who answers for the dossier now."""
        return self.names.get(self.dossier.responsible, "") if self.dossier.responsible else ""

    @property
    def open_tasks(self) -> list[Task]:
        """Return the steps that wait."""
        return [task for task in self.tasks if task.completed_at is None]

    @property
    def returned(self) -> Task | None:
        """Return the last finished step when it sent the dossier back, with its reason."""
        done = [task for task in self.tasks if task.completed_at is not None]
        return done[-1] if done and done[-1].outcome == "return" else None

    @property
    def asked(self) -> SupplementRequest | None:
        """Return the request for supplement that is not answered yet."""
        return next((one for one in self.supplements if one.answered_at is None), None)


def overview(dossier: Dossier) -> Overview:
    """Read everything about a dossier. The caller has checked that the reader may see it."""
    kept = terms(dossier.procedure_id)
    person = Person.objects.get(pk=dossier.applicant_id)
    checked = stated(dossier, kept)
    tasks = list(tasks_of(dossier.id))
    hand_overs = list(HandOver.objects.filter(dossier=dossier).order_by("given_at", "id"))
    asked = list(Consultation.objects.filter(dossier=dossier).order_by("asked_at", "id"))
    supplements = list(
        SupplementRequest.objects.filter(dossier=dossier).order_by("requested_at", "id")
    )
    result = Result.objects.filter(dossier=dossier).first()
    return Overview(
        dossier=dossier,
        kept=kept,
        helper=helper_of(dossier),
        person=person,
        contact=contact_of(person),
        organisation=organisation_named(dossier),
        pages=_pages(dossier, kept, checked),
        components=_components(dossier, kept, checked),
        steps=steps(dossier),
        moments=moments(dossier, for_officers=True),
        tasks=tasks,
        hand_overs=hand_overs,
        consultations=asked,
        supplements=supplements,
        amendments=amendments_of(dossier, supplements),
        targets=target_names(dossier),
        result=result,
        refusal=Refusal.objects.filter(dossier=dossier).first(),
        stop=stop_of(dossier),
        apology=apology_of(dossier.id) if dossier.accepted_at else None,
        slips=list(Slip.objects.filter(dossier=dossier).order_by("issued_at")),
        form_signature=form_signature(dossier),
        names=officer_names(_people(dossier, tasks, hand_overs, asked, supplements, result)),
        agencies=agency_names([*(t.agency for t in tasks), *(c.agency_id for c in asked)]),
    )


def _pages(dossier: Dossier, kept: Terms, checked: Checked) -> list[StatedPage]:
    if kept.version.form_id is None:
        return []
    form = definition(kept.version.form_id)
    places = places_on(localdate(dossier.opened_at))
    words = worded_answers(list(fields_of(form)), checked.answers, places)
    values = known_values(form, checked.answers, dossier.case)
    sources, files = filling_of(dossier).sources, files_in(kept, checked.answers)
    pages = []
    for page in shown_pages(form, checked.answers, dossier.case):
        rows = [
            Stated(
                str(field["id"]),
                field["label"]["vi"],  # type: ignore[index]
                _in_lines(field, words[str(field["id"])]),
                checked.errors.get(str(field["id"]), ""),
                in_words(sources, str(field["id"])),
                files.get(str(field["id"])),
            )
            for field in shown_fields(page, values)
            if field["kind"] not in SILENT
        ]
        pages.append(StatedPage(page["title"]["vi"], rows))  # type: ignore[index]
    return pages


def _in_lines(field: Mapping[str, object], words: object) -> object:
    """Return the rows of a table as one line of labelled words each; other answers as they are."""
    if not isinstance(words, list):
        return words
    labels = {str(c["id"]): c["label"]["vi"] for c in field["fields"]}  # type: ignore[attr-defined]
    return [
        "; ".join(f"{labels[name]}: {word}" for name, word in row.items() if word) for row in words
    ]


def _components(dossier: Dossier, kept: Terms, checked: Checked) -> list[Listed]:
    attached = papers_of(dossier)
    files = documents_by_id(paper.document for paper in attached)
    kept_in = stored_by_id(paper.stored for paper in attached)
    papers: dict[str, list[Paper]] = {}
    for paper in attached:
        file = files.get(paper.document) if paper.document else None
        stored = kept_in.get(paper.stored) if paper.stored else None
        papers.setdefault(paper.component, []).append(Paper(paper, file, stored))
    told = {component.code: component for component in kept.components}
    return [
        Listed(
            demand.code,
            demand.name,
            told[demand.code].note,
            demand.source,
            demand.required,
            papers.get(demand.code, []),
            Digitise(told[demand.code].digitise),
        )
        for demand in demands_of(kept, checked.answers, dossier.case)
    ]


def _people(
    dossier: Dossier,
    tasks: Iterable[Task],
    hand_overs: Iterable[HandOver],
    asked: Iterable[Consultation],
    supplements: Iterable[SupplementRequest],
    result: Result | None,
) -> list[UUID | None]:
    people: list[UUID | None] = [dossier.responsible]
    people += [person for task in tasks for person in (task.assignee, task.completed_by)]
    people += [person for given in hand_overs for person in (given.from_person, given.to_person)]
    people += [person for one in asked for person in (one.asked_by, one.answered_by)]
    people += [who for one in supplements for who in (one.requested_by, one.answered_by)]
    if result is not None:
        people += [result.proposed_by, result.signer, result.issued_by, result.delivered_by]
    return people
