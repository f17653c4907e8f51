"""What the circular says about pages, steps, data and codes."""

from datetime import date

import pytest

from motcua.digitisation.knowledge import code_formats
from motcua.digitisation.rules import (
    CodeFormat,
    NoPages,
    NotePairMissing,
    PagesDiffer,
    Sheet,
    State,
    WrongStep,
    check_pages,
    check_step,
    code_of,
    in_force,
    missing_fields,
)


def test_a_page_and_its_copy_without_notes_are_one_page() -> None:
    sheets = [Sheet(1), Sheet(2, with_notes=True), Sheet(2, notes_removed=True), Sheet(3)]

    check_pages(sheets, 3)
    with pytest.raises(PagesDiffer):
        check_pages(sheets, 4)


@pytest.mark.parametrize(
    "sheets",
    [
        [Sheet(1, with_notes=True)],
        [Sheet(1, notes_removed=True)],
        [Sheet(1, with_notes=True), Sheet(1, with_notes=True)],
    ],
)
def test_notes_are_scanned_both_ways(sheets: list[Sheet]) -> None:
    with pytest.raises(NotePairMissing):
        check_pages(sheets, 1)


def test_nothing_is_no_scan() -> None:
    with pytest.raises(NoPages):
        check_pages([], 0)


def test_the_steps_follow_each_other() -> None:
    for old, new in [
        (State.SCANNING, State.SIGNED),
        (State.SIGNED, State.READ),
        (State.READ, State.STORED),
        (State.STORED, State.CONFIRMED),
        (State.STORED, State.RETURNED),
    ]:
        check_step(old, new)
    for old, new in [
        (State.SCANNING, State.READ),
        (State.SIGNED, State.STORED),
        (State.CONFIRMED, State.RETURNED),
        (State.DISCARDED, State.SCANNING),
    ]:
        with pytest.raises(WrongStep):
            check_step(old, new)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"owner_number": "037068001234", "name": "Quyết định", "summary": "x"}, []),
        ({"owner_number": "037068001234", "name": " "}, ["Tên giấy tờ", "Trích yếu nội dung"]),
        (
            {"name": "a", "summary": "b", "owner_name": "c", "birth_year": "1968"},
            ["Ngày cấp", "Cơ quan cấp"],
        ),
    ],
)
def test_the_least_data_depend_on_the_owners_number(
    values: dict[str, str], missing: list[str]
) -> None:
    assert missing_fields(values) == missing


def test_a_code_is_written_as_on_its_day() -> None:
    old = CodeFormat("{owner}/{kind}/{ordinal}", date(2020, 1, 1), "cũ")
    new = CodeFormat("{owner}.{kind}.{ordinal:04d}", date(2026, 1, 1), "mới")

    assert code_of(in_force([old, new], date(2025, 5, 1)), "1", "KQ", 7) == "1/KQ/7"
    assert code_of(in_force([old, new], date(2026, 1, 1)), "1", "KQ", 7) == "1.KQ.0007"
    assert all(one.basis for one in code_formats())
