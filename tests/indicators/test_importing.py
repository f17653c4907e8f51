"""Dossiers of another system: taken in whole, once, and refused by line and column."""

import csv
import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from django.db import connection

from motcua.events.models import Event
from motcua.indicators.importing import import_dossiers
from motcua.indicators.incoming import UnreadableFile, WrongHeader, WrongRow
from motcua.indicators.incoming_columns import COLUMNS
from motcua.indicators.models import DossierFact
from motcua.indicators.staging import Compared
from tests.builders import a_procedure, a_province
from tests.indicators.facts import AFTERWARDS, a_fact, stored

pytestmark = pytest.mark.django_db
WHOLE = {
    "number": "H42.34-220110-0001",
    "procedure": "1.000001",
    "settling_agency": "H42.34",
    "receiving_agency": "H42.100",
    "channel": "2",
    "submitted_at": "2022-01-10T07:59:00",
    "received_at": "2022-01-10T08:00:00",
    "due_at": "2022-01-20T17:00:00+07:00",
    "finished_at": "2022-01-19T10:00:00Z",
    "delivered_at": "2022-01-20 08:00",
    "status": "10",
    "supplement_requested_at": "2022-01-12T08:00:00.75",
    "supplement_done_at": "2022-01-13",
    "supplement_count": "1",
    "fee_due": "150000",
    "paid_online": "1",
    "result_electronic": "1",
    "component_digitised": "1",
    "reused": "0",
    "from_store": "0",
    "vneid": "1",
    "synced": "1",
    "rating": "like",
    "submitter": "self",
    "device": "a1b2",
    "reception_seconds": "60",
}
LEAST = {**dict.fromkeys(WHOLE, ""), "number": "B", "procedure": "1", "settling_agency": "X",
         "status": "1"}  # fmt: skip


def written(path: Path, *rows: dict[str, str], header: tuple[str, ...] = tuple(WHOLE)) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, header, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return path


def quietly(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


def taken(
    file: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[str, int, int], None] = quietly,
) -> Compared:
    return import_dossiers(file, file.parent, at=AFTERWARDS, progress=progress, dry_run=dry_run)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_row_becomes_a_fact_as_it_is(tmp_path: Path) -> None:
    taken(written(tmp_path / "a.csv", WHOLE))

    fact = DossierFact.objects.get()

    assert (fact.source, fact.number, fact.month) == ("imported", WHOLE["number"], "2022-01")
    assert (fact.channel, fact.status, fact.fee_due, fact.supplement_count) == (2, 10, 150_000, 1)
    assert fact.received_at == moment("2022-01-10T01:00")  # local when it names no offset
    assert fact.due_at == moment("2022-01-20T10:00")
    assert fact.finished_at == moment("2022-01-19T10:00")
    assert fact.delivered_at == moment("2022-01-20T01:00")
    assert fact.supplement_requested_at == moment("2022-01-12T01:00")  # whole seconds
    assert fact.supplement_done_at == moment("2022-01-12T17:00")  # a day begins at midnight here
    assert (fact.paid_online, fact.reused, fact.rating, fact.submitter) == (
        True,
        False,
        "like",
        "self",
    )
    assert fact.device is not None


def test_what_is_empty_is_unknown(tmp_path: Path) -> None:
    taken(written(tmp_path / "a.csv", LEAST))

    fact = DossierFact.objects.get()

    assert (fact.received_at, fact.month, fact.device, fact.reception_seconds) == (
        None,
        "",
        None,
        None,
    )
    assert (fact.channel, fact.fee_due, fact.synced) == (1, 0, False)  # no channel is the counter


def test_columns_may_be_left_out_and_come_in_any_order(tmp_path: Path) -> None:
    header = ("status", "settling_agency", "number", "procedure")

    assert taken(written(tmp_path / "a.csv", LEAST, header=header)).new == 1


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "parquet", "typed.parquet", "marked.csv"])
def test_every_kind_of_file_says_the_same(tmp_path: Path, kind: str) -> None:
    text = written(tmp_path / "plain.csv", WHOLE, {**LEAST, "fee_due": "5"})
    taken(text)
    file = tmp_path / f"a.{kind}"
    if kind == "csv.gz":
        file.write_bytes(gzip.compress(text.read_bytes()))
    elif kind == "marked.csv":  # as spreadsheets write it
        file.write_bytes(b"\xef\xbb\xbf" + text.read_bytes().replace(b"\n", b"\r\n"))
    elif kind.endswith("parquet"):
        types = "types={'number': 'VARCHAR', 'procedure': 'VARCHAR'}"
        how = types if kind == "typed.parquet" else "all_varchar=true"
        read = f"read_csv('{text}', {how})"
        with duckdb.connect() as database:
            database.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
            database.execute(f"COPY (FROM {read}) TO '{file}' (FORMAT parquet)")
    else:
        file.write_bytes(text.read_bytes())

    assert taken(file) == Compared(new=0, changed=0, unchanged=2)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("number", "", "không để trống"),
        ("number", "x" * 61, "nhiều nhất 60 chữ"),
        ("procedure", "", "không để trống"),
        ("settling_agency", "", "không để trống"),
        ("status", "", "một trong 1, 2, 3"),
        ("status", "11", "một trong 1, 2, 3"),
        ("channel", "4", "một trong 1, 2, 3, hoặc để trống"),
        ("received_at", "10/01/2022", "ISO 8601"),
        ("received_at", "2022-02-30", "ISO 8601"),
        ("received_at", "2022-01-10T25:00", "ISO 8601"),
        ("due_at", "mai", "ISO 8601"),
        ("supplement_count", "-1", "số nguyên từ 0"),
        ("supplement_count", "40000", "số nguyên từ 0"),
        ("fee_due", "1.5", "số tiền đồng"),
        ("fee_due", "-1", "số tiền đồng"),
        ("paid_online", "yes", "0 hoặc 1"),
        ("rating", "love", "một trong like, dislike, hoặc để trống"),
        ("submitter", "friend", "một trong self, assisted, officer"),
        ("device", "d" * 201, "nhiều nhất 200 chữ"),
        ("reception_seconds", "1h", "số giây"),
    ],
)
def test_a_mistake_is_named_by_file_line_column_and_what_was_expected(
    tmp_path: Path, column: str, value: str, expected: str
) -> None:
    good = {**LEAST, "number": "GOOD"}
    file = written(tmp_path / "tinh.csv", good, {**WHOLE, column: value})

    with pytest.raises(WrongRow) as refused:
        taken(file)

    assert str(refused.value).startswith(f"tinh.csv, dòng 3, cột {column}: “{value[:60]}")
    assert expected in str(refused.value)
    assert not DossierFact.objects.exists()


