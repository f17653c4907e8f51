"""Procedures, agencies and places as the API shows them."""

from datetime import date
from uuid import UUID

from pydantic import Field

from motcua.api.shapes.parts import Shown

Words = dict[str, str]


class ProcedureRow(Shown):
    """A procedure in a list."""

    id: UUID = Field(description="The published version; filings name this id.")
    code: str = Field(description="The State's code of the procedure.")
    name: str
    sector: str
    service_level: str = Field(description="full, partial, counter or unknown.")
    can_be_filed_online: bool
    can_be_filed_at_the_counter: bool


class ProcedurePage(Shown):
    """A page of procedures."""

    items: list[ProcedureRow]
    next: str | None = Field(description="Cursor of the next page; null at the end.")


class CaseShown(Shown):
    """A case for which papers, limit or fee differ."""

    code: str
    label: Words


class ComponentShown(Shown):
    """A document that the dossier must contain; attachments name its code."""

    code: str
    name: Words
    note: Words | None
    source: str = Field(
        description="form: the answers themselves; file: an uploaded file; register: we fetch it; "
        "paper: shown or handed over at the counter."
    )
    originals: int
    copies: int
    required: bool
    required_if: str = Field(description="CEL condition over the answers; empty when always so.")


class LimitShown(Shown):
    """How long the settlement may take; an empty case stands for all."""

    case: str
    value: int
    unit: str = Field(description="hour, working_day, calendar_day or month.")
    basis: str


class FeeShown(Shown):
    """What is charged, in đồng."""

    case: str
    channel: str = Field(description="any, online, counter or post.")
    kind: str = Field(description="fee or levy.")
    name: Words
    amount: int
    basis: str


class BasisShown(Shown):
    """A legal document that the procedure rests on."""

    number: str
    name: str
    articles: str


class StepPlanned(Shown):
    """A step of the process."""

    label: str


class ProcedureShown(ProcedureRow):
    """A procedure with everything that a filing needs."""

    tier: str = Field(description="province, district or commune.")
    settled_by: str = Field(
        description="Code of the agency that settles; empty when the commune named in the "
        "filing does."
    )
    valid_from: date
    cases: list[CaseShown]
    components: list[ComponentShown]
    limits: list[LimitShown]
    fees: list[FeeShown]
    results: list[str]
    legal_basis: list[BasisShown]
    steps: list[StepPlanned]
    form: dict[str, object] | None = Field(
        description="The form: pages of fields. Each field has `id` (its name in `answers`), "
        "`kind`, `label`, and where they apply `required` (default true), `required_if`, "
        "`show_if`, `options`, `min`, `max`, and `fields` for a table. Answers by kind: text, "
        "long_text, agency: string; number, money: integer; date: YYYY-MM-DD; time: HH:MM; "
        "yes_no: boolean; declaration: true; choice: an option's value; choices: a list of "
        "them; personal_number: 12 digits; tax_code, phone, email: string; address: "
        "{province, commune, line} with codes of listPlaces; table: a list of rows by column "
        "id. Fields of kind calculated, heading and guidance take no answer."
    )


class AgencyShown(Shown):
    """An agency that exists today."""

    id: UUID
    code: str
    name: str
    kind: str = Field(description="province, department, service_centre or commune.")
    gso_code: str = Field(description="Code of the administrative unit, as addresses name it.")


class AgencyList(Shown):
    """Agencies by name."""

    items: list[AgencyShown]


class Places(Shown):
    """The codes that an address may name."""

    provinces: dict[str, str] = Field(description="Provinces by code.")
    communes: dict[str, str] = Field(description="Communes of this province by code.")
    own_province: str = Field(description="Only addresses in this province name a commune.")
