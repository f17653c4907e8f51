"""Code lists as tables that departments keep: rows of code, name and perhaps English name.

A file is CSV in UTF-8 with a comma, a semicolon or a tab between cells. Pure.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from motcua.kernel.errors import InvalidInput
from motcua.kernel.text import FORMULAS, folded, normal, refusal_of

MOST_ROWS = 5_000
LONGEST_FILE = 1_000_000
LONGEST_CODE, LONGEST_NAME = 40, 300
MOST_TOLD = 5
_HEADS = {"ma", "ma so", "code", "value"}

Option = dict[str, object]


def read_options(text: str) -> list[Option]:
    """Return the options of a table; what is wrong is told with the number of its row."""
    if len(text) > LONGEST_FILE:
        raise InvalidInput({"options": "Danh mục lớn hơn 1 MB. Xin chia thành nhiều danh mục."})
    rows = [row for row in _rows(text) if any(row)]
    if rows and folded(rows[0][0]) in _HEADS:
        rows = rows[1:]
    if len(rows) > MOST_ROWS:
        raise InvalidInput({"options": f"Danh mục có quá {MOST_ROWS:,} mục.".replace(",", ".")})
    wrong = list(_wrong(rows))
    if wrong:
        raise InvalidInput({"options": " ".join(wrong[:MOST_TOLD])})
    return [_option(row) for row in rows]


def _rows(text: str) -> Iterator[list[str]]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise InvalidInput({"options": "Không đọc được bảng. Xin lưu lại dạng CSV."}) from error


def _wrong(rows: Sequence[list[str]]) -> Iterator[str]:
    if not rows:
        yield "Danh mục chưa có mục nào."
    seen: dict[str, int] = {}
    for at, row in enumerate(rows, start=1):
        code, name = row[0], row[1] if len(row) > 1 else ""
        if not code or len(code) > LONGEST_CODE:
            yield f"Dòng {at}: mã phải có từ 1 đến {LONGEST_CODE} ký tự."
        elif code in seen:
            yield f"Dòng {at}: mã “{code}” đã có ở dòng {seen[code]}."
        seen.setdefault(code, at)
        if not name or len(name) > LONGEST_NAME:
            yield f"Dòng {at}: tên phải có từ 1 đến {LONGEST_NAME} ký tự."
        for cell in row[:3]:
            if refusal := _refused(cell):
                yield f"Dòng {at}: {refusal}"


def _refused(cell: str) -> str:
    """Say why a cell is not taken; programs for tables would compute what begins like a formula."""
    if cell.startswith(FORMULAS):
        return "ô không được bắt đầu bằng dấu =, +, - hoặc @."
    return refusal_of(cell)


def _option(row: Sequence[str]) -> Option:
    code, *words = (normal(cell) for cell in row[:3])
    label = dict(zip(("vi", "en"), words, strict=False))
    return {"value": code, "label": {name: said for name, said in label.items() if said}}


def written(options: Sequence[Option]) -> str:
    """Return options as CSV, as `read_options` reads it."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["ma", "ten", "ten_tieng_anh"])
    for one in options:
        words: dict[str, str] = one["label"]  # type: ignore[assignment]
        rows.writerow([one["value"], words["vi"], words.get("en", "")])
    return table.getvalue()
