"""Saying from a table which kinds of papers meet which components.

Imported only once Django is ready.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.timezone import localdate, now
from rich.console import Console

from motcua.documents.personal.kinds import Met, set_kinds
from motcua.kernel.actors import SYSTEM
from motcua.procedures.queries import by_code, terms
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
COLUMNS = ("procedure", "component", "kind", "name")


def run(file: Path) -> None:
    """Check a table whole, then say what was not said yet."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    met = list(_checked(rows, file.name, localdate(now())))
    many = set_kinds(met, by=SYSTEM, at=now())
    Console(highlight=False).print(f"Đã ghi {many} giấy tờ đáp ứng thành phần hồ sơ.")


def _checked(rows: list[dict[str, str]], file: str, day: date) -> Iterator[Met]:
    for at, row in enumerate(rows, start=2):
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        empty = [name for name, cell in cells.items() if not cell]
        if empty:
            raise CannotStart(f"{file}, dòng {at}: thiếu {', '.join(empty)}.", WRONG_INPUT)
        version = by_code(cells["procedure"], day)
        if version is None:
            message = f"{file}, dòng {at}: không có thủ tục mã {cells['procedure']}."
            raise CannotStart(message, WRONG_INPUT)
        if cells["component"] not in {one.code for one in terms(version.id).components}:
            message = f"{file}, dòng {at}: thủ tục không có thành phần {cells['component']}."
            raise CannotStart(message, WRONG_INPUT)
        yield Met(**cells)
