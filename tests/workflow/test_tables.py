"""Tables of departments as processes: what is understood, and every error by row and column."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from motcua.workflow.bpmn import table_files
from motcua.workflow.bpmn.reading import read
from motcua.workflow.bpmn.table_process import process_of
from motcua.workflow.bpmn.table_words import Branch
from motcua.workflow.bpmn.tables import TableRefused, table_of
from motcua.workflow.bpmn.writing import written
from motcua.workflow.checking import check
from motcua.workflow.rules import Kind, Process

HEAD = ("Bước", "Đơn vị/vai trò", "Nội dung công việc", "Thời gian", "Bước tiếp theo")
ROWS = (
    ("1", "Bộ phận Một cửa", "Tiếp nhận, kiểm tra hồ sơ", "0,5 ngày", "2"),
    ("2", "Lãnh đạo phòng", "Phân công thụ lý", "2 giờ", "3"),
    ("3", "Chuyên viên", "Thẩm định hồ sơ", "2 ngày làm việc", "4"),
    ("4", "Lãnh đạo phòng", "Xét duyệt", "4 giờ", "5 nếu đạt; 3 nếu không đạt"),
    ("5", "Chủ tịch UBND xã", "Ký kết quả", "4 giờ", "6"),
    ("6", "Văn thư", "Vào sổ, đóng dấu", "1 giờ", "7"),
    ("7", "Bộ phận Một cửa", "Trả kết quả", "2 giờ", "Kết thúc"),
)
Rows = Sequence[Sequence[object]]


def a_csv(
    folder: Path, *rows: Sequence[object], head: Sequence[str] = HEAD, delimiter: str = ","
) -> Path:
    file = folder / "bang.csv"
    with file.open("w", encoding="utf-8", newline="") as written_to:
        csv.writer(written_to, delimiter=delimiter).writerows([head, *rows])
    return file


def a_workbook(folder: Path, rows: Rows) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    file = folder / "bang.xlsx"
    book.save(file)
    return file


def errors_of(file: Path) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        process_of(table_of(file), "bang")
    return [str(error) for error in refused.value.errors]


def process_in(file: Path) -> Process:
    """Return the process of a table, which may be published."""
    sketch, _ = process_of(table_of(file), "bang")
    xml = written(sketch)
    assert check(xml) == []
    return read(xml)


def with_row(at: int, **changed: str) -> list[list[str]]:
    """Return the rows with some cells of one of them changed."""
    columns = {"step": 0, "role": 1, "action": 2, "time": 3, "next": 4}
    rows = [list(row) for row in ROWS]
    for name, words in changed.items():
        rows[at - 1][columns[name]] = words
    return rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_csv_becomes_a_process_that_may_be_published(
    tmp_path: Path, delimiter: str, mark: str
) -> None:
    file = a_csv(tmp_path, *ROWS, delimiter=delimiter)
    file.write_text(mark + file.read_text(encoding="utf-8"), encoding="utf-8")

    process = process_in(file)

    steps = process.tasks()
    assert [step.name for step in steps] == [row[2] for row in ROWS]
    assert [step.act for step in steps] == [
        "", "assign", "appraise", "approve", "sign", "issue", "deliver",
    ]  # fmt: skip
    assert [str(step.limit) for step in steps[:3]] == [
        "4 giờ làm việc", "2 giờ làm việc", "2 ngày làm việc",
    ]  # fmt: skip
    assert [(steps[at].role, steps[at].agency) for at in (0, 4)] == [
        ("receptionist", "receiving"),
        ("signatory", "settling"),
    ]


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    rows: Rows = [("Quy trình cấp phép",), (), HEAD, *((int(row[0]), *row[1:]) for row in ROWS)]

    table = table_of(a_workbook(tmp_path, rows))

    assert table.name == "Quy trình cấp phép"
    assert [step.code for step in table.steps] == ["1", "2", "3", "4", "5", "6", "7"]
    assert table.steps[0].row == 4


def test_a_condition_becomes_an_outcome_and_going_back_is_a_return(tmp_path: Path) -> None:
    process = process_in(a_csv(tmp_path, *ROWS))

    assert process.nodes["step_4"].outcomes == {"approve": "Đạt", "return": "Không đạt"}
    ways = process.flows_out["step_4_or"]
    assert {(way.target, way.condition) for way in ways} == {
        ("step_5", ""),
        ("step_3", 'outcome == "return"'),
    }
    assert process.nodes["step_4_or"].default == next(w.id for w in ways if not w.condition)


def test_an_empty_next_step_is_the_row_below_and_the_last_one_ends(tmp_path: Path) -> None:
    rows = [[*row[:4], ""] for row in ROWS]

    process = process_in(a_csv(tmp_path, *rows))

    assert process.in_order() == ["begin", *(f"step_{at}" for at in range(1, 8)), "finish"]


def test_columns_may_stand_in_any_order_and_others_are_ignored(tmp_path: Path) -> None:
    head = ("Ghi chú", "THOI GIAN", "noi dung cong viec", "Bo phan", "Vai tro", "buoc")
    rows = [("x", row[3], row[2], "UBND xã", row[1], row[0]) for row in ROWS]

    table = table_of(a_csv(tmp_path, *rows, head=head))

    assert [step.action for step in table.steps] == [row[2] for row in ROWS]


def test_the_sum_below_the_table_is_no_step(tmp_path: Path) -> None:
    table = table_of(a_csv(tmp_path, *ROWS, ("Tổng cộng", "", "", "5 ngày", ""), ("",) * 5))

    assert len(table.steps) == len(ROWS)


def test_a_unit_merged_over_several_rows_counts_for_all(tmp_path: Path) -> None:
    head = ("Bước", "Đơn vị", "Cán bộ", "Nội dung", "Thời gian")
    rows = [
        ("1", "Sở Tài chính", "Chuyên viên", "Thẩm định", "1 ngày"),
        ("2", "", "Giám đốc", "Ký", "1 ngày"),
    ]

    table = table_of(a_csv(tmp_path, *rows, head=head))

    assert table.steps[1].performer.agency == "so tai chinh"


def test_a_column_of_results_tells_what_comes_next_only_when_it_names_steps(tmp_path: Path) -> None:
    head = (*HEAD[:4], "Kết quả")
    papers = [[*row[:4], "Phiếu trình"] for row in ROWS]

    told = table_of(a_csv(tmp_path, *ROWS, head=head))
    untold = table_of(a_csv(tmp_path, *papers, head=head))

    assert told.steps[3].branches == (Branch(("5",), "đạt"), Branch(("3",), "không đạt"))
    assert untold.steps[3].branches == (Branch(("5",)),)


def test_another_agency_has_a_lane_whose_agency_is_left_to_be_chosen(tmp_path: Path) -> None:
    file = a_csv(tmp_path, *with_row(3, role="Sở Xây dựng", action="Cho ý kiến"))

    sketch, warnings = process_of(table_of(file), "bang")

    lane = next(lane for lane in sketch.lanes if lane.name == "Sở Xây dựng")
    assert (lane.role, lane.agency) == ("case_officer", "")
    assert "motcua:agency" not in written(sketch).split('name="Sở Xây dựng"')[1].split(">")[0]
    assert any("Sở Xây dựng" in warning for warning in warnings)
    assert any("thẩm định" in warning for warning in warnings)


def parallel(*rows: Sequence[str]) -> list[Sequence[str]]:
    """Return a table whose first step leads to the second and third at once."""
    return [("1", "Chuyên viên", "Thẩm định", "1 ngày", "2 và 3"), *rows]


def test_steps_at_once_are_joined_before_what_follows(tmp_path: Path) -> None:
    rows = parallel(
        ("2", "Sở Xây dựng", "Góp ý", "1 ngày", "4"),
        ("3", "Sở Tài chính", "Góp ý", "1 ngày", "4"),
        ("4", "Giám đốc Sở Y tế", "Ký", "1 ngày", "kết thúc"),
    )

    process = process_in(a_csv(tmp_path, *rows))

    joins = [one for one in process.nodes.values() if one.kind is Kind.PARALLEL]
    assert [len(process.arriving[one.id]) for one in joins] == [1, 2]
    assert process.flows_out["step_1_and_join"][0].target == "step_4"


def test_a_branch_with_ways_of_its_own_is_merged_before_the_join(tmp_path: Path) -> None:
    rows = parallel(
        ("2", "Chuyên viên", "Kiểm tra", "1 ngày", "5 nếu đạt; 4 nếu không đạt"),
        ("3", "Sở Tài chính", "Góp ý", "1 ngày", "5"),
        ("4", "Chuyên viên", "Yêu cầu giải trình", "1 ngày", "5"),
        ("5", "Giám đốc Sở Y tế", "Ký", "1 ngày", "6 và 7"),
        ("6", "Văn thư", "Vào sổ", "1 giờ", "kết thúc"),
        ("7", "Bộ phận Một cửa", "Trả kết quả", "1 giờ", "kết thúc"),
    )

    process = process_in(a_csv(tmp_path, *rows))

    assert len(process.arriving["step_1_and_merge_0"]) == 2


def test_splits_inside_splits_are_joined_from_within(tmp_path: Path) -> None:
    rows = parallel(
        ("2", "Chuyên viên", "Kiểm tra", "1 ngày", "4 và 5"),
        ("3", "Sở Tài chính", "Góp ý", "1 ngày", "6"),
        ("4", "Chuyên viên", "Đo đạc", "1 ngày", "6"),
        ("5", "Chuyên viên", "Tính thuế", "1 ngày", "6"),
        ("6", "Giám đốc Sở Y tế", "Ký", "1 ngày", "kết thúc"),
    )

    process = process_in(a_csv(tmp_path, *rows))

    inner, outer = process.arriving["step_2_and_join"], process.arriving["step_1_and_join"]
    assert (len(inner), len(outer)) == (2, 2)


@pytest.mark.parametrize(
    ("at", "changed", "error"),
    [
        (
            4,
            {"next": "5 nếu đạt; 9 nếu không đạt"},
            "Dòng 5, cột E (Bước tiếp theo): không có bước “9”",
        ),
        (2, {"role": ""}, "Dòng 3, cột B (Đơn vị/vai trò): thiếu vai trò"),
        (2, {"role": "Ông A"}, "Dòng 3, cột B (Đơn vị/vai trò): không nhận ra vai trò “Ông A”"),
        (3, {"time": "nhanh"}, "Dòng 4, cột D (Thời gian): không đọc được thời gian “nhanh”"),
        (3, {"time": ""}, "Dòng 4, cột D (Thời gian): thiếu thời gian"),
        (3, {"action": ""}, "Dòng 4, cột C (Nội dung công việc): thiếu nội dung"),
        (3, {"step": "2"}, "Dòng 4, cột A (Bước): bước “2” đã có ở dòng 3"),
        (3, {"step": ""}, "Dòng 4, cột A (Bước): thiếu số hoặc mã"),
        (7, {"next": "1"}, "Dòng 8, cột E (Bước tiếp theo): từ bước “7” không có đường nào"),
        (1, {"next": "3"}, "Dòng 3, cột A (Bước): không có bước nào dẫn đến bước “2”"),
        (
            4,
            {"next": "5 nếu đạt; 3; 2"},
            "Dòng 5, cột E (Bước tiếp theo): mỗi hướng đi phải có điều kiện",
        ),
    ],
)
def test_an_error_names_its_row_and_column(
    tmp_path: Path, at: int, changed: dict[str, str], error: str
) -> None:
    errors = errors_of(a_csv(tmp_path, *with_row(at, **changed)))

    assert any(one.startswith(error) for one in errors), errors


def test_all_errors_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    rows = with_row(2, role="Ông A", time="nhanh")
    rows[4][4] = "99"

    errors = errors_of(a_csv(tmp_path, *rows))

    assert [one.split(",")[0] for one in errors] == ["Dòng 3", "Dòng 3", "Dòng 6"]


def test_branches_at_once_that_lead_back_before_they_meet_are_refused(tmp_path: Path) -> None:
    rows = parallel(
        ("2", "Chuyên viên", "Kiểm tra", "1 ngày", "4 nếu đạt; 1 nếu không đạt"),
        ("3", "Sở Tài chính", "Góp ý", "1 ngày", "4"),
        ("4", "Giám đốc Sở Y tế", "Ký", "1 ngày", "kết thúc"),
    )

    assert "làm cùng lúc" in errors_of(a_csv(tmp_path, *rows))[0]


def test_branches_at_once_that_are_entered_from_elsewhere_are_refused(tmp_path: Path) -> None:
    rows = [
        ("1", "Chuyên viên", "Xem", "1 ngày", "2 nếu đạt; 3 nếu không đạt"),
        ("2", "Chuyên viên", "Kiểm tra", "1 ngày", "3 và 4"),
        ("3", "Sở Tài chính", "Góp ý", "1 ngày", "5"),
        ("4", "Chuyên viên", "Đo đạc", "1 ngày", "5"),
        ("5", "Giám đốc Sở Y tế", "Ký", "1 ngày", "kết thúc"),
    ]

    assert errors_of(a_csv(tmp_path, *rows))[0].startswith("Dòng 3, cột E")


def test_missing_columns_are_named_together(tmp_path: Path) -> None:
    errors = errors_of(a_csv(tmp_path, *ROWS, head=("Bước", "a", "b", "c", "d")))

    assert errors == [
        "Không tìm thấy cột “Nội dung công việc”, “Thời gian”, “Đơn vị hoặc vai trò” trong bảng."
    ]


def test_a_table_without_steps_is_refused(tmp_path: Path) -> None:
    assert "không có bước nào" in errors_of(a_csv(tmp_path))[0]


def bombed(folder: Path, size: int) -> Path:
    """Return a workbook with one more part that unpacks to many bytes."""
    file = a_workbook(folder, [HEAD, *ROWS])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/more.xml", b"\0" * size)
    return file


def laughing(folder: Path) -> Path:
    """Return a workbook whose sheet declares entities of entities."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    cell = '<c t="str"><v>&l8;</v></c>'
    rows = f"<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"
    sheet = f"<!DOCTYPE x [{entities}]>{rows}"
    source = a_workbook(folder, [HEAD, *ROWS])
    changed = io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.infolist():
            inside = sheet.encode() if "sheet1" in part.filename else before.read(part)
            after.writestr(part, inside)
    source.write_bytes(changed.getvalue())
    return source


