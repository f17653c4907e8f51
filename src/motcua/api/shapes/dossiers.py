"""Dossiers and their papers as the API shows them."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from motcua.api.shapes.parts import Instant, Shown
from motcua.dossiers.rules import Channel, ResultChannel, Status


class DocumentShown(Shown):
    """A paper that was uploaded; name its id when filing or attaching."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class DossierShown(Shown):
    """A dossier: where it stands, since when, and until when."""

    id: UUID
    number: str | None = Field(description="Given on acceptance.")
    submission_code: str
    lookup_code: str | None = Field(
        description="Second fact for public tracking; only for the applicant and the desk."
    )
    procedure: UUID
    procedure_code: str
    case: str
    status: Status
    status_label: str
    step: str = Field(description="The steps that wait, in words.")
    revision: int = Field(description="Rises with every act; also the ETag.")
    applicant: UUID = Field(description="The person who applies, for themselves or for another.")
    organisation: UUID | None = Field(description="In whose name, when not the applicant's own.")
    applicant_name: str = Field(description="Of the organisation, when there is one.")
    channel: Channel
    result_channel: ResultChannel
    receiving_agency: UUID | None
    settling_agency: UUID | None
    responsible: UUID | None
    fee: int = Field(description="In đồng.")
    opened_at: Instant
    submitted_at: Instant | None
    officially_received_at: Instant | None
    answer_due_at: Instant | None = Field(description="By when the desk answers the filing.")
    accepted_at: Instant | None
    due_at: Instant | None = Field(description="Null while the clock stands still.")
    decided_at: Instant | None
    delivered_at: Instant | None


class AttachmentShown(Shown):
    """A paper of the dossier; `document` is null for sheets handed over at the counter."""

    id: UUID
    component: str
    document: UUID | None
    name: str
    originals: int
    copies: int
    added_at: Instant


class SupplementItemShown(Shown):
    """One thing that is wrong, and why."""

    target: str = Field(description="Code of a component or id of a form field.")
    kind: str
    why: str


class SupplementShown(Shown):
    """What the agency asks the applicant to add or correct."""

    id: UUID
    stage: str = Field(description="before_acceptance or settlement.")
    items: list[SupplementItemShown]
    requested_at: Instant
    answer_by: date | None
    answered_at: Instant | None


class RefusalShown(Shown):
    """Why the filing was not accepted."""

    reason: str
    basis: str
    at: Instant


class ResultShown(Shown):
    """The decision."""

    granted: bool
    reason: str
    basis: str
    content: str
    number: str | None
    signed_at: Instant | None
    issued_at: Instant | None
    verify_code: str | None
    delivery_channel: str
    taken_by: str


class DossierWhole(DossierShown):
    """A dossier with its papers, requests, refusal and result."""

    attachments: list[AttachmentShown]
    supplements: list[SupplementShown]
    refusal: RefusalShown | None
    result: ResultShown | None = Field(description="For applicants once it is issued.")


class DossierRow(Shown):
    """A dossier in a list."""

    id: UUID
    number: str | None
    submission_code: str
    procedure: UUID
    procedure_name: str
    applicant_name: str
    status: Status
    step: str
    channel: Channel
    submitted_at: Instant | None
    answer_due_at: Instant | None
    due_at: Instant | None
    decided_at: Instant | None


class DossierPage(Shown):
    """A page of dossiers."""

    items: list[DossierRow]
    next: str | None = Field(description="Cursor of the next page; null at the end.")


class AnswersShown(Shown):
    """What the applicant stated, by field."""

    answers: dict[str, object]


class MomentShown(Shown):
    """One line of the story."""

    at: Instant
    words: str
    detail: str
    who: str


class StepShown(Shown):
    """One step of the process."""

    label: str
    agency: str
    state: str = Field(description="done, current or coming.")
    at: Instant | None


class Timeline(Shown):
    """The story of a dossier and the way it takes."""

    moments: list[MomentShown]
    steps: list[StepShown]


class PersonShown(Shown):
    """A registered person; counter filings name the id."""

    id: UUID
    full_name: str
    verified: bool


class Myself(Shown):
    """Who a token speaks for."""

    person: UUID
    agency: UUID | None
    roles: list[str]


class Progress(Shown):
    """What anybody with both facts may know."""

    code: str
    status: str
    submitted_at: Instant | None
    accepted_at: Instant | None
    due_at: Instant | None
    decided_at: Instant | None
    delivered_at: Instant | None


class SignatureShown(Shown):
    """What was found out about one signature."""

    signer: str
    issuer: str
    serial: str
    signed_at: Instant | None
    is_time_stamped: bool
    intact: bool
    trusted: bool
    holds: bool
    covers_whole_file: bool
    is_sample: bool
    reason: str
    revocation: Literal["good", "revoked", "unknown"]
    findings: list[str]
    had_authority: bool | None


class Verification(Shown):
    """Whether a paper is genuine, and which dossier it belongs to."""

    holds: bool
    is_issued_here: bool
    dossier_number: str
    procedure: str
    result_number: str
    agency: str
    issued_at: Instant | None
    signatures: list[SignatureShown]
