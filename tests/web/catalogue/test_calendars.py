"""The pages of the working calendar: seeing, trying, announcing, and the recount."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.configuration.models import SettingVersion
from motcua.deadlines.models import Holiday
from motcua.deadlines.queries import working_calendar
from motcua.dossiers.models import Recount
from motcua.dossiers.recounts import carry_out
from motcua.kernel.actors import Actor, Role
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.dossiers.expectations import stored
from tests.web.portals import NOW, browser_of, statements, text_of

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/lich-lam-viec"
DAY = {
    "what": "day",
    "agency": "",
    "day.day": "3",
    "day.month": "6",
    "day.year": "2026",
    "kind": "holiday",
    "name": "Quốc tang",
    "source": "Thông báo 12/TB-BNV",
}


def a_keeper() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def proposed(client: Client, given: Mapping[str, object]) -> str:
    """Draft a change and propose it; return the page on which another puts it in force."""
    sent = client.post(reverse("catalogue:propose_calendar"), dict(given))
    assert sent.status_code == 302, text_of(sent.content)
    page = str(sent.headers["Location"])
    client.post(page, {"act": "propose"})
    return page


def announced(client: Client, given: Mapping[str, object]) -> Recount:
    """Propose a change and have a second person put it in force."""
    page = proposed(client, given)
    second = browser_of(an_officer(a_province().committee, Role.CONTROLLER))
    shown = second.post(page, {"act": "publish"}, follow=True).content.decode()
    recount = Recount.objects.latest("at")
    assert reverse("catalogue:recount", args=[recount.id]) in shown
    return recount


def test_the_calendar_of_a_year_is_shown_with_its_sources() -> None:
    page = text_of(browser_of(a_keeper()).get(f"{PAGE}?year=2026").content)

    assert "22/08/2026" in page
    assert "Ngày làm bù" in page
    assert "thứ hai 07:30–11:30, 13:00–17:00" in page
    assert "đến hết ngày 31/12/2027" in page


def test_a_day_off_is_proposed_put_in_force_by_another_and_moves_what_both_read() -> None:
    dossier, client = an_accepted_dossier(), browser_of(a_keeper())
    second = browser_of(an_officer(a_province().committee, Role.CONTROLLER))

    page = proposed(client, DAY)
    first_read, second_read = (text_of(one.get(page).content) for one in (client, second))
    for read in (first_read, second_read):
        assert "Ngày 03/06/2026 chưa có ngày nghỉ lễ, tết, Quốc tang" in read
        assert "17:00 ngày 08/06/2026 17:00 ngày 09/06/2026" in read
    assert "Có một thay đổi chờ người thứ hai xem" in text_of(client.get(PAGE).content)
    client.post(page, {"act": "publish"})
    assert not Recount.objects.exists()
    second.post(page, {"act": "publish"})
    recount = Recount.objects.get()
    waiting = text_of(client.get(reverse("catalogue:recount", args=[recount.id])).content)
    carry_out(recount.id, lambda: NOW)
    done = text_of(client.get(reverse("catalogue:recount", args=[recount.id])).content)

    assert "Đang tính lại: 0 trên khoảng 1 hồ sơ" in waiting
    assert "Đã xong lúc" in done
    assert str(dossier.number) in done
    assert stored(dossier).due_at is not None
    assert Holiday.objects.get(day=date(2026, 6, 3)).source == "Thông báo 12/TB-BNV"
    assert "Thông báo 12/TB-BNV" in text_of(client.get(PAGE).content)


def test_a_proposal_changes_nothing_and_there_is_one_at_a_time() -> None:
    client = browser_of(a_keeper())
    page = proposed(client, DAY)

    again = client.post(reverse("catalogue:propose_calendar"), DAY, follow=True)

    assert "đang có một bản chưa công bố" in text_of(again.content)
    assert client.get(page).status_code == 200
    assert not Holiday.objects.filter(day=date(2026, 6, 3)).exists()
    assert not Recount.objects.exists()


def test_a_stretch_of_days_off_leaves_weekends_out() -> None:
    client = browser_of(a_keeper())
    until = {"until.day": "8", "until.month": "6", "until.year": "2026"}

    announced(client, {**DAY, **until})

    days = Holiday.objects.filter(day__month=6, day__year=2026).values_list("day__day", flat=True)
    assert sorted(days) == [3, 4, 5, 8]


def test_a_day_is_taken_off_again() -> None:
    client = browser_of(a_keeper())
    announced(client, dict(DAY))

    announced(client, {"what": "remove", "agency": "", "day": "2026-06-03", "source": "TB 13"})

    assert not Holiday.objects.filter(day=date(2026, 6, 3)).exists()


def test_a_table_of_days_is_uploaded_and_publishes_its_years() -> None:
    client = browser_of(a_keeper())
    table = "date,kind,name,source,provisional\n2028-01-03,compensatory_day_off,Tết,TB 9,1\n"
    file = SimpleUploadedFile("2028.csv", table.encode(), "text/csv")

    announced(client, {"what": "file", "agency": "", "source": "TB 9/TB-BNV", "file": file})

    day = Holiday.objects.get(day=date(2028, 1, 3))
    assert (day.name, day.source, day.provisional) == ("Tết", "TB 9", True)
    assert working_calendar().known_until == date(2028, 12, 31)


def test_an_agency_gets_hours_of_its_own() -> None:
    province, client = a_province(), browser_of(a_keeper())
    week = {f"week.{day}": "07:30-11:30, 13:00-17:00" for day in range(5)}
    given = {
        "what": "hours",
        "agency": str(province.commune.id),
        "starts.day": "8",
        "starts.month": "6",
        "starts.year": "2026",
        **week,
        "week.5": "7:30 - 11:30",
        "cut_off": "15:00",
        "source": "QĐ 7/QĐ-UBND",
    }

    announced(client, given)

    assert working_calendar(province.commune.id).is_working(date(2026, 6, 13))
    assert not working_calendar().is_working(date(2026, 6, 13))
    page = text_of(client.get(f"{PAGE}?agency={province.commune.id}").content)
    assert "thứ bảy 07:30–11:30" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"source": ""}, "Xin ghi căn cứ"),
        ({"day.day": "31"}, "Xin nhập ngày, ví dụ"),
        ({"kind": ""}, "Xin chọn loại ngày"),
        ({"day.year": "2051"}, "phải từ năm 2000"),
        ({"until.day": "1", "until.month": "9", "until.year": "2026"}, "trong 31 ngày"),
        ({"what": "file"}, "Xin chọn tệp CSV"),
        ({"what": "hours"}, "Xin nhập ngày giờ mới"),
        ({"what": "remove", "day": "x"}, "Xin nhập ngày, ví dụ"),
    ],
)
def test_what_cannot_be_read_is_told_and_what_was_typed_stays(
    changed: dict[str, str], words: str
) -> None:
    client = browser_of(a_keeper())

    again = client.post(reverse("catalogue:propose_calendar"), {**DAY, **changed})

    assert again.status_code == 422
    assert words in text_of(again.content)
    assert not Recount.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "không phải tệp chữ"),
        (b"date,kind\n2028-13-01,holiday\n", "dòng 2"),
        (b"date,kind\n2028-01-01,party\n", "dòng 2"),
        (b"x" * 200_001, "quá lớn"),
        (b"", "Chưa có ngày"),
    ],
)
def test_a_file_that_is_no_table_of_days_is_refused(content: bytes, words: str) -> None:
    file = SimpleUploadedFile("x.csv", content, "text/csv")
    given = {"what": "file", "agency": "", "source": "TB 9", "file": file}

    again = browser_of(a_keeper()).post(reverse("catalogue:propose_calendar"), given)

    assert again.status_code == 422
    assert words in text_of(again.content)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"week.0": "sáng"}, "Viết như 07:30-11:30"), ({"cut_off": "ba giờ"}, "Viết như 15:00")],
)
def test_hours_that_cannot_be_read_are_told_where_they_stand(
    changed: dict[str, str], words: str
) -> None:
    starts = {"starts.day": "8", "starts.month": "6", "starts.year": "2026"}
    given = {"what": "hours", "source": "QĐ", "week.0": "8:00-12:00", "cut_off": "15:00", **starts}

    again = browser_of(a_keeper()).post(reverse("catalogue:propose_calendar"), {**given, **changed})

    assert again.status_code == 422
    assert words in text_of(again.content)


def test_officers_do_not_change_the_calendar() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_case_officer(dossier))

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("catalogue:propose_calendar"), DAY).status_code == 302
    assert not SettingVersion.objects.exists()
    assert not Recount.objects.exists()


def test_the_page_asks_the_same_few_questions_whatever_is_announced() -> None:
    keeper = a_keeper()
    before = len(statements(keeper, PAGE))
    client = browser_of(keeper)
    for day in ("3", "4", "5"):
        announced(client, {**DAY, "day.day": day})

    assert len(statements(keeper, PAGE)) <= before + 1  # the names of those who announced
