"""The words of a department's table: headings, times, roles, and what comes next."""

import pytest

from motcua.kernel.actors import Role
from motcua.workflow.bpmn.table_words import (
    END,
    Branch,
    branches_in,
    heading,
    limit_in,
    role_in,
    step_code,
)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("Bước", "step"),
        ("STT", "step"),
        ("  BUOC  ", "step"),
        ("Các bước", ""),
        ("Bước tiếp theo", "next"),
        ("Kết quả/ bước tiếp theo", "next"),
        ("Điều kiện chuyển bước", "next"),
        ("Thời gian thực hiện (giờ)", "time"),
        ("thoi han", "time"),
        ("Nội dung công việc", "action"),
        ("Trình tự thực hiện", "action"),
        ("Đơn vị", "unit"),
        ("Đơn vị/vai trò", "role"),
        ("Bộ phận, cán bộ thực hiện", "role"),
        ("Trách nhiệm", "role"),
        ("Kết quả thực hiện", "result"),
        ("Ghi chú", ""),
    ],
)
def test_headings_are_known_with_or_without_accents(words: str, column: str) -> None:
    assert heading(words) == column


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("4 giờ", "4h"),
        ("04 giờ làm việc", "4h"),
        ("8h", "8h"),
        ("30 phút", "1h"),
        ("2,5 giờ", "3h"),
        ("0,5 ngày", "4h"),
        ("0.5 ngày làm việc", "4h"),
        ("1/2 ngày", "4h"),
        ("½ ngày", "4h"),
        ("01 buổi", "4h"),
        ("1,5 ngày", "12h"),
        ("2 ngày làm việc", "2wd"),
        ("02 ngay", "2wd"),
        ("1 tuần", "5wd"),
        ("10 ngày lịch", "10d"),
        ("1 tháng", "1m"),
        ("Không quá 03 ngày", "3wd"),
        ("Trong ngày làm việc", "1wd"),
        ("", None),
        ("sớm nhất", None),
        ("2", None),
        ("0 giờ", None),
        ("1 - 2 ngày", None),
        ("1/0 ngày", None),
        ("99999999 giờ", None),
        ("2026-02-01 00:00:00", None),
    ],
)
def test_times_are_read_as_departments_write_them(words: str, limit: str | None) -> None:
    assert limit_in(words) == limit


@pytest.mark.parametrize(
    ("head", "limit"), [("Thời gian (giờ)", "6h"), ("Số ngày", "6wd"), ("Thời gian", None)]
)
def test_a_bare_number_has_the_unit_of_its_heading(head: str, limit: str | None) -> None:
    assert limit_in("6", head) == limit


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Bộ phận Một cửa", Role.RECEPTIONIST),
        ("Trung tâm Phục vụ hành chính công", Role.RECEPTIONIST),
        ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", Role.RECEPTIONIST),
        ("Lãnh đạo phòng", Role.SECTION_HEAD),
        ("Trưởng phòng Kinh tế", Role.SECTION_HEAD),
        ("Chi cục trưởng", Role.SECTION_HEAD),
        ("Chuyên viên thụ lý", Role.CASE_OFFICER),
        ("Công chức tư pháp - hộ tịch", Role.CASE_OFFICER),
        ("can bo dia chinh", Role.CASE_OFFICER),
        ("Phòng Quản lý đô thị", Role.CASE_OFFICER),
        ("Sở Xây dựng", Role.CASE_OFFICER),
        ("Lãnh đạo UBND xã", Role.SIGNATORY),
        ("Phó Chủ tịch", Role.SIGNATORY),
        ("Giám đốc Sở", Role.SIGNATORY),
        ("Văn thư Sở", Role.RECORDS_CLERK),
        ("Kế toán", Role.CASHIER),
        ("Ông A", None),
    ],
)
def test_roles_are_known_by_their_words(words: str, role: Role | None) -> None:
    assert role_in(words) == role


@pytest.mark.parametrize(
    ("words", "branches"),
    [
        ("3", [Branch(("3",))]),
        ("Bước 03", [Branch(("3",))]),
        ("Chuyển sang bước 3", [Branch(("3",))]),
        ("Quay lại bước 2a.", [Branch(("2a",))]),
        ("3 và 4", [Branch(("3", "4"))]),
        ("3, 4 va 5", [Branch(("3", "4", "5"))]),
        ("kết thúc", [Branch((END,))]),
        ("KET THUC", [Branch((END,))]),
        ("3 nếu đạt; 2 nếu không đạt", [Branch(("3",), "đạt"), Branch(("2",), "không đạt")]),
        (
            "Nếu đạt thì 3, nếu không đạt thì 2",
            [Branch(("3",), "đạt"), Branch(("2",), "không đạt")],
        ),
        ("Đạt: 3\nKhông đạt: kết thúc", [Branch(("3",), "Đạt"), Branch((END,), "Không đạt")]),
        ("Đồng ý → bước 3; còn lại: 2", [Branch(("3",), "Đồng ý"), Branch(("2",))]),
        ("3 và 4 nếu đạt; 2", [Branch(("3", "4"), "đạt"), Branch(("2",))]),
        ("3 (đạt); 2 (không đạt)", [Branch(("3",), "đạt"), Branch(("2",), "không đạt")]),
        ("3 hoặc 4", [Branch(("3",)), Branch(("4",))]),
        ("", []),
    ],
)
def test_what_comes_next_is_read(words: str, branches: list[Branch]) -> None:
    assert branches_in(words) == branches


@pytest.mark.parametrize("words", ["1", "Bước 1", "B1", "01.", "1.0", "bước 1:"])
def test_a_step_has_one_code_however_it_is_written(words: str) -> None:
    assert step_code(words) == "1"
