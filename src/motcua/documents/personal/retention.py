"""Erasing what a store has kept long enough, and saying how long that is."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from motcua.documents.actions import forget
from motcua.documents.models import Retention, StoredPaper
from motcua.documents.retention_rules import (
    Keeping,
    KeepingUnclear,
    What,
    first_of,
    keeping_of,
)
from motcua.documents.retention_rules import kept_until as last_day_of
from motcua.documents.store_rules import Source
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted

FACTS = Path(__file__).parents[1] / "facts" / "retention.csv"
COLUMNS = ("what", "kind", "keep_months", "valid_from", "basis")
ERASED = "Giấy tờ tự tải lên, đã xóa"
BATCH = 200


def keepings() -> list[Keeping]:
    """Return every rule of retention: those that ship, then those set here."""
    own = Retention.objects.order_by("valid_from", "id")
    return read_keepings(FACTS) + [
        Keeping(What(one.what), one.kind_code, one.keep_months, one.valid_from, one.basis)
        for one in own
    ]


def read_keepings(file: Path) -> list[Keeping]:
    """Return the rules of a table, or refuse it naming the line that is wrong."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [
            _keeping(row, file.name, at) for at, row in enumerate(csv.DictReader(lines), start=2)
        ]


def _keeping(row: dict[str, str], file: str, line: int) -> Keeping:
    lacking = [name for name in COLUMNS if row.get(name) is None]
    if lacking:
        raise KeepingUnclear(file=file, line=line, why=f"thiếu cột {', '.join(lacking)}")
    try:
        months = int(row["keep_months"]) if row["keep_months"] else None
        found = Keeping(
            What(row["what"]),
            row["kind"].strip(),
            months,
            date.fromisoformat(row["valid_from"]),
            row["basis"].strip(),
        )
    except ValueError as error:
        raise KeepingUnclear(file=file, line=line, why=str(error)) from error
    if not found.basis or (months is not None and months < 1):
        raise KeepingUnclear(file=file, line=line, why="thiếu căn cứ, hoặc số tháng dưới 1")
    return found


def _require_system(by: Actor) -> None:
    if by.person is not None or by.agency is not None:
        raise NotPermitted


@transaction.atomic
def set_keepings(rules: Sequence[Keeping], *, by: Actor, at: datetime) -> int:
    """Set rules of retention beside those that ship; again, it changes nothing. Only for the
    installation itself."""
    _require_system(by)
    many = 0
    for one in rules:
        _, is_new = Retention.objects.get_or_create(
            what=one.what.value,
            kind_code=one.kind,
            valid_from=one.valid_from,
            defaults={"keep_months": one.months, "basis": one.basis, "set_at": at},
        )
        many += is_new
    return many


def erase_due(*, by: Actor, at: datetime) -> int:
    """Erase every stored paper whose time is over, each in a transaction; return how many.

    What an agency has issued or digitised stays in its dossier and in the register: of that only
    the copy in the store ends. An own upload is erased with its bytes (Luật Bảo vệ dữ liệu cá
    nhân 91/2025/QH15 art. 14). Who used a paper stays to be read.
    """
    _require_system(by)
    known, day = keepings(), localdate(at)
    due = [(paper.id, until) for paper in _stopped(day) if (until := _until(paper, known, day))]
    return sum(
        erase_paper(paper, kept_until=until, by=by, at=at) for paper, until in due if until < day
    )


def _stopped(day: date) -> Iterable[StoredPaper]:
    over = Q(replaced_at__isnull=False) | Q(revoked_at__isnull=False) | Q(valid_to__lt=day)
    found = StoredPaper.objects.filter(erased_at=None)
    issued = ~Q(source=Source.UPLOAD.value) & over
    return found.filter(Q(removed_at__isnull=False) | issued).iterator(BATCH)


def _until(paper: StoredPaper, known: Sequence[Keeping], day: date) -> date | None:
    is_own = paper.removed_at is not None
    what = What.REMOVED if is_own else What.ENDED
    stopped = first_of(paper.removed_at, paper.replaced_at, paper.revoked_at, paper.valid_to)
    if is_own:
        stopped = first_of(paper.removed_at)
    assert stopped is not None
    return last_day_of(stopped, keeping_of(known, what, paper.kind_code, day))


@transaction.atomic
def erase_paper(paper_id: UUID, *, kept_until: date, by: Actor, at: datetime) -> bool:
    """Erase a stored paper, an own upload with its bytes; return whether it was there. The caller
    has checked that nothing keeps it."""
    paper = StoredPaper.objects.select_for_update().filter(pk=paper_id, erased_at=None).first()
    if paper is None:
        return False
    document, paper.document = paper.document, None
    paper.sealed = paper.wrapped_key = None
    paper.erased_at = at
    if paper.source == Source.UPLOAD:
        paper.kind_name, paper.number, paper.signatures = ERASED, "", []
    paper.save()
    if document is not None and document.purpose == "store":
        forget(document, by=by, at=at)
    record("paper.erased", paper.id, by=by, at=at, kept_until=kept_until)
    return True
