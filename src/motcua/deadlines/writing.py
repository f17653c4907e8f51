"""How receipts, pauses and the cut-off are written in commands and tables."""

import re
from collections.abc import Iterable
from datetime import datetime, time

from motcua.deadlines.rules import ZONE, Pause, Policy
from motcua.kernel.errors import DomainError
from motcua.kernel.limits import Limit, limit_from

SHIFTS = "viết như 07:30-11:30, 13:00-17:00"
_DASH = re.compile("[-–]")


class Miswritten(DomainError):
    """A value is not written as it must be."""

    message = "{what} “{written}” chưa đúng: {how}."


def moment_from(written: str, what: str = "Thời điểm") -> datetime:
    """Read an ISO 8601 moment; without an offset it is Vietnamese time, without hours midnight."""
    try:
        moment = datetime.fromisoformat(written.strip())
        return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
    except (ValueError, OverflowError) as error:
        raise Miswritten(what=what, written=written, how="viết như 2026-08-21T09:00") from error


def term_from(written: str) -> Limit:
    """Read a limit such as `16h`, `10wd`, `30d` or `2m`."""
    try:
        return limit_from(written)
    except ValueError as error:
        how = "viết như 16h, 10wd, 30d hoặc 2m"
        raise Miswritten(what="Thời hạn", written=written, how=how) from error


def pause_from(written: str) -> Pause:
    """Read `FROM/TO` or `FROM/TO:policy`; nothing after the stroke is a pause still open.

    Without a policy the limit runs on after the pause (`continue`): the one that favours neither
    side. A pause that restarts it, or changes nothing, must say so.
    """
    stretch, policy = written.strip(), Policy.CONTINUE
    for one in Policy:
        if stretch.endswith(f":{one.value}"):
            stretch, policy = stretch.removesuffix(f":{one.value}"), one
    began, stroke, ended = stretch.partition("/")
    if not stroke:
        how = "viết TỪ/ĐẾN, có thể thêm :restart, :continue hoặc :none"
        raise Miswritten(what="Lần tạm dừng", written=written, how=how)
    begins = moment_from(began, "Lúc bắt đầu tạm dừng")
    ends = moment_from(ended, "Lúc kết thúc tạm dừng") if ended.strip() else None
    if ends is not None and ends < begins:
        how = "không thể kết thúc trước khi bắt đầu"
        raise Miswritten(what="Lần tạm dừng", written=written, how=how)
    return Pause(begins, ends, policy)


def pauses_from(written: str) -> tuple[Pause, ...]:
    """Read pauses that are separated by `;`."""
    return tuple(pause_from(one) for one in written.split(";") if one.strip())


def shifts_from(written: str) -> tuple[tuple[time, time], ...]:
    """Read the shifts of a day such as `07:30-11:30, 13:00-17:00`; nothing written is a day off."""
    return tuple(_shift(part) for part in written.split(",")) if written.strip() else ()


def _shift(written: str) -> tuple[time, time]:
    try:
        begins, ends = (time.fromisoformat(one.strip().zfill(5)) for one in _DASH.split(written))
    except ValueError as error:
        raise Miswritten(what="Giờ làm việc", written=written, how=SHIFTS) from error
    return begins, ends


def shifts_written(shifts: Iterable[tuple[time, time]]) -> str:
    """Return the shifts of a day as they are written."""
    return ", ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in shifts)


def cut_off_from(written: str) -> time:
    """Read a time of day such as `15:00`."""
    try:
        moment = time.fromisoformat(written.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise Miswritten(what="Giờ chốt", written=written, how="viết như 15:00")
    return moment
