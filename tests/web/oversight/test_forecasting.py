"""Watching ahead: who will probably be late, and how far that can be trusted."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.forecasts.models import Forecast, Training
from motcua.kernel.actors import Actor, Role
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.calendars import hanoi
from tests.web.portals import FEW, MANY, NOW, assert_flat, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
LIST, TRUST = "/theo-doi/du-bao", "/theo-doi/du-bao/do-tin-cay"
LAST_NIGHT = NOW - timedelta(hours=7)
BINS = [
    {"low": 0.0, "high": 0.01, "many": 400, "said": 0.004, "came": 0.005},
    {"low": 0.2, "high": 0.4, "many": 50, "said": 0.3, "came": 0.26},
]


def a_watcher() -> Actor:
    return an_officer(a_province().committee, Role.MONITOR)


def foreseen(dossier: Dossier, late: float | None, **changed: object) -> Forecast:
    facts: dict[str, object] = {
        "dossier": dossier,
        "agency": dossier.settling_agency_id,
        "late": late,
        "overdue": False,
        "likely_at": hanoi("2026-06-05 10:00"),
        "ninetieth_at": hanoi("2026-06-10 10:00"),
        "basis": "model",
        "at": LAST_NIGHT,
    }
    return Forecast.objects.create(**{**facts, **changed})


def a_night(at: datetime = LAST_NIGHT, **changed: object) -> Training:
    facts: dict[str, object] = {
        "at": at,
        "with_model": True,
        "moments": 5000,
        "dossiers": 1200,
        "tried_moments": 450,
        "tried_dossiers": 150,
        "brier": 0.0351,
        "base_brier": 0.0511,
        "statistics_brier": 0.0494,
        "log_loss": 0.13,
        "median_error_minutes": 387.0,
        "within_ninetieth": 0.883,
        "bins": BINS,
        "importance": {"pace": 0.48, "limit": 0.2, "month": 0.0},
        "bases": {"model": 30, "sector": 4},
    }
    return Training.objects.create(**{**facts, **changed})


def page_of(address: str) -> str:
    answer = browser_of(a_watcher()).get(address)
    assert answer.status_code == 200
    return text_of(answer.content)


def test_the_most_endangered_dossier_stands_first() -> None:
    dossier = an_accepted_dossier()
    low, high = copies(dossier, 2)
    foreseen(low, 0.004)
    foreseen(high, 0.724, basis="step")
    a_night()

    page = page_of(LIST)

    assert page.index("72%") < page.index("dưới 1%")
    assert "Nhiều khả năng trễ 72% theo thống kê của bước này" in page
    assert "Ít khả năng trễ dưới 1% theo lịch sử của thủ tục, cơ quan và bước" in page
    assert "Hẹn 08/06/2026 Xong khoảng 05/06/2026" in page
    assert "Dự báo lúc 03:00 ngày 01/06/2026" in page


def test_what_is_late_decided_or_without_a_limit_is_not_listed() -> None:
    dossier = an_accepted_dossier()
    late, decided, unlimited = copies(dossier, 3)
    foreseen(late, 1.0, overdue=True)
    foreseen(unlimited, None)
    foreseen(decided, 0.9)
    Dossier.objects.filter(pk=decided.pk).update(decided_at=NOW, status="decided")
    a_night()

    assert "Không có hồ sơ nào đang chạy thời hạn ở đây" in page_of(LIST)


def test_the_list_is_of_one_agency_when_asked() -> None:
    dossier = an_accepted_dossier()
    other = copies(dossier, 1, settling_agency_id=a_province().justice.id)[0]
    foreseen(dossier, 0.3)
    foreseen(other, 0.6, agency=a_province().justice.id)

    page = page_of(f"{LIST}?co-quan={a_province().justice.id}")

    assert "60%" in page
    assert "30%" not in page


@pytest.mark.parametrize("agency", ["khong-co", "00000000-0000-0000-0000-000000000000"])
def test_an_agency_that_never_was_is_refused(agency: str) -> None:
    assert browser_of(a_watcher()).get(LIST, {"co-quan": agency}).status_code == 404


def test_pages_follow_each_other_by_chance_and_dossier() -> None:
    dossier = an_accepted_dossier()
    for one in copies(dossier, 55):
        foreseen(one, 0.25)
    foreseen(dossier, 0.5)
    client = browser_of(a_watcher())

    first = client.get(LIST).content.decode()
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(link).content.decode()

    seen = [set(re.findall(r"/theo-doi/ho-so/([0-9a-f-]{36})", page)) for page in (first, second)]
    assert [len(ids) for ids in seen] == [50, 6]
    assert not seen[0] & seen[1]
    assert client.get(LIST, {"sau": "rác~rác"}).status_code == 200


def test_how_well_it_came_true_is_shown_as_diagram_and_table() -> None:
    a_night()

    answer = browser_of(a_watcher()).get(TRUST)
    page = text_of(answer.content)

    assert "từ 1.200 hồ sơ" in page
    assert "Dự báo này 0,0351 Chỉ dùng thống kê 0,0494 Luôn nói tỷ lệ trễ chung 0,0511" in page
    assert "20% đến 40% 50 30,0% 26,0%" in page
    assert "Thời gian trung bình của các bước đã xong 48%" in page
    assert "lệch không quá 6,5 giờ làm việc" in page
    assert "Thống kê của lĩnh vực 4" in page
    assert answer.content.count(b"<circle") == len(BINS)
    assert b"style=" not in answer.content.split(b"<svg")[1].split(b"</svg>")[0]


def test_without_a_model_it_is_said_on_what_forecasts_stand() -> None:
    a_night(with_model=False, importance={}, brier=None, bins=[])

    page = page_of(TRUST)

    assert "chưa đủ hồ sơ trễ đã xong để học" in page
    assert "Điểm Brier" not in page


def test_before_the_first_night_both_pages_say_so() -> None:
    assert "Chưa có dự báo nào" in page_of(LIST)
    assert "Chưa có lần học nào" in page_of(TRUST)


@pytest.mark.parametrize("address", [LIST, TRUST])
def test_officers_who_settle_do_not_watch(address: str) -> None:
    assert browser_of(a_case_officer(an_accepted_dossier())).get(address).status_code == 403


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "Nhiều khả năng xong ngày 05/06/2026; khả năng trễ 72% (theo lịch sử của thủ tục,"),
        ({"likely_at": None}, "Khả năng trễ 72% (theo"),
        ({"likely_at": NOW - timedelta(days=1)}, "Khả năng trễ 72% (theo"),
    ],
)
def test_the_dossier_says_its_forecast_in_one_line(changed: dict[str, object], line: str) -> None:
    dossier = an_accepted_dossier()
    foreseen(dossier, 0.724, **changed)

    watched = page_of(reverse("oversight:dossier", args=[dossier.id]))
    officer = browser_of(a_case_officer(dossier))
    settled = text_of(officer.get(reverse("officer:dossier", args=[dossier.id])).content)

    assert f"Dự báo: {line}" in watched
    assert f"Dự báo: {line}" in settled


@pytest.mark.parametrize(
    "changed",
    [
        {"due_at": None, "status": "supplementing"},
        {"decided_at": NOW, "status": "decided"},
    ],
)
def test_a_dossier_that_no_longer_runs_says_nothing(changed: dict[str, object]) -> None:
    dossier = an_accepted_dossier()
    foreseen(dossier, 0.724)
    Dossier.objects.filter(pk=dossier.pk).update(**changed)

    assert "Dự báo:" not in page_of(reverse("oversight:dossier", args=[dossier.id]))


def test_what_became_late_since_is_not_said_to_be_likely_late() -> None:
    dossier = an_accepted_dossier()
    foreseen(dossier, 0.724)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW - timedelta(hours=1))

    page = page_of(reverse("oversight:dossier", args=[dossier.id]))

    assert "Nhiều khả năng xong ngày 05/06/2026 (theo" in page
    assert "khả năng trễ" not in page.split("Dự báo:")[1].split("Giấy tờ")[0]


def test_the_pages_ask_the_same_few_questions_at_any_size() -> None:
    dossier = an_accepted_dossier()
    a_night()

    def more(many: int) -> None:
        for one in copies(dossier, many):
            foreseen(one, 0.2)

    more(FEW)
    assert_flat(a_watcher(), LIST, lambda: more(MANY))
    assert len(statements(a_watcher(), TRUST)) <= 6
