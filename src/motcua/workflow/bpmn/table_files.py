"""Reading the cells of a table from a file that a stranger may have made: .xlsx or .csv.

Sizes are bounded before anything is unpacked, XML goes through defusedxml, formulas are not
evaluated: the value that the last program kept is read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from motcua.workflow.bpmn.table_words import heading

MAX_FILE = 2_000_000
MAX_UNPACKED = 12_000_000
MAX_XML = 1_500_000  # of which XML, that costs many times its size to read
MAX_PARTS = 500
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 600, 30, 2000
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf")
DELIMITERS = ",;\t"

Cells = list[list[str]]


class FileRefused(Exception):
    """The file cannot be read as a table; the words say why and what to do."""


def cells_of(file: Path) -> Cells:
    """Return the rows of a table as text; raise `FileRefused` for what is none."""
    try:
        if file.stat().st_size > MAX_FILE:
            raise FileRefused(f"Tệp lớn hơn {MAX_FILE // 1_000_000} MB.")
        content = file.read_bytes()
    except OSError as error:
        raise FileRefused("Không mở được tệp.") from error
    if content.startswith(b"PK"):
        return _from_workbook(content)
    if file.suffix.lower() in {".xlsx", ".xls", ".xlsm"}:
        raise FileRefused("Tệp không phải Excel (.xlsx). Hãy lưu lại bằng Excel, dạng .xlsx.")
    return _from_text(content)


def _from_workbook(content: bytes) -> Cells:
    try:
        _refuse_bombs(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            return _bounded([_written(value) for value in row] for row in rows)
        finally:
            book.close()
    except FileRefused:
        raise
    except _UNREADABLE as error:
        raise FileRefused("Tệp Excel bị hỏng hoặc không đúng định dạng .xlsx.") from error


# Whatever openpyxl and the libraries below it raise for a file that is not as it should be.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    InvalidFileException,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)


def _refuse_bombs(content: bytes) -> None:
    """Refuse an archive that unpacks to too much; `zipfile` never unpacks more than it declares."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    markup = sum(part.file_size for part in parts if not part.filename.endswith(PICTURES))
    if len(parts) > MAX_PARTS or whole > MAX_UNPACKED or markup > MAX_XML:
        raise FileRefused("Tệp Excel quá lớn khi giải nén. Hãy chỉ giữ lại trang có bảng các bước.")


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _from_text(content: bytes) -> Cells:
    try:
        coding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        words = content.decode(coding)
    except UnicodeDecodeError as error:
        raise FileRefused("Tệp CSV phải dùng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”.") from error
    if "\0" in words:
        raise FileRefused("Tệp không phải bảng .xlsx hoặc .csv.")
    try:
        read = [_bounded(csv.reader(io.StringIO(words), delimiter=one)) for one in DELIMITERS]
    except csv.Error as error:
        raise FileRefused("Tệp CSV không đọc được: có ô quá dài hoặc thiếu dấu nháy.") from error
    return max(read, key=_recognised)


def _recognised(rows: Cells) -> int:
    """Return how many headings of the best row are known: the right delimiter has the most."""
    return max((len({heading(cell) for cell in row} - {""}) for row in rows[:30]), default=0)


def _bounded(rows: Iterable[Sequence[str]]) -> Cells:
    kept: Cells = []
    for row in _within(rows):
        cells = [cell.strip() for cell in row[:MAX_COLUMNS]]
        if any(len(cell) > MAX_CELL for cell in cells):
            raise FileRefused(f"Dòng {len(kept) + 1}: có ô dài hơn {MAX_CELL} ký tự.")
        kept.append(cells)
    return kept


def _within(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for at, row in enumerate(rows):
        if at >= MAX_ROWS:
            raise FileRefused(f"Bảng dài hơn {MAX_ROWS} dòng.")
        yield row
