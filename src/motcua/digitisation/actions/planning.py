"""The programme for what is still on paper: batches, who works on them, samples."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.digitisation.models import Batch, BatchEntry, DigitalCopy, SampleCheck
from motcua.digitisation.permissions import (
    require_planner,
    require_planner_of,
    require_second_pair_of_eyes,
)
from motcua.digitisation.rules import BatchNameTaken, NothingToDigitise
from motcua.dossiers.rules import ReasonMissing
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.results.keeping import kept_by
from motcua.results.queries import Chosen, to_digitise

MOST_ENTRIES = 5000
HUNDRED = 100


@transaction.atomic
def open_batch(
    name: str,
    *,
    sector: str = "",
    year: int | None = None,
    assigned_to: UUID | None = None,
    most: int = 500,
    sample_percent: int = 5,
    by: Actor,
    at: datetime,
) -> Batch:
    """Put the oldest results in force that are only on paper into a batch: of one field and year,
    or of all; those that another open batch has are left out."""
    require_planner(by)
    wrong = _wrong(name, most, sample_percent)
    if wrong:
        raise InvalidInput(wrong)
    if Batch.objects.filter(agency=by.agency, name=name.strip()).exists():
        raise BatchNameTaken(name=name.strip())
    day = localdate(at)
    chosen = Chosen(agencies=tuple(kept_by(by.office, day)), sector=sector, year=year)
    taken = BatchEntry.objects.filter(done_at=None, batch__agency=by.agency)
    already = set(taken.values_list("entry", flat=True))
    found = to_digitise(chosen, day, most + len(already))
    entries = [entry for entry in found if entry.id not in already][:most]
    if not entries:
        raise NothingToDigitise
    batch = Batch.objects.create(
        agency_id=by.office,
        name=name.strip(),
        sector=sector,
        year=year,
        assigned_to=assigned_to,
        sample_percent=sample_percent,
        opened_by=by.who,
        opened_at=at,
    )
    BatchEntry.objects.bulk_create([BatchEntry(batch=batch, entry=one.id) for one in entries])
    record("batch.opened", batch.id, by=by, at=at, entries=len(entries))
    return batch


def _wrong(name: str, most: int, percent: int) -> dict[str, str]:
    wrong = {}
    if not name.strip():
        wrong["name"] = "Xin đặt tên cho đợt số hóa."
    if not 1 <= most <= MOST_ENTRIES:
        wrong["most"] = f"Một đợt có từ 1 đến {MOST_ENTRIES:,} kết quả.".replace(",", ".")
    if not 0 <= percent <= HUNDRED:
        wrong["sample_percent"] = "Phần kiểm tra mẫu từ 0 đến 100 phần trăm."
    return wrong


def _locked(batch_id: UUID, by: Actor) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    require_planner_of(by, batch)
    return batch


@transaction.atomic
def assign_batch(batch_id: UUID, *, to: UUID | None, by: Actor, at: datetime) -> Batch:
    """Give a batch to a clerk, or to everybody with None."""
    batch = _locked(batch_id, by)
    batch.assigned_to = to
    batch.save(update_fields=["assigned_to"])
    record("batch.assigned", batch.id, by=by, at=at, to=to)
    return batch


@transaction.atomic
def close_batch(batch_id: UUID, *, by: Actor, at: datetime) -> Batch:
    """End a batch; what it did not come to may go into another."""
    batch = _locked(batch_id, by)
    if batch.closed_at is None:
        batch.closed_at = at
        batch.save(update_fields=["closed_at"])
        left, _ = BatchEntry.objects.filter(batch=batch, done_at=None).delete()
        record("batch.closed", batch.id, by=by, at=at, left=left)
    return batch


@transaction.atomic
def check_sample(
    copy_id: UUID, *, is_right: bool, found: str = "", by: Actor, at: datetime
) -> SampleCheck:
    """Say whether a sampled paper is digitised as it should be, and what is wrong otherwise."""
    check = SampleCheck.objects.select_for_update().filter(copy=copy_id).first()
    if check is None or check.checked_at is not None:
        raise NotFound
    require_second_pair_of_eyes(by, DigitalCopy.objects.get(pk=copy_id))
    if not is_right and not found.strip():
        raise ReasonMissing
    check.checked_by, check.checked_at = by.person, at
    check.is_right, check.found = is_right, found.strip()[:500]
    check.save()
    record("paper.sampled", copy_id, by=by, at=at, right=is_right)
    return check
