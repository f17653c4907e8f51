"""Entering results issued before this system from the command line.

Imported only once Django is ready.
"""

from collections.abc import Sequence
from pathlib import Path

from django.utils.timezone import localdate, now
from rich.console import Console
from rich.progress import track

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.results.actions import enter_many
from motcua.results.entering import key_of, keys_among
from motcua.results.files import known, read_lines
from motcua.results.rules import Line
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
SLICE = 1000


def run(file: Path, *, dry_run: bool) -> None:
    """Check a table whole, then enter what the register lacks; nothing is entered twice."""
    console = Console(highlight=False)
    try:
        lines = read_lines(file, known(), localdate(now()))
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    slices = [lines[at : at + SLICE] for at in range(0, len(lines), SLICE)]
    if dry_run:
        lacking = sum(_lacking(some) for some in slices)
        console.print(f"{len(lines)} dòng đúng, {lacking} kết quả chưa có trong sổ. Chưa ghi gì.")
        return
    entered = sum(
        enter_many(some, by=SYSTEM, at=now())
        for some in track(slices, "Nhập sổ kết quả", console=console, transient=True)
    )
    console.print(f"Đã nhập {entered} kết quả; {len(lines) - entered} dòng đã có từ trước.")


def _lacking(lines: Sequence[Line]) -> int:
    there = keys_among(lines)
    return len({key_of(line) for line in lines} - there)
