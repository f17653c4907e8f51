"""`./motcua deadline …`: when a limit ends and why, for one receipt or for a table of them.

Nothing here needs a database or Django, so other programs may script against it.
"""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from motcua.cli.surroundings import lazily
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart

if TYPE_CHECKING:
    from motcua.deadlines.published import PublishedCalendar

WRONG_INPUT = 2
NEEDED = ("received", "limit")
COLUMNS = ("received", "limit", "pauses", "cutoff")
REPORT_EVERY = 20_000  # rows
Row = tuple[str, str, str, str]


def deadline(
    received: Annotated[
        str, typer.Option(help="Lúc nhận, ví dụ 2026-08-21T09:00; giờ Việt Nam nếu không nói khác.")
    ] = "",
    limit: Annotated[str, typer.Option(help="Thời hạn: 16h, 1wd, 30d hoặc 2m.")] = "",
    pause: Annotated[
        list[str] | None,
        typer.Option(
            help="Lần tạm dừng TỪ/ĐẾN[:restart|continue|none]; bỏ trống ĐẾN là còn dừng; "
            "không nói gì là continue (tính tiếp)."
        ),
    ] = None,
    cutoff: Annotated[str, typer.Option(help="Giờ chốt của hạn 0wd; mặc định 15:00.")] = "",
    calendar: Annotated[
        str, typer.Option(help="Lịch làm việc CSV (date,kind) thay cho lịch cả nước 2020–2027.")
    ] = "",
    batch: Annotated[
        str, typer.Option(help="Bảng CSV (received,limit,pauses,cutoff) để tính nhiều hạn.")
    ] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="Tệp ghi kết quả của bảng.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")] = False,
) -> None:
    """Tính ngày hẹn trả và nói rõ từng ngày được tính hay không, vì sao."""
    try:
        published = _calendar(calendar, cutoff)
        if batch:
            if received or limit or pause or as_json:
                raise CannotStart("--batch chỉ đi với --calendar, --cutoff và -o.", WRONG_INPUT)
            _tell_all(Path(batch), output, published)
        elif output:
            raise CannotStart("-o chỉ đi với --batch.", WRONG_INPUT)
        else:
            _tell_one(received, limit, pause or [], published, as_json)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal


def _calendar(file: str, cut_off: str) -> "PublishedCalendar":
    reading = lazily("motcua.deadlines.published")
    found: PublishedCalendar = (
        reading.calendar_from(Path(file)) if file else reading.national_calendar()
    )
    if not cut_off:
        return found
    written = lazily("motcua.deadlines.writing").cut_off_from(cut_off)
    return replace(found, calendar=replace(found.calendar, cut_off=written))


def _tell_one(
    received: str, limit: str, pauses: list[str], published: "PublishedCalendar", as_json: bool
) -> None:
    if not received or not limit:
        message = "Cần --received (lúc nhận) và --limit (thời hạn), hoặc --batch (một bảng)."
        raise CannotStart(message, WRONG_INPUT)
    writing, explaining = lazily("motcua.deadlines.writing"), lazily("motcua.deadlines.explaining")
    explained = explaining.explain(
        writing.moment_from(received, "Lúc nhận"),
        writing.term_from(limit),
        published.calendar,
        [writing.pause_from(one) for one in pauses],
        published.names,
    )
    if as_json:
        typer.echo(json.dumps(explaining.as_facts(explained), ensure_ascii=False, indent=2))
        return
    for line in _lines(explained):
        typer.echo(line)


def _lines(explained: Any) -> Iterator[str]:
    due = explained.due_at
    yield f"Nhận:          {explained.received_at:%H:%M:%S ngày %d/%m/%Y}"
    yield f"Coi như nhận:  {explained.deemed_at:%H:%M:%S ngày %d/%m/%Y}"
    yield f"Thời hạn:      {explained.limit}"
    if due is None:
        yield "Hẹn trả:       chưa có, vì đồng hồ đang dừng"
    else:
        yield f"Hẹn trả:       {due:%H:%M:%S ngày %d/%m/%Y}  ({due.isoformat()})"
    yield ""
    for day in explained.days:
        number = f"{day.number:>3}" if day.number else "   "
        counted = "tính      " if day.counted else "không tính"
        yield f"{day.day:%d/%m/%Y}  {day.weekday:<8}  {counted}  {number}  {day.why}"
    yield ""
    yield from explained.basis


