"""Importing the records that the reform report is counted from.

Imported only once Django is ready.
"""

from pathlib import Path

from django.utils.timezone import now
from rich.console import Console

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.reform.actions import take_in
from motcua.reform.comparing import compare
from motcua.reform.incoming import read_rows
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2


def run(kind: str, file: Path, *, dry_run: bool) -> None:
    """Take a file in and say in one line what that did, or would do."""
    try:
        rows = read_rows(kind, file)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    done = compare(kind, rows) if dry_run else take_in(kind, rows, by=SYSTEM, at=now())
    begin = "Chạy thử, chưa lưu gì." if dry_run else "Đã nhập."
    Console(highlight=False, soft_wrap=True).print(
        f"{begin} {len(rows)} dòng trong tệp: {done.new} mới, {done.changed} thay đổi,"
        f" {done.unchanged} như cũ."
    )
