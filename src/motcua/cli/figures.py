"""`./motcua index …` and `./motcua lake …`: figures for the terminal and for other programs."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from motcua.cli import genuine, nine, programs
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


def index(
    name: Annotated[str, typer.Argument(help="766; genuine: nộp thực chất; nine: chín chỉ số.")],
    first: Annotated[str, typer.Option("--from", help="Ngày đầu kỳ, ví dụ 2022-01-01.")],
    last: Annotated[str, typer.Option("--to", help="Ngày cuối kỳ, tính cả ngày này.")],
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
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Tính bộ chỉ số cho một kỳ: hồ sơ tiếp nhận từ ngày đầu đến hết ngày cuối."""
    try:
        if name not in KNOWN:
            known = ", ".join(KNOWN)
            raise CannotStart(f"Không có bộ chỉ số “{name}”; hiện có: {known}.", WRONG_INPUT)
        days = _day(first, "--from"), _day(last, "--to")
        place = _place(folder, as_of)
        _require(engine, name, place)
        if name == NINE:
            nine.tell(days, agency, as_json=as_json)
            return
        chosen = _rules(rules, days[1])
        if name == GENUINE:
            genuine.tell(days, agency, chosen, place, as_json=as_json)
            return
        found, asked = _counted(days, agency, chosen, place, engine)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    if as_json:
        print(json.dumps(lazily("motcua.indicators.telling").as_json(found), ensure_ascii=False))  # noqa: T201
    else:
        _show(found, asked, agency)


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


def _require(engine: str, index: str, place: Path | date | None) -> None:
    """Refuse an engine or a place that does not count this index; have what Spark needs."""
    if index == NINE and place is not None:
        raise CannotStart(f"Bộ “{NINE}” chỉ tính trên số liệu lúc này.", WRONG_INPUT)
    if engine not in {DUCKDB, SPARK}:
        raise CannotStart(f"--engine là {DUCKDB} hoặc {SPARK}, không phải “{engine}”.", WRONG_INPUT)
    if engine == SPARK:
        if index != ONLY or not isinstance(place, Path):
            raise CannotStart(
                f"{SPARK} tính bộ {ONLY} trên tệp đã xuất; hãy nêu --lake.", WRONG_INPUT
            )
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


def _counted(
    days: tuple[date, date], agency: str, rules: "RuleSet", place: Path | date | None, engine: str
) -> tuple["Index", "Asked"]:
    if isinstance(place, Path):
        counting = lazily("motcua.indicators.lake_index")
        return counting.index_on(place, days, agency, rules, with_spark=engine == SPARK)  # type: ignore[no-any-return]
    with live(place) as (facts, moment):
        queries = after_django("motcua.indicators.queries")
        asked = queries.asked_of(*days, agency, moment)
        return queries.index_of(rules, asked, facts), asked


def _show(found: "Index", asked: "Asked", agency: str) -> None:
    console = Console(highlight=False)
    table = Table("", "Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ", "Điểm", "Tối đa")
    for one in found.scored:
        share = "–" if one.ratio is None else f"{one.ratio:.4f}".replace(".", ",")
        points = f"{one.points}".replace(".", ",")
        most = f"{float(one.indicator.most):g}"
        counts = f"{one.numerator}", f"{one.denominator}"
        table.add_row(one.indicator.id, one.indicator.name, *counts, share, points, most)
    console.print(table)
    first, last = asked.period.first, asked.period.last
    console.print(
        f"{found.total} điểm, xếp loại {found.rank}. {agency or 'Cả tỉnh'}, hồ sơ tiếp nhận từ"
        f" {first:%d/%m/%Y} đến {last:%d/%m/%Y}, quy tắc {found.rules.id},"
        f" tính đến {asked.as_of.astimezone(HERE):%H:%M %d/%m/%Y}.",
        soft_wrap=True,
    )
