"""Figures from the command line: importing, counting live and on files, for people and programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.conftest import Motcua, command_on

HEADER = "number,procedure,settling_agency,channel,received_at,due_at,finished_at,status,synced\n"
ROWS = """A,1.1,H42.34,2,2022-01-10T08:00,2022-01-20T17:00,2022-01-20T17:00,9,1
B,1.1,H42.34,1,2022-01-11T08:00,2022-01-20T17:00,2022-01-20T17:01,9,1
C,1.2,H42.35,2,2022-01-31T23:59:59,2022-02-20T17:00,,4,0
D,1.2,H42.35,2,2022-02-01,2022-02-20T17:00,,4,0
"""
JANUARY = ("--from", "2022-01-01", "--to", "2022-01-31")


@pytest.fixture(scope="module")
def filled() -> Iterator[Motcua]:
    """Commands on a database in which four dossiers of another system stand."""
    with TemporaryDirectory(prefix="mc") as name:
        motcua = command_on(Path(name) / "s")
        file = Path(name) / "cu.csv"
        file.write_text(HEADER + ROWS)
        assert motcua("setup").returncode == 0
        tried = motcua("import", "dossiers", str(file), "--dry-run")
        taken = motcua("import", "dossiers", str(file))
        again = motcua("import", "dossiers", str(file))
        assert "Chạy thử, chưa lưu gì. 4 hồ sơ trong tệp: 4 mới" in tried.stdout
        assert "Đã nhập. 4 hồ sơ trong tệp: 4 mới, 0 thay đổi, 0 như cũ." in taken.stdout
        assert "0 mới, 0 thay đổi, 4 như cũ." in again.stdout
        yield motcua


def told(motcua: Motcua, *options: str) -> dict[str, object]:
    done = motcua("index", "766", *options, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def counts(index: dict[str, object], name: str) -> tuple[int, int]:
    indicators = index["indicators"]
    assert isinstance(indicators, list)
    one = next(one for one in indicators if one["id"] == name)
    return one["numerator"], one["denominator"]


def test_a_program_gets_the_index_of_whole_local_days(filled: Motcua) -> None:
    index = told(filled, *JANUARY)

    assert list(index) == ["total", "class", "groups", "indicators"]
    assert (counts(index, "2.1"), counts(index, "1.4")) == ((2, 3), (2, 3))


def test_a_period_is_named_and_compared_with_the_one_before(filled: Motcua) -> None:
    february = told(filled, "--period", "2022-02", "--compare", "--agency", "H42.35")
    quarter = told(filled, "--period", "2022-Q1")
    both = filled("index", "766", "--period", "2022-Q1", "--from", "2022-01-01")

    assert list(february)[:4] == ["total", "class", "groups", "indicators"]
    assert february["rank"] == {"place": 1, "among": 1}
    before = february["before"]
    assert isinstance(before, dict)
    assert (before["from"], before["to"]) == ("2022-01-01", "2022-01-31")
    assert counts(quarter, "1.4") == (2, 4)
    assert both.returncode == 2


def test_what_is_asked_for_is_compared_and_told_to_people(filled: Motcua) -> None:
    done = filled("index", "766", "--period", "2022-01", "--compare", "--agency", "H42.34")

    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "trên 2 cơ quan." in said
    assert "Kỳ trước (01/12/2021–31/12/2021)" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as-of", "2022-01-01"), "Chưa giữ số liệu của ngày 01/01/2022"),
        (("--as-of", "2022-01-01", "--lake", "."), "bỏ --as-of hoặc bỏ --lake"),
        (("--engine", "spark"), "hãy nêu --lake"),
    ],
)
def test_what_cannot_be_counted_so_is_refused(
    filled: Motcua, options: tuple[str, ...], words: str
) -> None:
    done = filled("index", "766", *JANUARY, *options)

    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_a_program_gets_who_really_filed(filled: Motcua) -> None:
    done = filled("index", "genuine", *JANUARY, "--agency", "H42.34", "--json")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["received"], found["online"], found["online_rate"]) == (2, 1, 0.5)
    assert [found[kind]["dossiers"] for kind in ("self", "assisted", "proxy", "unknown")] == [
        0,
        0,
        0,
        1,
    ]
    assert found["unknown"] == {"dossiers": 1, "rate": 0.5, "share": 1.0}
    assert {one["id"]: one["dossiers"] for one in found["reasons"]}["officer_account"] == 0
    assert found["not_known"] == ["address_of_many", "phone_of_many", "counter_ticket"]


def test_people_read_who_really_filed_live_and_on_files(filled: Motcua, tmp_path: Path) -> None:
    assert filled("lake", "export", "--lake", str(tmp_path / "lake")).returncode == 0

    live = filled("index", "genuine", *JANUARY).stdout
    on_files = filled("index", "genuine", *JANUARY, "--lake", str(tmp_path / "lake")).stdout

    assert "nộp trực tuyến 2 trên 3 hồ sơ (66,67%)" in live
    assert live.split(", tính đến")[0] == on_files.split(", tính đến")[0]


def test_one_agency_and_a_named_rule_set_are_counted(filled: Motcua) -> None:
    index = told(filled, *JANUARY, "--agency", "H42.34", "--rules", "766@dvcqg-2026")

    assert counts(index, "2.1") == (1, 2)


def test_exported_files_say_the_same(filled: Motcua, tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    done = filled("lake", "export", "--lake", str(folder))

    assert "Đã ghi 4 hồ sơ, 0 thủ tục" in done.stdout
    assert told(filled, *JANUARY, "--lake", str(folder)) == told(filled, *JANUARY)


def test_people_get_a_table_that_says_of_whom_when_and_by_which_rules(filled: Motcua) -> None:
    shown = filled("index", "766", *JANUARY).stdout

    assert "Tỷ lệ hồ sơ xử lý" in shown
    assert "hồ sơ tiếp nhận từ 01/01/2022 đến 31/01/2022, quy tắc 766@2022, tính đến" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("index", "767", *JANUARY), "Không có bộ chỉ số “767”"),
        (("index", "766", "--from", "1/1/2022", "--to", "2022-01-31"), "không phải ngày"),
        (("index", "766", "--from", "2022-02-01", "--to", "2022-01-31"), "trước ngày đầu kỳ"),
        (("index", "766", *JANUARY, "--rules", "766@x"), "Không có bộ quy tắc “766@x”"),
        (("index", "766", *JANUARY, "--agency", "G9"), "Không có cơ quan mã “G9”"),
        (("index", "766", *JANUARY, "--lake", "/nowhere"), "Chưa xuất dữ liệu"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_with_exit_two(
    filled: Motcua, arguments: tuple[str, ...], words: str
) -> None:
    refused = filled(*arguments)

    assert refused.returncode == 2
    (line,) = refused.stderr.strip().splitlines()
    assert words in line


def test_a_mistake_in_the_file_is_one_line_with_its_place(filled: Motcua, tmp_path: Path) -> None:
    file = tmp_path / "sai.csv"
    file.write_text(HEADER + ROWS.replace("2022-01-11T08:00", "11/01/2022"))

    refused = filled("import", "dossiers", str(file))

    assert refused.returncode == 2
    (line,) = refused.stderr.strip().splitlines()
    assert line.startswith("motcua: sai.csv, dòng 3, cột received_at: “11/01/2022”. Cần thời điểm")


def test_an_export_never_takes_the_place_of_something_else(filled: Motcua, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("giữ lại")

    refused = filled("lake", "export", "--lake", str(tmp_path))

    assert (refused.returncode, (tmp_path / "thu.txt").read_text()) == (2, "giữ lại")
    assert "đang chứa thứ khác" in refused.stderr
