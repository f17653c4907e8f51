"""The default form: sound for whoever may apply, and about the paper held when it is about one."""

from datetime import date

import pytest

from motcua.demo.reading import catalogue
from motcua.forms.checking import problems
from motcua.forms.default_form import (
    Applicants,
    applicants_of,
    default_form,
    is_about_a_paper,
)
from motcua.forms.fields import Places
from motcua.forms.rules import check, fields_of, shown_pages

CITIZEN, FIRM, BODY = "Công dân Việt Nam", "Doanh nghiệp", "Tổ chức nước ngoài"
COOPERATIVE = "Hợp tác xã"
NOWHERE = Places({}, {}, "37")


@pytest.mark.parametrize("applicants", list(Applicants))
@pytest.mark.parametrize("about_a_paper", [True, False])
def test_a_default_form_may_be_published(applicants: Applicants, about_a_paper: bool) -> None:
    form = default_form("don-chung", applicants, about_a_paper=about_a_paper)

    assert problems(form) == []
    for field in fields_of(form):
        label = field["label"]
        assert isinstance(label, dict)
        assert label["vi"], field["id"]
        assert label["en"], field["id"]


@pytest.mark.parametrize(
    ("applicants", "answers", "asked"),
    [
        (Applicants.PEOPLE, {}, False),
        (Applicants.ORGANISATIONS, {}, True),
        (Applicants.EITHER, {}, True),
    ],
)
def test_an_organisation_is_asked_about_where_it_may_apply(
    applicants: Applicants, answers: dict[str, object], asked: bool
) -> None:
    names = {field["id"] for field in fields_of(default_form("x", applicants, about_a_paper=False))}

    assert ("organisation" in names) is asked


def test_the_paper_held_is_a_page_of_its_own() -> None:
    pages = [
        [
            page["id"]
            for page in shown_pages(default_form("x", Applicants.PEOPLE, about_a_paper=one), {}, "")
        ]
        for one in (False, True)
    ]

    assert pages[0] == ["applicant", "request", "place", "papers", "commitment"]
    assert pages[1] == ["applicant", "request", "held", "place", "papers", "commitment"]


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        ([], Applicants.EITHER),
        ([CITIZEN], Applicants.PEOPLE),
        ([CITIZEN, "Cán bộ công chức viên chức", "Đảng viên"], Applicants.PEOPLE),
        ([FIRM, BODY, COOPERATIVE], Applicants.ORGANISATIONS),
        ([CITIZEN, FIRM], Applicants.EITHER),
    ],
)
def test_who_may_apply_follows_from_the_subjects(subjects: list[str], expected: Applicants) -> None:
    assert applicants_of(subjects) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Thủ tục cấp lại giấy phép", True),
        ("Cấp đổi giấy chứng nhận", True),
        ("Gia hạn giấy phép", True),
        ("Xóa đăng ký tàu cá", True),
        ("Xoá đăng ký tàu cá", True),
        ("Đổi giấy phép lái xe", True),
        ("Đối thoại với doanh nghiệp", False),
        ("Cấp giấy phép", False),
        ("Thủ tục đăng ký khai sinh", False),
    ],
)
def test_a_name_says_whether_a_paper_is_changed_renewed_or_ended(name: str, expected: bool) -> None:
    assert is_about_a_paper(name) is expected


def test_the_catalogue_has_procedures_of_every_shape() -> None:
    shapes = {
        (applicants_of(one["subjects"]), is_about_a_paper(one["name"])) for one in catalogue()
    }

    assert len(shapes) == len(Applicants) * 2


def test_an_empty_row_of_papers_is_nothing_to_correct() -> None:
    form = default_form("x", Applicants.PEOPLE, about_a_paper=False)
    empty: dict[str, object] = {"papers": [{"paper_name": "", "originals": None, "copies": None}]}

    checked = check(
        form, empty, case="", today=date(2026, 6, 1), places=NOWHERE, only_page="papers"
    )

    assert checked.errors == {}