def _tell_all(batch: Path, output: str, published: "PublishedCalendar") -> None:
    """Write a due moment, or what is wrong, for every row; a wrong row stops no other."""
    try:
        with (
            batch.open("rb") as raw,
            TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text,
            _written_to(output) as target,
            _progress(raw.tell, batch.stat().st_size) as report,
        ):
            wrong = _write(_rows(text), _counter(published), target, report)
    except UnicodeDecodeError as error:
        raise CannotStart(f"{batch.name} không phải văn bản UTF-8.", WRONG_INPUT) from error
    except csv.Error as error:
        raise CannotStart(f"{batch.name} không phải bảng CSV: {error}.", WRONG_INPUT) from error
    except BrokenPipeError:
        raise  # whoever read us has had enough
    except OSError as error:
        why = error.strerror or "lỗi đọc ghi"
        message = f"Không đọc hoặc ghi được {error.filename or output}: {why}."
        raise CannotStart(message, WRONG_INPUT) from error
    if wrong:
        typer.echo(f"Có {wrong} dòng không tính được; xem cột error.", err=True)


def _rows(text: TextIO) -> Iterator[Row]:
    """Yield the four cells of every row, wherever the columns stand; a missing one is empty."""
    lines = csv.reader(text)
    head = next(lines, [])
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise CannotStart(f"Bảng thiếu cột {', '.join(missing)}.", WRONG_INPUT)
    places = [head.index(name) if name in head else len(head) for name in COLUMNS]
    padding = [""] * (len(head) + 1)
    received, limit, pauses, cut_off = places
    for line in lines:
        if line:
            cells = line[: len(head)] + padding[min(len(line), len(head)) :]
            yield cells[received], cells[limit], cells[pauses], cells[cut_off]


def _write(
    rows: Iterator[Row],
    due_of: Callable[[Row], tuple[str, str]],
    target: TextIO,
    report: Callable[[], None],
) -> int:
    lines = csv.writer(target, lineterminator="\n")
    lines.writerow([*COLUMNS, "due_at", "error"])
    wrong = 0
    for number, row in enumerate(rows, 1):
        due, error = due_of(row)
        wrong += bool(error)
        lines.writerow((*row, due, error))
        if number % REPORT_EVERY == 0:
            report()
    return wrong


def _counter(published: "PublishedCalendar") -> Callable[[Row], tuple[str, str]]:
    """Return what computes one row; what rows share is read once."""
    writing, rules = lazily("motcua.deadlines.writing"), lazily("motcua.deadlines.rules")
    term = lru_cache(maxsize=4096)(writing.term_from)
    pauses = lru_cache(maxsize=4096)(writing.pauses_from)

    @lru_cache(maxsize=4096)
    def calendar(cut_off: str) -> Any:
        plain = published.calendar
        return replace(plain, cut_off=writing.cut_off_from(cut_off)) if cut_off else plain

    def due_of(row: Row) -> tuple[str, str]:
        received, limit, paused, cut_off = row
        try:
            moment = writing.moment_from(received, "Lúc nhận")
            due = rules.due_at(moment, term(limit), calendar(cut_off), pauses(paused))
        except DomainError as refusal:
            return "", str(refusal)
        return due.isoformat() if due else "", ""

    return due_of


@contextmanager
def _written_to(output: str) -> Iterator[TextIO]:
    """Open the target; a file appears whole or not at all, so it may be the one that is read."""
    if not output:
        yield sys.stdout
        return
    being_made = Path(f"{output}.part")
    try:
        with being_made.open("w", encoding="utf-8", newline="") as target:
            yield target
        os.replace(being_made, output)
    finally:
        being_made.unlink(missing_ok=True)


@contextmanager
def _progress(position: Callable[[], int], size: int) -> Iterator[Callable[[], None]]:
    """Yield what draws how far a table has been read, on a terminal only."""
    drawing = lazily("rich.progress")
    console = lazily("rich.console").Console(stderr=True)
    with drawing.Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Tính hạn", total=size)
        yield lambda: bar.update(task, completed=position())
