"""A signature drawn by hand: strokes that are kept, drawn on paper, and said in words."""

import pytest

from motcua.forms.checking import problems
from motcua.forms.fields.drawing import LONGEST, lines_of
from motcua.forms.papers import filled_form
from motcua.forms.rules import check
from motcua.forms.wording import worded
from tests.forms.test_fields import PLACES, TODAY
from tests.forms.test_rules import a_field, a_form

FORM = a_form(a_field("signed", "signature", parts=["name", "date", "strokes"]))
TYPED = {"name": "Trần Thị Mẫu", "date": "2026-06-01"}


def checked(strokes: object) -> tuple[dict[str, object], dict[str, str]]:
    answers: dict[str, object] = {"signed": {**TYPED, "strokes": strokes}}
    found = check(FORM, answers, case="", today=TODAY, places=PLACES)
    return found.answers, found.errors


@pytest.mark.parametrize("strokes", ["0,0", "600,200 0,0;15,8", "10,20 " * 1000 + "1,1"])
def test_strokes_on_the_field_are_kept(strokes: str) -> None:
    assert checked(strokes) == ({"signed": {**TYPED, "strokes": strokes}}, {})


@pytest.mark.parametrize(
    "wrong",
    ["601,0", "0,201", "1", "1,1 ", ";1,1", "1,1;;2,2", "a", "-1,1", "1,1" * 9, 5, [], "1,1\n"],
)
def test_what_is_no_drawing_is_refused(wrong: object) -> None:
    _, errors = checked(wrong)

    assert set(errors) <= {"signed.strokes"}
    assert errors or wrong in ([], "1,1 ", "1,1\n")


def test_a_drawing_has_a_largest_size() -> None:
    _, errors = checked("1,1 " * (LONGEST // 4) + "1,1")

    assert errors == {"signed.strokes": "Chữ ký vẽ quá nhiều nét. Xin xóa và ký lại."}


def test_whoever_cannot_draw_signs_by_typing() -> None:
    assert checked("") == ({"signed": TYPED}, {})


def test_the_typed_name_is_needed_beside_a_drawing() -> None:
    found = check(FORM, {"signed": {"strokes": "1,1"}}, case="", today=TODAY, places=PLACES)

    assert set(found.errors) == {"signed.name", "signed.date"}


def test_a_drawing_is_part_of_a_signature_and_no_question_of_its_own() -> None:
    assert problems(FORM) == []
    assert [one.rule for one in problems(a_form(a_field("a", "strokes")))] == ["kind"]


def test_strokes_are_lines_of_points_and_said_in_words() -> None:
    (field,) = FORM["pages"][0]["fields"]
    answer = {**TYPED, "strokes": "1,2 3,4;5,6"}

    assert lines_of("1,2 3,4;5,6") == [[(1, 2), (3, 4)], [(5, 6)]]
    assert lines_of("x") == lines_of(None) == []
    assert worded(field, answer, PLACES).endswith("Ký bằng tay: có")
    assert worded(field, answer, PLACES, "en").endswith("Sign by hand: yes")


def test_a_drawing_is_on_the_filled_paper() -> None:
    plain = filled_form("mau", FORM, {"signed": TYPED}, "", PLACES)
    drawn = filled_form("mau", FORM, {"signed": {**TYPED, "strokes": "1,2 300,40;5,6"}}, "", PLACES)

    assert drawn.startswith(b"%PDF-")
    assert len(drawn) != len(plain)
