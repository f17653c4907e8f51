"""`./motcua report …`: the statutory tables, and the reform report of a year."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from motcua.cli.figures import HERE, WRONG_INPUT
from motcua.cli.surroundings import after_django, equip, with_database, without_time_limit
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart

if TYPE_CHECKING:
    from motcua.indicators.statutory import Counts
    from motcua.indicators.statutory_causes import Backlog
    from motcua.reform.telling import Line

REFORM = "reform"
Out = typer.Option(dir_okay=False, help="Ghi ra tệp này.")


def report(
    name: Annotated[str, typer.Argument(help="Biểu (II.06a, II.06b, II.06c, II.06g) hoặc reform.")],
    period: Annotated[
        str, typer.Option(help="Kỳ của biểu: 2022, 2022-Q1, 2022-03, 2022-01-01..2022-01-31.")
    ] = "",
    year: Annotated[int, typer.Option(help="Năm của báo cáo cải cách.")] = 0,
    agency: Annotated[str, typer.Option(help="Mã cơ quan giải quyết; không nêu là cả tỉnh.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
    xlsx: Annotated[Path | None, Out] = None,
    docx: Annotated[Path | None, Out] = None,
) -> None:
    """Lập báo cáo từ số liệu gốc: biểu thống kê của một kỳ, báo cáo cải cách của một năm."""
    try:
        with without_time_limit(), with_database(equip()):
            after_django("motcua.cli.serving").require_migrated()
            if name == REFORM:
                _reform(year, as_json=as_json, docx=docx)
            else:
                _table(name, period, agency, as_json=as_json, xlsx=xlsx, docx=docx)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CannotStart(f"Không ghi được {file}: {error.strerror}.", WRONG_INPUT) from error


def _table(
    name: str, period: str, agency: str, *, as_json: bool, xlsx: Path | None, docx: Path | None
) -> None:
    rules = after_django("motcua.indicators.statutory_rules")
    chosen = rules.table(name)
    if not period:
        raise CannotStart("Hãy nêu kỳ báo cáo, ví dụ --period 2022-Q1.", WRONG_INPUT)
    queries = after_django("motcua.indicators.queries")
    asked = queries.asked_in(rules.reporting_period(period), agency, datetime.now(HERE))
    engine = after_django("motcua.indicators.engines").OnPostgres()
    of_causes = chosen.by == rules.CAUSE
    tables = after_django(f"motcua.indicators.statutory{'_causes' if of_causes else ''}")
    counts = (tables.backlog if of_causes else tables.table_of)(chosen, asked, engine)
    where = queries.place_words(agency)
    files = after_django("motcua.indicators.statutory_files")
    if xlsx:
        _write(xlsx, files.as_excel(counts, where))
    if docx:
        _write(docx, files.as_word(counts, where))
    if as_json:
        print(json.dumps(tables.as_json(counts), ensure_ascii=False))  # noqa: T201
    elif not xlsx and not docx:
        _show(counts, where)


def _reform(year: int, *, as_json: bool, docx: Path | None) -> None:
    at = datetime.now(HERE)
    engine = after_django("motcua.indicators.engines").OnPostgres()
    report = after_django("motcua.reform.queries").year_report(year, engine, at)
    if docx:
        names = after_django("motcua.organisations.queries")
        where = names.agency_name_by_code(names.province_code()) or "Cả tỉnh"
        _write(docx, after_django("motcua.reform.files").as_word(report, where, at))
    if as_json:
        rules = after_django("motcua.reform.rules")
        print(json.dumps(rules.as_json(report), ensure_ascii=False))  # noqa: T201
    elif not docx:
        _show_reform(after_django("motcua.reform.telling").lines(report), year, at)


def _show_reform(sections: "list[tuple[str, list[Line]]]", year: int, at: datetime) -> None:
    console = Console(highlight=False)
    for section, lines in sections:
        shown = Table(section, "Số liệu", "Cách tính", "Nguồn")
        for one in lines:
            shown.add_row(one.name, one.value, one.counted, one.source)
        console.print(shown)
    console.print(f"Năm {year}, tính đến {at:%H:%M %d/%m/%Y}.")


def _show(counts: "Counts | Backlog", where: str) -> None:
    console = Console(highlight=False)
    files = after_django("motcua.indicators.statutory_files")
    headings, *lines = files.as_lines(counts)
    shown = Table(*headings)
    for line in lines:
        shown.add_row(*(str(value) for value in line))
    console.print(shown)
    first, last = counts.asked.period.first, counts.asked.period.last
    console.print(
        f"{counts.table.form}. {where}, từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}, tính đến"
        f" {counts.asked.as_of.astimezone(HERE):%H:%M %d/%m/%Y}. Căn cứ: {counts.table.basis}.",
        soft_wrap=True,
    )
