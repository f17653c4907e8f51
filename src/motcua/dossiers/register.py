"""The register of dossiers (Sổ theo dõi hồ sơ): what a desk has accepted in a period.

Read in slices by moment and id, so that a year of a large desk takes no more memory than a page.
TT 01/2018/TT-VPCP Mẫu 06, TT 03/2025/TT-VPCP Mẫu 07.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from motcua.deadlines.rules import ZONE
from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.rules import LABELS, OPEN, ResultChannel, Status
from motcua.events.replica import reading
from motcua.people.queries import opened_contact
from motcua.procedures.models import ProcedureVersion

SLICE = 1000
FIRST = UUID(int=0)  # before every id
_CHANNELS = {channel.value: channel.label for channel in ResultChannel}
HEADINGS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Số lượng hồ sơ (bộ)",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Ngày nhận hồ sơ",
    "Ngày hẹn trả kết quả",
    "Ngày trả kết quả",
    "Phương thức nhận kết quả",
    "Ký nhận",
    "Ghi chú",
)
# Both ends are compared with the columns of the index: PostgreSQL then plans for the places that
# are given and reads the index in its order, however long the period is. A page is found before
# anything is joined to it.
_LINES = """
WITH page AS MATERIALIZED (
    SELECT id, number, procedure_id, applicant_name, applicant_id, organisation_id,
        settling_agency_id, accepted_at, due_at, original_due_at, decided_at, delivered_at,
        result_channel, status
    FROM dossiers_dossier WHERE accepted_at IS NOT NULL
    AND (receiving_agency_id, accepted_at, id) > (%(agency)s, %(after)s, %(id)s)
    AND (receiving_agency_id, accepted_at) < (%(agency)s, %(ends)s) {only}
    ORDER BY receiving_agency_id, accepted_at, id LIMIT {most}
)
SELECT page.id, page.number, version.name, page.applicant_name, page.applicant_id,
    person.wrapped_key, person.sealed, organisation.address, settling.name, page.accepted_at,
    page.due_at, page.original_due_at, page.decided_at, page.delivered_at, page.result_channel,
    result.taken_by, page.status
FROM page JOIN procedures_procedureversion AS version ON version.id = page.procedure_id
JOIN people_person AS person ON person.id = page.applicant_id
LEFT JOIN people_organisation AS organisation ON organisation.id = page.organisation_id
LEFT JOIN organisations_agency AS settling ON settling.id = page.settling_agency_id
LEFT JOIN dossiers_result AS result ON result.dossier_id = page.id
ORDER BY page.accepted_at, page.id
"""
_ONLY = "AND procedure_id = ANY(%(versions)s)"
_SECTORS = """
SELECT array_agg(slug ORDER BY name, slug), array_agg(name ORDER BY name, slug)
FROM procedures_sector
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of the register is asked for: the desk, the days, a procedure or a field."""

    agency: UUID
    first: date
    last: date
    procedure: str = ""
    sector: str = ""

    @property
    def days(self) -> int:
        """Return how many days the period has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register."""

    id: UUID
    number: str
    procedure: str
    sets: int
    applicant: str
    contact: str
    settling: str
    accepted_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    channel: str
    taken_by: str
    note: str


def _versions(chosen: Chosen) -> list[UUID] | None:
    """Return the versions of the procedures that are asked for; None for all there are."""
    if not chosen.procedure and not chosen.sector:
        return None
    versions = ProcedureVersion.objects.all()
    if chosen.procedure:
        versions = versions.filter(procedure__code=chosen.procedure)
    if chosen.sector:
        versions = versions.filter(sector__slug=chosen.sector)
    return list(versions.values_list("id", flat=True))


def page_of(chosen: Chosen, after: After | None = None) -> tuple[list[Entry], After | None]:
    """Return a page of the register in the order of acceptance, and where the next begins."""
    page = _read(chosen, _versions(chosen), after, PAGE + 1)
    following = After(page[PAGE - 1].accepted_at, page[PAGE - 1].id) if len(page) > PAGE else None
    return page[:PAGE], following


def entries(chosen: Chosen) -> Iterator[Entry]:
    """Yield the whole of what was chosen, read a slice at a time."""
    versions, after = _versions(chosen), None
    while True:
        some = _read(chosen, versions, after, SLICE)
        yield from some
        if len(some) < SLICE:
            return
        after = After(some[-1].accepted_at, some[-1].id)


def _read(
    chosen: Chosen, versions: list[UUID] | None, after: After | None, most: int
) -> list[Entry]:
    begins = datetime.combine(chosen.first, time(), ZONE)
    last, key = begins, FIRST
    if after is not None and after.due_at is not None and after.due_at >= begins:
        last, key = after.due_at, after.id
    given: dict[str, Any] = {
        "agency": chosen.agency,
        "after": last,
        "id": key,
        "ends": datetime.combine(chosen.last + timedelta(days=1), time(), ZONE),
        "versions": versions,
    }
    only = "" if versions is None else _ONLY
    with reading().cursor() as cursor:
        cursor.execute(_LINES.format(only=only, most=most), given)
        return [_entry(*values) for values in cursor.fetchall()]


def _entry(
    dossier: UUID,
    number: str,
    procedure: str,
    applicant: str,
    person: UUID,
    wrapped_key: bytes,
    sealed: bytes,
    seat: str | None,
    settling: str | None,
    accepted_at: datetime,
    due_at: datetime | None,
    original_due_at: datetime | None,
    decided_at: datetime | None,
    delivered_at: datetime | None,
    channel: str,
    taken_by: str | None,
    status: str,
) -> Entry:
    contact = opened_contact(person, wrapped_key, sealed)
    return Entry(
        id=dossier,
        number=number,
        procedure=procedure,
        sets=1,
        applicant=applicant,
        contact=", ".join(part for part in (seat or contact.address, contact.phone) if part),
        settling=settling or "",
        accepted_at=accepted_at,
        due_at=due_at or original_due_at,
        returned_at=delivered_at,
        channel=_CHANNELS[channel],
        taken_by=taken_by or "",
        note=_note(Status(status), decided_at, due_at),
    )


def _note(status: Status, decided_at: datetime | None, due_at: datetime | None) -> str:
    """Return what the other columns do not say: how it ended otherwise, or that it was late."""
    if status not in {Status.DELIVERED, Status.DECIDED} and status not in OPEN:
        return LABELS[status]
    if decided_at is not None and due_at is not None and decided_at > due_at:
        return "Quá hạn"
    return "" if status is Status.DELIVERED else LABELS[status]


def cells(order: int, entry: Entry) -> list[object]:
    """Return a line as the columns of the form have it; moments stay moments."""
    return [
        order,
        entry.number,
        entry.procedure,
        entry.sets,
        entry.applicant,
        entry.contact,
        entry.settling,
        entry.accepted_at,
        entry.due_at,
        entry.returned_at,
        entry.channel,
        entry.taken_by,
        entry.note,
    ]


def cells_in_words(order: int, entry: Entry) -> list[str]:
    """Return a line as it is printed."""
    return [_worded(cell) for cell in cells(order, entry)]


def _worded(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{localtime(cell):%d/%m/%Y %H:%M}"
    return "" if cell is None else str(cell)


def sectors() -> list[tuple[str, str]]:
    """Return the fields of the catalogue, by name."""
    with reading().cursor() as cursor:
        cursor.execute(_SECTORS)
        slugs, names = cursor.fetchone()
    return list(zip(slugs or (), names or (), strict=True))