def test_the_line_is_that_of_the_file_also_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    long = {**WHOLE, "device": "two\nlines"}
    file = written(tmp_path / "a.csv", long, {**LEAST, "status": "x"}, {**LEAST, "number": ""})

    with pytest.raises(WrongRow, match=r"dòng 4, cột status.*Còn 1 dòng khác có lỗi\."):
        taken(file)


def test_a_number_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", WHOLE, LEAST, WHOLE)

    with pytest.raises(WrongRow, match=r"dòng 4, cột number.*đã có ở dòng 2"):
        taken(file)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (b"too,few\n", 3),
        (b"1," * 40 + b"\n", 3),
        (b'A,"open\n', 3),
        (b"\xff\xfe" + b"," * 25 + b"\n", 3),
    ],
)
def test_a_line_that_cannot_be_taken_apart_is_named(
    tmp_path: Path, broken: bytes, line: int
) -> None:
    file = written(tmp_path / "a.csv", WHOLE)
    file.write_bytes(file.read_bytes() + broken)

    with pytest.raises(WrongRow, match=f"a.csv, dòng {line}, cột .cả dòng.: .*Cần 26 cột"):
        taken(file)


def test_lines_may_end_in_different_ways(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", WHOLE, LEAST)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n", 1))

    assert taken(file).new == 2


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (tuple(WHOLE)[1:], "thiếu cột number"),
        ((*WHOLE, "notes"), "không có cột nào tên là notes"),
        ((*WHOLE, "status"), "hai lần cột status"),
        ((), "thiếu cột number, procedure, settling_agency, status"),
    ],
)
def test_a_wrong_header_is_told(tmp_path: Path, header: tuple[str, ...], words: str) -> None:
    file = written(tmp_path / "a.csv", WHOLE, header=header)

    with pytest.raises(WrongHeader, match=words):
        taken(file)


@pytest.mark.parametrize("name", ["a.parquet", "a.csv.gz"])
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"%PDF-1.7 no table at all")

    with pytest.raises(UnreadableFile, match=name):
        taken(file)


def test_a_dossier_of_our_own_is_not_imported(tmp_path: Path) -> None:
    stored(a_fact(source="own", number=WHOLE["number"]))
    file = written(tmp_path / "a.csv", LEAST, WHOLE)

    with pytest.raises(WrongRow, match=r"dòng 3, cột number.*chính hệ thống này"):
        taken(file)


def test_a_dry_run_says_what_the_real_run_does_and_stores_nothing(tmp_path: Path) -> None:
    taken(written(tmp_path / "a.csv", WHOLE, LEAST))
    changed = {**WHOLE, "rating": "dislike"}
    file = written(tmp_path / "b.csv", changed, LEAST, {**LEAST, "number": "C"})
    events = Event.objects.count()

    tried = taken(file, dry_run=True)
    before = DossierFact.objects.count(), DossierFact.objects.filter(rating="like").count()
    done = taken(file)

    assert tried == done == Compared(new=1, changed=1, unchanged=1)
    assert before == (2, 1)
    assert DossierFact.objects.filter(rating="dislike").count() == 1
    assert Event.objects.count() == events + 1


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", WHOLE, LEAST)
    taken(file)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, number FROM indicators_dossierfact ORDER BY number")
        before = cursor.fetchall()
    events = Event.objects.count()

    again = taken(file)

    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, number FROM indicators_dossierfact ORDER BY number")
        assert cursor.fetchall() == before
    assert again == Compared(new=0, changed=0, unchanged=2)
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01T08:00", "2026-06-08T10:00"),  # five working days: the Monday after, 17:00
        ("2026-02-13T08:00", "2026-02-27T10:00"),  # Tết from Monday to Friday lies between
    ],
)
def test_without_a_due_moment_the_limit_of_the_procedure_is_counted(
    tmp_path: Path, received: str, due: str
) -> None:
    a_province()
    code = a_procedure().procedure.code
    told = {**LEAST, "procedure": code, "received_at": received, "status": "4"}
    file = written(tmp_path / "a.csv", told, {**told, "number": "C", "due_at": received})

    taken(file)

    counted, given = DossierFact.objects.order_by("number")
    assert (counted.due_at, counted.limit_due_at) == (None, moment(due))
    assert given.limit_due_at is None
    assert taken(file).unchanged == 2


def test_an_empty_table_is_taken_in_without_anything(tmp_path: Path) -> None:
    assert taken(written(tmp_path / "a.csv")) == Compared(0, 0, 0)


def test_nothing_is_left_of_the_work(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", WHOLE)

    taken(file)

    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_the_columns_are_those_that_were_agreed() -> None:
    assert sorted(COLUMNS) == sorted(WHOLE)
