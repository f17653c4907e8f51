"""`./motcua index …` and `./motcua lake …`: figures for the terminal and for other programs."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from motcua.cli import comparing, country, genuine, nine, programs
from motcua.cli.comparing import show
from motcua.cli.live_facts import live
from motcua.cli.surroundings import (
    after_django,
    equip,
    lazily,
    with_database,
    without_time_limit,
)
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart

if TYPE_CHECKING:
    from motcua.indicators.comparing import Compared
    from motcua.indicators.rules import Asked, Index, RuleSet

WRONG_INPUT = 2
ONLY = "766"
DUCKDB, SPARK = "duckdb", "spark"
GENUINE, NINE = "genuine", "nine"
KNOWN = (ONLY, GENUINE, NINE)
HERE = timezone(timedelta(hours=7))
lake_app = typer.Typer(
    help="Kho tệp Parquet của số liệu gốc, cho các kỳ dài.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@lake_app.callback()
def lake() -> None:
    """Kho tệp Parquet của số liệu gốc."""


@lake_app.command()
def export(
    folder: Annotated[
        Path | None, typer.Option("--lake", help="Thư mục ghi; không nêu thì trong dữ liệu.")
    ] = None,
) -> None:
    """Ghi số liệu gốc ra Parquet, chia theo tháng và cơ quan, tại một thời điểm."""
    state = equip()
    with without_time_limit(), with_database(state):
        after_django("motcua.cli.serving").require_migrated()
        writing = after_django("motcua.indicators.lake")
        try:
            done = writing.export(folder or state.root / "lake", at=datetime.now(HERE))
        except DomainError as refusal:
            raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    Console(highlight=False, soft_wrap=True).print(
        f"Đã ghi {done.dossiers} hồ sơ, {done.procedures} thủ tục,"
        f" tính đến {done.cut_off:%H:%M %d/%m/%Y}."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to count: of which days and whom, by which rules, on which facts and by which engine."""

    days: tuple[date, date]
    agency: str
    rules: "RuleSet"
    place: Path | date | None
    engine: str
    compare: bool


