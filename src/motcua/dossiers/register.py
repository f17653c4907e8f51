"""The register of dossiers (Sổ theo dõi hồ sơ): what a desk has accepted in a period.

Read in slices by moment and id, so that a year of a large desk takes no more memory than a page.
TT 01/2018/TT-VPCP Mẫu 06, TT 03/2025/TT-VPCP Mẫu 07.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localtime

from motcua.deadlines.rules import ZONE
from motcua.dossiers.lists import PAGE, After
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import LABELS, OPEN, ResultChannel, Status
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.procedures.models import ProcedureVersion, Sector

SLICE = 1000
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
# What a line needs, read as values: a book of a year is long.
_NEEDED = (
    "id", "number", "procedure__name", "applicant_name", "applicant_id",
    "applicant__wrapped_key", "applicant__sealed", "organisation__address", "settling_agency__name",
    "accepted_at", "due_at", "original_due_at", "decided_at", "delivered_at", "result_channel",
    "result__taken_by", "status",
)  # fmt: skip


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


def _written(moment: datetime) -> RawSQL:
    """Write a moment into the statement: a plan that is kept must know how long a period is, or it
    takes every period for a short one and reads all of a long one to sort it."""
    return RawSQL(f"'{moment.astimezone(UTC).isoformat()}'::timestamptz", [])  # noqa: S611


def _chosen(chosen: Chosen) -> QuerySet[Dossier]:
    begins = datetime.combine(chosen.first, time(), ZONE)
    ends = datetime.combine(chosen.last + timedelta(days=1), time(), ZONE)
    found = Dossier.objects.filter(
        receiving_agency=chosen.agency,
        accepted_at__gte=_written(begins),
        accepted_at__lt=_written(ends),
    )
    if chosen.procedure:
        versions = ProcedureVersion.objects.filter(procedure__code=chosen.procedure)
        found = found.filter(procedure__in=list(versions.values_list("id", flat=True)))
    if chosen.sector:
        versions = ProcedureVersion.objects.filter(sector__slug=chosen.sector)
        found = found.filter(procedure__in=list(versions.values_list("id", flat=True)))
    return found.order_by("accepted_at", "id")


def _later(found: QuerySet[Dossier], after: After | None) -> QuerySet[Dossier]:
    if after is None or after.due_at is None:
        return found
    # The first condition repeats what the second says, in a way that the index can begin from.
    last = _written(after.due_at)
    return found.filter(accepted_at__gte=last).filter(
        Q(accepted_at__gt=last) | Q(accepted_at=last, id__gt=after.id)
    )


def page_of(chosen: Chosen, after: After | None = None) -> tuple[list[Entry], After | None]:
    """Return a page of the register in the order of acceptance, and where the next begins."""
    page = _read(_later(_chosen(chosen), after), PAGE + 1)
    following = After(page[PAGE - 1].accepted_at, page[PAGE - 1].id) if len(page) > PAGE else None
    return page[:PAGE], following


def entries(chosen: Chosen) -> Iterator[Entry]:
    """Yield the whole of what was chosen, read a slice at a time."""
    found, after = _chosen(chosen), None
    while True:
        some = _read(_later(found, after), SLICE)
        yield from some
        if len(some) < SLICE:
            return
        after = After(some[-1].accepted_at, some[-1].id)


def _read(found: QuerySet[Dossier], most: int) -> list[Entry]:
    return [_entry(*values) for values in found.values_list(*_NEEDED)[:most]]


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
    contact = contact_of(Person(id=person, wrapped_key=wrapped_key, sealed=sealed))
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
    return list(Sector.objects.order_by("name").values_list("slug", "name"))
