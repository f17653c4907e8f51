"""Yearly indices, templates and assessments as their readers see them."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.organisations.models import Agency
from motcua.reform import actions
from motcua.reform.criteria_table import written
from motcua.reform.incoming import read_rows
from motcua.reform.models import Assessment, CriterionScore, Evidence, ScoringTemplate
from tests.builders import a_province, an_agency, an_officer
from tests.papers import a_pdf
from tests.reform.assessing import LINES, Round, a_round, appraised, scored
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db
YEARLY, TEMPLATES, ROUND = "/cai-cach/chi-so", "/cai-cach/bo-tieu-chi", "/cai-cach/tu-danh-gia"
INDICES = """index,part,year,province,value,rank,among,source
PCI,,2021,H42,60.53,58,63,a
PCI,,2022,H42,64.22,44,63,a
PCI,Tính minh bạch,2021,H42,4.6,,,a
PCI,Tính minh bạch,2022,H42,5.69,,,a
PCI,Cạnh tranh bình đẳng,2021,H42,7.57,,,a
PCI,Cạnh tranh bình đẳng,2022,H42,5.9,,,a
PCI,,2022,H49,72.95,1,63,a
"""
A_TEMPLATE = {
    "index": "PAR",
    "name": "Bộ tiêu chí năm 2026",
    "basis": "Quyết định số 5",
    "valid_from.day": "1",
    "valid_from.month": "1",
    "valid_from.year": "2026",
    "total": "10",
    "most_bonus": "0,5",
    "most_penalty": "0",
}


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def some_indices(folder: Path, moment: datetime) -> None:
    file = folder / "chi-so.csv"
    file.write_text(INDICES, encoding="utf-8")
    a_province()
    Agency.objects.filter(kind="province").update(code="H42")
    actions.take_in("indices", read_rows("indices", file), by=SYSTEM, at=moment)


def of(one: Round, rest: str = "") -> str:
    return f"{ROUND}/{one.assessment.id}{rest}"


def test_an_index_shows_its_years_what_moved_and_a_peer(tmp_path: Path, monday: datetime) -> None:
    some_indices(tmp_path, monday)

    page = browser_of(a_watcher()).get(YEARLY, {"chi-so": "PCI", "tinh": "H49"})
    text = text_of(page.content)

    assert "lên 14 bậc" in text
    assert "+3,69" in text
    assert "Tăng nhiều nhất: Tính minh bạch (+1,09)" in text
    assert "Giảm nhiều nhất: Cạnh tranh bình đẳng (−1,67)" in text
    assert "72,95 điểm, hạng 1 trên 63" in text


def test_an_index_without_values_says_so_and_an_unknown_one_is_not_found() -> None:
    browser = browser_of(a_watcher())

    assert "Chưa có số liệu của tỉnh" in text_of(browser.get(YEARLY, {"chi-so": "DTI"}).content)
    assert browser.get(YEARLY, {"chi-so": "KHAC"}).status_code == 404


@pytest.mark.parametrize("address", [YEARLY, TEMPLATES, ROUND])
def test_strangers_and_those_who_only_settle_see_none_of_it(address: str) -> None:
    clerk = an_officer(a_province().committee, Role.CASE_OFFICER)

    assert Client().get(address).status_code == 302
    assert browser_of(clerk).get(address).status_code == 403


def an_upload(browser: Client, table: bytes, **given: str) -> object:
    file = SimpleUploadedFile("bang.csv", table, "text/csv")
    return browser.post(f"{TEMPLATES}/tai-len", {**A_TEMPLATE, **given, "table": file})


def test_a_table_becomes_a_draft_that_another_publishes() -> None:
    office = a_province().committee
    drafter = an_officer(office, Role.BUSINESS_ADMIN, full_name="Người Soạn")
    other = an_officer(office, Role.CONTROLLER, full_name="Người Công Bố")

    an_upload(browser_of(drafter), written(LINES))
    draft = ScoringTemplate.objects.get()
    own = browser_of(drafter).get(f"{TEMPLATES}/{draft.id}")
    browser_of(other).post(f"{TEMPLATES}/{draft.id}/cong-bo")
    table = browser_of(other).get(f"{TEMPLATES}/{draft.id}.csv")

    assert "Người công bố phải là người khác" in text_of(own.content)
    draft.refresh_from_db()
    assert (draft.published_by, str(draft.most_bonus)) == (other.person, "0.50")
    assert table.content == written(LINES)


@pytest.mark.parametrize(
    ("table", "given", "said"),
    [
        (written(LINES), {"total": "11"}, "cộng lại là 10, không phải 11"),
        (b"code,name\n1,A\n", {}, "Các cột: code, name, most"),
        (b"", {"name": "", "total": "nhiều"}, "Xin nhập số điểm"),
        (written(LINES), {"valid_from.day": "31", "valid_from.month": "2"}, "Ngày này chưa đúng"),
    ],
)
def test_a_wrong_table_is_refused_and_what_was_typed_stays(
    table: bytes, given: dict[str, str], said: str
) -> None:
    drafter = an_officer(a_province().committee, Role.BUSINESS_ADMIN)

    answer = an_upload(browser_of(drafter), table, **given)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in text_of(answer.content)  # type: ignore[attr-defined]
    assert b"Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh s\xe1\xbb\x91 5" in answer.content  # type: ignore[attr-defined]
    assert not ScoringTemplate.objects.exists()


def test_a_round_is_opened_for_several_agencies_and_told_where_it_was_open_already() -> None:
    one = a_round()
    other = an_agency("H42.78", "Sở Khác", "department")
    sent = {
        "template": str(one.template.id),
        "year": "2025",
        "due_on.day": "31",
        "due_on.month": "1",
        "due_on.year": "2026",
        "agencies": [str(other.id), str(one.agency.id)],
    }

    answer = browser_of(one.drafter).post(f"{ROUND}/mo", sent, follow=True)

    text = text_of(answer.content)
    assert "cho 1 cơ quan" in text
    assert "Năm 2025 đã mở tự đánh giá theo bộ tiêu chí này cho Sở Thử nghiệm" in text
    assert Assessment.objects.count() == 2


def test_an_officer_scores_proves_and_hands_in() -> None:
    one = a_round()
    browser = browser_of(one.scorer)
    scoring = {"viec": "cham", "points": "4,5", "note": "Theo sổ"}

    first = browser.post(of(one, "/tieu-chi/1.1"), scoring)
    browser.post(of(one, "/tieu-chi/1.2"), {**scoring, "points": "1"})
    too_early = browser.post(of(one, "/buoc"), {"buoc": "gui"})
    file = SimpleUploadedFile("danh-sach.pdf", a_pdf(), "application/pdf")
    browser.post(of(one, "/tieu-chi/1.2/tai-lieu"), {"title": "Danh sách số 1", "file": file})
    sheet = text_of(browser.post(of(one, "/buoc"), {"buoc": "gui"}, follow=True).content)

    assert urlsplit(first["Location"]).path == of(one, "/tieu-chi/1.2")  # on to the next one
    assert "1 tiêu chí chưa có tài liệu kiểm chứng" in text_of(too_early.content)
    assert "Tự chấm 5,5 trên 10 điểm" in sheet
    assert "Thẩm định" in sheet
    given = browser.get(f"/cai-cach/tai-lieu/{Evidence.objects.get().id}")
    assert given.status_code == 302
    assert given["Location"].startswith("/tep/")


@pytest.mark.parametrize("points", ["", "chín", "5,001", "6", "-1"])
def test_wrong_points_are_refused_by_the_input(points: str) -> None:
    one = a_round()

    answer = browser_of(one.scorer).post(
        of(one, "/tieu-chi/1.1"), {"viec": "cham", "points": points, "note": "lý do"}
    )

    assert answer.status_code == 422
    assert b'id="points-error"' in answer.content
    assert not CriterionScore.objects.exists()


def test_a_file_that_is_no_paper_is_refused_with_what_was_typed() -> None:
    one = a_round()
    file = SimpleUploadedFile("trang.html", b"<script>alert(1)</script>", "text/html")

    answer = browser_of(one.scorer).post(
        of(one, "/tieu-chi/1.2/tai-lieu"), {"title": "Danh sách số 1", "file": file}
    )

    assert answer.status_code == 422
    assert b'value="Danh s\xc3\xa1ch s\xe1\xbb\x91 1"' in answer.content


def test_who_appraises_changes_points_gives_back_and_closes() -> None:
    one = appraised(scored(a_round()))
    browser = browser_of(one.appraiser)

    browser.post(of(one, "/buoc"), {"buoc": "tham-dinh-xong"})
    answer = browser_of(one.scorer).post(
        of(one, "/tieu-chi/1.1"), {"explanation": "Đã gửi thêm công văn 3"}
    )
    seen = browser.get(of(one, "/tieu-chi/1.1"))
    browser.post(of(one, "/diem-thuong"), {"points": "0,5", "reason": "Sáng kiến"})
    sheet = browser.post(of(one, "/buoc"), {"buoc": "ket-thuc"}, follow=True)

    assert answer.status_code == 302
    assert "Đã gửi thêm công văn 3" in text_of(seen.content)
    assert "thẩm định 8 điểm (80,00%), Nhóm B" in text_of(sheet.content)
    assert "0,5: Sáng kiến" in text_of(sheet.content)


def test_the_sheet_as_excel_holds_the_points_and_no_formula() -> None:
    one = appraised(scored(a_round()))
    CriterionScore.objects.filter(criterion__code="1.1").update(own_note="=1+1")

    book = load_workbook(BytesIO(browser_of(one.appraiser).get(of(one, ".xlsx")).content))
    rows = {row[0].value: row for row in book.active.iter_rows(min_row=5)}

    assert (rows["1.1"][4].value, rows["1.1"][6].value) == (4, 3.5)
    assert (rows["1.1"][5].value, rows["1.1"][5].data_type) == ("=1+1", "s")


def test_another_agency_does_not_learn_that_an_assessment_exists() -> None:
    one = a_round()
    other = an_officer(an_agency("H42.78", "Sở Khác", "department"), Role.SECTION_HEAD)

    for rest in ("", ".xlsx", "/tieu-chi/1.1"):
        assert browser_of(other).get(of(one, rest)).status_code == 404
    assert browser_of(other).post(of(one, "/buoc"), {"buoc": "gui"}).status_code == 404


def test_more_agencies_cost_no_more_statements() -> None:
    one = a_round()
    few = statements(one.appraiser, ROUND)
    for at in range(8):
        agency = an_agency(f"H42.8{at}", f"Sở {at}", "department")
        actions.open_assessment(
            one.template.id,
            year=2025,
            agency=agency,
            due_on=one.assessment.due_on,
            by=one.drafter,
            at=one.assessment.opened_at,
        )

    assert len(statements(one.appraiser, ROUND)) == len(few)
