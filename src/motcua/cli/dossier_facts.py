"""Importing the dossiers of another system from the command line.

Imported only once Django is ready.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from motcua.indicators.importing import import_dossiers
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2


def run(file: Path, *, dry_run: bool) -> None:
    """Take a file in and say in one line what that did, or would do."""
    folder = settings.STATE / "import"
    shutil.rmtree(folder, ignore_errors=True)  # what a run that was killed left behind
    folder.mkdir()
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        bars: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = shown.add_task(what, total=total)
            shown.update(bars[what], completed=done, total=total)

        try:
            compared = import_dossiers(file, folder, at=now(), progress=progress, dry_run=dry_run)
        except DomainError as refusal:
            raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    told = (
        f"{compared.rows} hồ sơ trong tệp: {compared.new} mới, {compared.changed} thay đổi,"
        f" {compared.unchanged} như cũ."
    )
    begin = "Chạy thử, chưa lưu gì." if dry_run else "Đã nhập."
    Console(highlight=False, soft_wrap=True).print(f"{begin} {told}")
