"""What each act asks for."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictStr, StringConstraints

from motcua.api.shapes.parts import Asked, Code, Flag, Line, Moment, Name, Paragraph, Sheets
from motcua.dossiers.rules import Channel, ResultChannel

AnswersAsked = dict[str, object]
Reason = Annotated[StrictStr, StringConstraints(max_length=500)]


class SheetAsked(Asked):
    """A paper handed in with a filing: an uploaded document, or sheets at the counter."""

    component: Code = Field(description="Code of a component of the procedure.")
    document: UUID | None = Field(None, description="Of uploadDocument.")
    name: Annotated[StrictStr, StringConstraints(max_length=200)] = ""
    originals: Sheets = 0
    copies: Sheets = 0


class FilingAsked(Asked):
    """A whole application."""

    procedure: UUID = Field(description="The `id` of a procedure in force.")
    case: Code = ""
    answers: AnswersAsked = Field(default_factory=dict, description="By field id of the form.")
    attachments: list[SheetAsked] = Field(default_factory=list, max_length=200)
    commune: UUID | None = Field(
        None, description="The commune that settles; needed when `settled_by` is empty."
    )
    channel: Channel = Channel.ONLINE
    result_channel: ResultChannel = ResultChannel.ONLINE
    result_address: Line = ""
    applicant: UUID | None = Field(
        None, description="Who applies, of registerPerson; only at the counter."
    )
    organisation: UUID | None = Field(
        None,
        description="In whose name the applicant files under a mandate; only at the counter.",
    )
    assisted: Flag = Field(False, description="The agency helped somebody file elsewhere.")


class DraftAsked(Asked):
    """A draft to begin."""

    procedure: UUID
    case: Code = ""
    answers: AnswersAsked = Field(default_factory=dict)


class AnswersGiven(Asked):
    """Answers to keep; those given before stay unless named again."""

    answers: AnswersAsked


class ChoicesAsked(Asked):
    """The case, who settles, and how the result should come."""

    case: Code = ""
    commune: UUID | None = None
    result_channel: ResultChannel = ResultChannel.ONLINE
    result_address: Line = ""


class AttachmentAsked(Asked):
    """An uploaded document under a component."""

    component: Code
    document: UUID


class PersonAsked(Asked):
    """Somebody at the desk, as on their card."""

    personal_number: Annotated[StrictStr, StringConstraints(max_length=20)]
    full_name: Name
    birth_date: date
    sex: Literal["male", "female"]
    phone: Annotated[StrictStr, StringConstraints(max_length=20)] = ""
    email: Annotated[StrictStr, StringConstraints(max_length=254)] = ""
    address: Line = ""
    seen_card: Flag = Field(
        False, description="The clerk compared the card; needed when the register has nobody."
    )


class SupplementItemAsked(Asked):
    """One thing that is wrong, and why."""

    target: Code = Field(description="Code of a component or id of a form field.")
    kind: Literal["component", "field"]
    why: Paragraph


class SupplementAsked(Asked):
    """Everything that is missing or wrong, in one go."""

    items: list[SupplementItemAsked] = Field(max_length=100)
    answer_by: date | None = None


class DecliningAsked(Asked):
    """Why a filing is not accepted, and by which article."""

    reason: Paragraph
    basis: Line


class ApologyAsked(Asked):
    """Why a result is late, whose fault it is, and the one new day."""

    cause: Code = Field(description="Code of a cause in the list of the province.")
    new_due_at: Moment
    responsible: UUID = Field(description="The agency that answers for the lateness.")
    explanation: Paragraph = Field("", description="Read by the applicant.")


class SigningAsked(Asked):
    """Which writing was read and is signed."""

    written_at: Moment


class ObligationAsked(Asked):
    """The notice that names a financial obligation."""

    notice: Line


class ProofAsked(Asked):
    """The voucher that proves that a financial obligation was met."""

    proof: Line


class WithdrawalAsked(Asked):
    """Why the application is taken back; may stay empty."""

    reason: Paragraph = ""


class HandOverAsked(Asked):
    """Who takes a step over, and why."""

    to: UUID = Field(description="An officer of listColleagues.")
    reason: Reason


class CompletionAsked(Asked):
    """How a step ends."""

    outcome: Code = Field(description="One of the step's `outcomes`.")
    note: Reason = ""
    reason: Paragraph = Field("", description="Of a proposal: why, when it refuses.")
    basis: Line = Field("", description="Of a proposal: the article it rests on.")
    content: Paragraph = Field("", description="Of a proposal: what the result says.")
    data: dict[str, str | int | float | bool | list[str]] = Field(
        default_factory=dict, description="What the step's form asks, by name.", max_length=50
    )
    assign_to: UUID | None = Field(
        None, description="Who takes the next step; only a head of section names somebody."
    )


class SendingBackAsked(Asked):
    """Where a dossier is put, and why."""

    node: Code = Field(description="The step of the process on which the dossier goes on.")
    reason: Reason


class MessageAsked(Asked):
    """Something the process waits for."""

    name: Line = Field(description="The name by which the process waits for it.")
    data: dict[str, str | int | float | bool | list[str]] = Field(
        default_factory=dict, description="What it tells the process.", max_length=50
    )


class ConsultationAsked(Asked):
    """A question to another agency."""

    agency: UUID
    question: Paragraph
    due_at: Moment


class OpinionAsked(Asked):
    """An opinion."""

    answer: Paragraph
    agrees: Flag


class DeliveryAsked(Asked):
    """Who took a result, and how it reached them."""

    channel: ResultChannel
    name: Name = Field(description="Who took it.")
    number: Annotated[StrictStr, StringConstraints(max_length=20)] = Field(
        "", description="Of their card, needed at the counter; only its last digits are kept."
    )
    postal_code: Code = Field("", description="Of the parcel, needed when it went by post.")


class TrackingAsked(Asked):
    """A number and a second fact."""

    number: Line = Field(description="Dossier number or submission code.")
    second: Code = Field(
        description="The look-up code of the slip, or the last four digits of the personal "
        "number and the phone: “1234 0912345678”."
    )
