"""Scoring: templates that add up, points from records, sums, bonus and penalty, classes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.kernel.errors import InvalidInput
from motcua.reform.criteria_rules import (
    Given,
    Line,
    PointsWrong,
    TooMuchAdjusted,
    class_of,
    counted_points,
    faults,
    plain,
    require_adjustment,
    require_points,
    scored_codes,
    summed,
    total,
)
from motcua.reform.criteria_table import read_lines, written
from motcua.reform.incoming import WrongCell, WrongTable
from motcua.reform.yearly_rules import Told, moved, part_rows, year_rows

MEASURES = ("2.1",)
HEAD = b"code,name,most,scored_by,measure,full_at,none_under,evidence\n"


def d(text: str) -> Decimal:
    return Decimal(text)


def lines() -> list[Line]:
    return [
        Line("1", "Lĩnh vực một", d("6")),
        Line("1.1", "Tiêu chí", d("6")),
        Line("1.1.1", "Đúng hạn", d("5"), measure="2.1", full_at=d("100"), none_under=d("95")),
        Line("1.1.2", "Xin lỗi", d("1"), evidence="Danh sách"),
        Line("2", "Tác động", d("4"), "survey"),
    ]


def test_a_template_that_adds_up_has_no_faults() -> None:
    assert faults(lines(), d("10"), MEASURES) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({2: Line("1.1.1", "Đúng hạn", d("4"))}, "các mục thuộc 1.1 cộng lại là 5, không phải 6"),
        (
            {4: Line("2", "Tác động", d("5"), "survey")},
            "lĩnh vực cộng lại là 11, không phải 10",
        ),
        ({4: Line("3.1", "Lạc", d("4"))}, "mục 3.1 không có mục 3 ở trên"),
        ({2: Line("1.1.1", "Lạ", d("5"), measure="9.9", full_at=d("1"))}, "“9.9” mà hệ thống"),
        ({2: Line("1.1.1", "Lửng", d("5"), measure="2.1")}, "chưa nói từ bao nhiêu %"),
        ({3: Line("1.1.1.1", "Sâu", d("1"))}, "sâu hơn 3 cấp"),
    ],
)
def test_a_template_says_what_keeps_it_from_being_used(changed: dict[int, Line], said: str) -> None:
    given = [changed.get(at, line) for at, line in enumerate(lines())]

    assert any(said in fault for fault in faults(given, d("10"), MEASURES))


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [
        (100, 100, d("5")),  # all there are
        (95, 100, d("4.75")),  # in proportion
        (9499, 10000, d("0")),  # under 95 %
        (979, 1000, d("4.90")),  # 4.895 is rounded half up
        (0, 0, None),  # nothing to divide by
    ],
)
def test_records_give_points_in_proportion_and_none_under_the_threshold(
    part: int, whole: int, points: Decimal | None
) -> None:
    assert counted_points(lines()[2], part, whole) == points


def test_more_than_enough_gives_no_more_than_all_points() -> None:
    enough = Line("1", "Trực tuyến", d("4"), measure="3.3", full_at=d("50"))

    assert counted_points(enough, 80, 100) == d("4")
    assert counted_points(enough, 25, 100) == d("2")


def test_points_below_are_summed_and_what_nobody_scored_stays_open() -> None:
    given = {"1.1.1": Given(d("4"), d("3.5")), "1.1.2": Given(d("1"), None)}

    rows = {row.line.code: row for row in summed(lines(), given)}

    assert (rows["1"].own, rows["1.1"].own, rows["2"].own) == (d("5"), d("5"), None)
    assert rows["1"].appraised == d("3.5")
    assert rows["1"].achieved == Fraction(350, 6)
    assert scored_codes(rows) == {"1.1.1", "1.1.2", "2"}
    assert total(rows.values(), [d("1"), d("-0.5")]) == (d("5"), d("4.0"))


@pytest.mark.parametrize("points", ["-0.01", "5.01", "1.005", "NaN", "Infinity"])
def test_points_that_a_criterion_cannot_give_are_refused(points: str) -> None:
    with pytest.raises(PointsWrong, match="từ 0 đến 5"):
        require_points(d(points), d("5"))


def test_bonus_and_penalty_have_limits_of_their_own() -> None:
    assert require_adjustment(d("1"), [d("1"), d("-4")], d("2"), d("5")) == d("1")
    with pytest.raises(TooMuchAdjusted, match="thưởng nhiều nhất là 2"):
        require_adjustment(d("1.5"), [d("1")], d("2"), d("5"))
    with pytest.raises(TooMuchAdjusted, match="trừ nhiều nhất là 5"):
        require_adjustment(d("-2"), [d("-4"), d("2")], d("2"), d("5"))


def test_a_class_begins_at_its_threshold() -> None:
    classes = [(Fraction(90), "Nhóm A"), (Fraction(80), "Nhóm B"), (Fraction(0), "")]

    assert class_of(Fraction(90), classes) == "Nhóm A"
    assert class_of(Fraction(8999, 100), classes) == "Nhóm B"


def test_a_table_comes_back_as_it_was_written() -> None:
    assert read_lines("bang.csv", written(lines())) == lines()


def test_a_table_of_a_spreadsheet_with_semicolons_and_commas_in_numbers_is_read() -> None:
    table = "code;name;most;scored_by\n1;Lĩnh vực;14,5;self\n".encode("utf-8-sig")

    assert read_lines("bang.csv", table) == [Line("1", "Lĩnh vực", d("14.5"))]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b"x,A,1,self,,,,\n", "dòng 2, cột code: “x”"),
        (b"1,A,-1,self,,,,\n", "cột most: “-1”"),
        (b"1,A,1,me,,,,\n", "cột scored_by: “me”"),
        (b"1,A,1,self,,101,,\n", "cột full_at"),
        (b"1,A,1,self,,,,\n1,B,1,self,,,,\n", "trùng code với dòng 2"),
    ],
)
def test_a_wrong_cell_is_told_by_its_place(row: bytes, said: str) -> None:
    with pytest.raises((WrongCell, WrongTable), match=said):
        read_lines("bang.csv", HEAD + row)


def test_a_name_that_a_spreadsheet_would_compute_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_lines("bang.csv", HEAD + b"1,=1+1,1,self,,,,\n")

    assert "Tiêu chí thứ 1" in refused.value.errors["table"]


def test_points_are_written_as_people_read_them() -> None:
    assert [plain(d(text)) for text in ("14.50", "10.00", "0.05", "100")] == [
        "14,5", "10", "0,05", "100",
    ]  # fmt: skip


def a_year(year: int, value: str | None, rank: int | None = None) -> Told:
    return Told(year, d(value) if value else None, rank, 63, "nguồn")


def test_a_year_is_compared_with_the_one_before_and_a_smaller_rank_is_better() -> None:
    rows = year_rows([a_year(2022, "64.22", 44), a_year(2021, "60.53", 58), a_year(2019, "64", 39)])

    assert [(row.told.year, row.value_change, row.places_gained) for row in rows] == [
        (2019, None, None),
        (2021, None, None),  # 2020 is not known
        (2022, d("3.69"), 14),
    ]


def test_what_moved_most_is_named_first() -> None:
    parts = {
        "đất đai": [a_year(2021, "6.33"), a_year(2022, "7.12")],
        "minh bạch": [a_year(2021, "4.60"), a_year(2022, "5.69")],
        "bình đẳng": [a_year(2021, "7.57"), a_year(2022, "5.90")],
        "mới": [a_year(2022, "1")],
    }

    rows = part_rows(parts, 2022)
    up, down = moved(rows)

    assert [row.name for row in rows] == ["bình đẳng", "minh bạch", "đất đai", "mới"]
    assert [row.name for row in up] == ["minh bạch", "đất đai"]
    assert [(row.name, row.change) for row in down] == [("bình đẳng", d("-1.67"))]
