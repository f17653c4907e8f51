"""Entering the working calendar from the command line.

Imported only once Django is ready.
"""

from pathlib import Path

from django.utils.timezone import localdate, now
from rich.console import Console

from motcua.configuration.queries import require_alone
from motcua.deadlines.actions import enter_national_calendar
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.proposals import Proposal, table_proposal
from motcua.deadlines.published import days_from
from motcua.dossiers.actions import change_calendar
from motcua.dossiers.recounts import HANDS, carry_out, preview
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.organisations.models import Agency
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
PAGE = "/quan-tri/lich-lam-viec"


def run(file: Path | None, source: str, agency: str, *, dry_run: bool) -> None:
    """Enter the calendar that ships when there is none, or announce the days of a file.

    Where two could announce them on the page, the file is only tried: there it is proposed.
    """
    console = Console(highlight=False)
    try:
        calendar = enter_national_calendar(by=SYSTEM, at=now())
        if file is None:
            until = f"{calendar.published_until:%d/%m/%Y}"
            console.print(f"Lịch làm việc chung đã có, công bố đến hết {until}.")
            return
        proposal = _proposal(file, agency)
        seen = preview(proposal)
        console.print(f"{seen.counted} hồ sơ đang giải quyết, {seen.moved} đổi ngày hẹn.")
        if dry_run:
            return
        require_alone(KEEPERS, PAGE, localdate())
        recount = change_calendar(proposal, source=source, expected=seen.moved, by=SYSTEM, at=now())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    with console.status("Tính lại ngày hẹn…"):
        carry_out(recount.id, now, HANDS)
    recount.refresh_from_db()
    console.print(f"Đã công bố. {recount.moved} hồ sơ đổi ngày hẹn.")


def _proposal(file: Path, agency: str) -> Proposal:
    days = days_from(file)
    owner = Agency.objects.filter(code=agency).order_by("-valid_from").first() if agency else None
    if agency and owner is None:
        raise CannotStart(f"Không có cơ quan mã “{agency}”.", WRONG_INPUT)
    return table_proposal(owner.id if owner else None, days)