def test_hostile_files_are_refused_in_words(tmp_path: Path) -> None:
    plain, broken = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    plain.write_bytes(b"not a workbook")
    broken.write_bytes(b"PK\x03\x04" + b"x" * 200)
    binary, latin = tmp_path / "c.csv", tmp_path / "d.csv"
    binary.write_bytes(b"a\0b")
    latin.write_bytes("Bước".encode("utf-16-le") + b"\xff\xfe\xff")

    assert "quá lớn khi giải nén" in errors_of(bombed(tmp_path, table_files.MAX_UNPACKED))[0]
    assert "bị hỏng" in errors_of(laughing(tmp_path))[0]
    assert "không phải Excel" in errors_of(plain)[0]
    assert "bị hỏng" in errors_of(broken)[0]
    assert "không phải bảng" in errors_of(binary)[0]
    assert "UTF-8" in errors_of(latin)[0]
    assert "Không mở được" in errors_of(tmp_path / "none.csv")[0]


def test_a_table_may_not_be_endless(tmp_path: Path) -> None:
    long = a_csv(tmp_path, *(("x",) * 5 for _ in range(table_files.MAX_ROWS + 5)))
    wide = tmp_path / "wide.csv"
    wide.write_text("x" * (table_files.MAX_CELL + 1), encoding="utf-8")
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (table_files.MAX_FILE + 1))

    assert "dài hơn 600 dòng" in errors_of(long)[0]
    assert "ô dài hơn" in errors_of(wide)[0]
    assert "lớn hơn 2 MB" in errors_of(large)[0]


def test_a_formula_is_never_evaluated(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[2][3] = "=1+1"

    assert "thiếu thời gian" in errors_of(a_workbook(tmp_path, [HEAD, *rows]))[0]