def index(
    name: Annotated[str, typer.Argument(help="766; genuine: nộp thực chất; nine: chín chỉ số.")],
    first: Annotated[str, typer.Option("--from", help="Ngày đầu kỳ, ví dụ 2022-01-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Ngày cuối kỳ, tính cả ngày này.")] = "",
    period: Annotated[
        str, typer.Option(help="Thay cho hai ngày: năm 2022, quý 2022-Q1, tháng 2022-03.")
    ] = "",
    agency: Annotated[str, typer.Option(help="Mã cơ quan giải quyết; không nêu là cả tỉnh.")] = "",
    rules: Annotated[str, typer.Option(help="Bộ quy tắc, ví dụ 766@2022.")] = "",
    folder: Annotated[
        Path | None, typer.Option("--lake", help="Tính trên tệp đã xuất thay cho cơ sở dữ liệu.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="Tính trên tệp bằng duckdb (mặc định) hoặc spark.")
    ] = DUCKDB,
    as_of: Annotated[
        str, typer.Option(help="Như đã biết vào cuối một ngày đã qua; không nêu là lúc này.")
    ] = "",
    compare: Annotated[
        bool, typer.Option(help="Thêm kỳ trước, thứ hạng và số còn thiếu để thêm một điểm.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Tính bộ chỉ số cho một kỳ: hồ sơ tiếp nhận từ ngày đầu đến hết ngày cuối."""
    try:
        days, place = _days(first, last, period), _place(folder, as_of)
        wanted = Wanted(days, agency, _rules(rules, days[1]), place, engine, compare)
        _require(name, wanted)
        _tell(name, wanted, as_json=as_json)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal


def _tell(name: str, wanted: Wanted, *, as_json: bool) -> None:
    if isinstance(wanted.place, Path) and country.is_one(wanted.place):
        country.tell(wanted.place, wanted.days, wanted.rules, wanted.engine, as_json=as_json)
    elif name == NINE:
        nine.tell(wanted.days, wanted.agency, as_json=as_json)
    elif name == GENUINE:
        genuine.tell(wanted.days, wanted.agency, wanted.rules, wanted.place, as_json=as_json)
    elif wanted.compare:
        found, asked = _compared(wanted)
        comparing.tell(found, asked, wanted.agency, as_json=as_json)
    else:
        index_766, asked = _counted(wanted)
        if as_json:
            told = lazily("motcua.indicators.telling").as_json(index_766)
            print(json.dumps(told, ensure_ascii=False))  # noqa: T201
        else:
            show(index_766, asked, wanted.agency)


def _days(first: str, last: str, period: str) -> tuple[date, date]:
    """Read the days, or the name of a period in their place."""
    if not period:
        return _day(first, "--from"), _day(last, "--to")
    if first or last:
        raise CannotStart("Nêu --period, hoặc --from và --to; không nêu cả hai.", WRONG_INPUT)
    found = lazily("motcua.indicators.calendar_periods").calendar_period(period)
    return found.first, found.last


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CannotStart(
            f"{option} “{text}” không phải ngày dạng 2022-01-31.", WRONG_INPUT
        ) from error


def _rules(name: str, last: date) -> "RuleSet":
    known = lazily("motcua.indicators.rule_sets")
    return known.rule_set(name) if name else known.in_force(last)  # type: ignore[no-any-return]


def _require(index: str, wanted: Wanted) -> None:
    """Refuse what cannot be counted so; have what Spark needs."""
    refused = {
        f"Không có bộ chỉ số “{index}”; hiện có: {', '.join(KNOWN)}.": index not in KNOWN,
        f"--engine là {DUCKDB} hoặc {SPARK}, không phải “{wanted.engine}”.": wanted.engine
        not in {DUCKDB, SPARK},
        f"Bộ “{NINE}” chỉ tính trên số liệu lúc này.": index == NINE and wanted.place is not None,
        f"--compare dùng cho bộ {ONLY}, trên cơ sở dữ liệu.": wanted.compare
        and (index != ONLY or isinstance(wanted.place, Path)),
        f"{SPARK} tính bộ {ONLY} trên tệp đã xuất; hãy nêu --lake.": wanted.engine == SPARK
        and (index != ONLY or not isinstance(wanted.place, Path)),
        f"Nhiều tỉnh cùng lúc: chỉ tính bộ {ONLY}, không nêu --agency.": isinstance(
            wanted.place, Path
        )
        and country.is_one(wanted.place)
        and (index != ONLY or wanted.agency != ""),
    }
    for words, is_so in refused.items():
        if is_so:
            raise CannotStart(words, WRONG_INPUT)
    if wanted.engine == SPARK:
        programs.require(programs.OF_SPARK, Console(stderr=True), "Spark")


def _place(folder: Path | None, as_of: str) -> Path | date | None:
    """Return where to count: on files, in the database as of a day, or as of now."""
    if not as_of:
        return folder
    if folder is not None:
        raise CannotStart(
            "Tệp đã xuất có thời điểm riêng; hãy bỏ --as-of hoặc bỏ --lake.", WRONG_INPUT
        )
    return _day(as_of, "--as-of")


def _counted(wanted: Wanted) -> tuple["Index", "Asked"]:
    days, agency, rules = wanted.days, wanted.agency, wanted.rules
    if isinstance(wanted.place, Path):
        counting = lazily("motcua.indicators.lake_index")
        with_spark = wanted.engine == SPARK
        return counting.index_on(wanted.place, days, agency, rules, with_spark=with_spark)  # type: ignore[no-any-return]
    with live(wanted.place) as (facts, moment):
        queries = after_django("motcua.indicators.queries")
        asked = queries.asked_of(*days, agency, moment)
        return queries.index_of(rules, asked, facts), asked


def _compared(wanted: Wanted) -> tuple["Compared", "Asked"]:
    assert not isinstance(wanted.place, Path)
    with live(wanted.place) as (facts, moment):
        queries = after_django("motcua.indicators.queries")
        asked = queries.asked_of(*wanted.days, wanted.agency, moment)
        return queries.compared_index(wanted.rules, asked, facts), asked
