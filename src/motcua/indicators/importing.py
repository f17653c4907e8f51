"""Taking in the dossiers of another system: all that is right, or nothing."""

from collections.abc import Callable
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from motcua.indicators.actions import note_import, refresh_figures, take_in
from motcua.indicators.incoming import WrongRow, read_dossiers
from motcua.indicators.incoming_text import line_of
from motcua.indicators.limits import count_limits
from motcua.indicators.staging import Compared, compare, first_of_ours, stage
from motcua.kernel.actors import SYSTEM

SLICE = 100_000
Progress = Callable[[str, int, int], None]


def import_dossiers(
    file: Path, folder: Path, *, at: datetime, progress: Progress, dry_run: bool
) -> Compared:
    """Take in a file, slice by slice, and say what that did; a dry run says what it would do.

    Refuses a file with any mistake before anything is stored. Broken off, the same file goes on
    where it was: rows that are stored count as unchanged.
    """
    progress("Đọc và kiểm tra tệp", 0, 2)
    with read_dossiers(file, folder) as ready:
        progress("Đọc và kiểm tra tệp", 1, 2)
        stage(ready)
    count_limits()
    progress("Đọc và kiểm tra tệp", 2, 2)
    _refuse_ours(file)
    compared = compare()
    if dry_run or not compared.new + compared.changed:
        return compared
    for first in range(1, compared.rows + 1, SLICE):
        take_in(first, first + SLICE - 1, by=SYSTEM, at=at)
        progress("Lưu hồ sơ", min(first + SLICE - 1, compared.rows), compared.rows)
    refresh_figures(by=SYSTEM, at=at)
    with file.open("rb") as whole:
        note_import(file_digest(whole, "sha256").hexdigest(), compared, by=SYSTEM, at=at)
    return compared


def _refuse_ours(file: Path) -> None:
    ours = first_of_ours()
    if ours is not None:
        row, number = ours
        raise WrongRow(
            file=file.name,
            line=line_of(file, row),
            column="number",
            value=number,
            expected="mã của hệ thống khác; hồ sơ mang mã này do chính hệ thống này giải quyết",
            more="",
        )
