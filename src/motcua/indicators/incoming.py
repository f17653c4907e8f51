"""Reading dossiers that another system kept: checked whole, then written out ready to be stored.

DuckDB does the reading, in little memory, in a folder that is removed afterwards.
"""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from motcua.indicators.incoming_columns import ALL, COLUMNS, NUMBER, REQUIRED, expected, is_wrong
from motcua.indicators.incoming_text import (
    PARQUET,
    first_broken,
    header_of,
    line_of,
    rewritten,
    shortened,
)
from motcua.kernel.errors import DomainError

MEMORY = "400MB"
DuckSettings = dict[str, str | bool | int | float | list[str]]
STORED = (
    "line",
    "CAST(md5('imported|' || number) AS UUID)",
    *(f"{one.stored} AS {one.name}" for one in ALL),
)
_TWICE = """
SELECT line, first, count(*) OVER ()
FROM (SELECT line, min(line) OVER (PARTITION BY number) AS first FROM given)
WHERE line > first ORDER BY line LIMIT 1
"""


class UnreadableFile(DomainError):
    """The file is neither a table of text nor Parquet."""

    message = "Không đọc được {file}. Cần tệp CSV (UTF-8, có dòng tiêu đề), csv.gz hoặc Parquet."


class WrongHeader(DomainError):
    """A column is missing, or is none that is known."""

    message = "{file}, dòng 1: {what}. Các cột: {columns}."


class WrongRow(DomainError):
    """A value is not what its column holds."""

    message = "{file}, dòng {line}, cột {column}: “{value}”.{more} Cần {expected}."


@contextmanager
def read_dossiers(file: Path, folder: Path) -> Iterator[Path]:
    """Yield a CSV of every row of a file, ready for the table of facts: the line, then its columns.

    Refuses the whole file at its first mistake, by its place and what was expected there.
    """
    with TemporaryDirectory(prefix="import-", dir=folder) as name:
        work = Path(name)
        settings: DuckSettings = {"memory_limit": MEMORY, "temp_directory": str(work / "spilled")}
        database = duckdb.connect(str(work / "rows.duckdb"), config=settings)
        try:
            database.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
            _take_rows(database, file, work)
            _refuse_mistakes(database, file)
            ready = work / "ready.csv"
            database.table("given").order("line").project(", ".join(STORED)).to_csv(
                str(ready), header=False
            )
        finally:
            database.close()
        yield ready


def _take_rows(database: duckdb.DuckDBPyConnection, file: Path, work: Path) -> None:
    """Put the rows into a table `given`, all columns as text, numbered from 1."""
    try:
        if file.suffix == PARQUET:
            _take_parquet(database, file)
        else:
            _take_text(database, file, work)
    except (duckdb.InvalidInputException, duckdb.IOException, gzip.BadGzipFile, EOFError) as error:
        raise UnreadableFile(file=file.name) from error


def _take_parquet(database: duckdb.DuckDBPyConnection, file: Path) -> None:
    described = database.execute(
        "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(?))", [str(file)]
    )
    types: dict[str, str] = dict(described.fetchall())
    _check_header(list(types), file)
    told = {name: _as_text(name, kind) for name, kind in types.items()}
    _fill(database, "read_parquet(?)", told, file)


def _take_text(database: duckdb.DuckDBPyConnection, file: Path, work: Path) -> None:
    header = header_of(file)
    _check_header(header, file)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header)
    source = (
        "read_csv(?, header=true, auto_detect=false, delim=',', quote='\"', escape='\"',"
        f" columns={{{columns}}})"
    )
    told = {name: name for name in header}
    try:
        _fill(database, source, told, file)
    except duckdb.InvalidInputException:
        broken = first_broken(file)
        if broken is not None:
            line, text = broken
            raise WrongRow(
                file=file.name,
                line=line,
                column="(cả dòng)",
                value=shortened(text),
                expected=f"{len(header)} cột cách nhau bằng dấu phẩy, chữ UTF-8, dấu nháy đủ đôi",
                more="",
            ) from None
        _fill(database, source, told, rewritten(file, work))  # lines that end in different ways


def _as_text(name: str, kind: str) -> str:
    """Write a typed value as a CSV would have it: whole numbers whole, yes and no as 1 and 0."""
    if kind == "BOOLEAN":
        return f"CAST({name} AS INTEGER)"
    if kind in {"DOUBLE", "FLOAT"}:
        whole = f"{name} = floor({name}) AND abs({name}) < 1e15"
        as_whole = f"CAST(CAST({name} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {whole} THEN {as_whole} ELSE CAST({name} AS VARCHAR) END"
    return name


def _fill(
    database: duckdb.DuckDBPyConnection, source: str, told: dict[str, str], file: Path
) -> None:
    texts = [
        f"trim(coalesce(CAST({told[one]} AS VARCHAR), '')) AS {one}" if one in told else f"'' {one}"
        for one in COLUMNS
    ]
    # Only names of columns and our own source are put into the statement.
    database.execute(
        f"CREATE TABLE given AS SELECT row_number() OVER () AS line, {', '.join(texts)}"  # noqa: S608
        f" FROM {source}",
        [str(file)],
    )


def _check_header(header: Sequence[str], file: Path) -> None:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    twice = [name for name in COLUMNS if header.count(name) > 1]
    said = [
        f"{words} {', '.join(names)}"
        for words, names in (
            ("thiếu cột", missing),
            ("không có cột nào tên là", unknown),
            ("hai lần cột", twice),
        )
        if names
    ]
    if said:
        raise WrongHeader(file=file.name, what="; ".join(said), columns=", ".join(COLUMNS))


def _refuse_mistakes(database: duckdb.DuckDBPyConnection, file: Path) -> None:
    cases = " ".join(f"WHEN {is_wrong(one)} THEN {nth}" for nth, one in enumerate(ALL))
    found = database.execute(
        f"SELECT line, nth, count(*) OVER () FROM (SELECT line, CASE {cases} END AS nth FROM given)"  # noqa: S608
        " WHERE nth IS NOT NULL ORDER BY line LIMIT 1"
    ).fetchone()
    if found is not None:
        line, nth, many = found
        _refuse(database, file, line, ALL[nth].name, expected(ALL[nth]), many)
    again = database.execute(_TWICE).fetchone()
    if again is not None:
        line, first, many = again
        words = f"mỗi mã hồ sơ một dòng; mã này đã có ở dòng {line_of(file, first)}"
        _refuse(database, file, line, NUMBER, words, many)


def _refuse(
    database: duckdb.DuckDBPyConnection,
    file: Path,
    row: int,
    column: str,
    words: str,
    many: int,
) -> None:
    found = database.execute(f"SELECT {column} FROM given WHERE line = ?", [row]).fetchone()  # noqa: S608
    raise WrongRow(
        file=file.name,
        line=line_of(file, row),
        column=column,
        value=shortened(found[0] if found else ""),
        expected=words,
        more=_more(many),
    )


def _more(many: int) -> str:
    return f" Còn {many - 1} dòng khác có lỗi." if many > 1 else ""
