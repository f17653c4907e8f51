"""What needs the word of those who lead today, with the list behind every number."""

from datetime import timedelta

import pytest

from motcua.forecasts.models import Forecast
from motcua.indicators.actions import rebuild
from motcua.indicators.measures import attention
from motcua.kernel.actors import SYSTEM, Actor, Role
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_province,
    an_accepted_dossier,
    an_officer,
)
from tests.indicators.facts import COMMUNE, DEPARTMENT, a_fact, a_procedure, stored
from tests.lateness import a_signed_apology
from tests.web.oversight.drilling import assert_numbers_open
from tests.web.portals import FEW, MANY, NOW, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
PAGE = "/theo-doi/"
DAY = timedelta(days=1)


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def received(days_ago: int, many: int, **given: object) -> None:
    """Store dossiers of other systems, received so many days ago and finished on the next."""
    at = NOW - days_ago * DAY
    facts = {"received_at": at, "due_at": at + 5 * DAY, "finished_at": at + DAY, **given}
    stored(*(a_fact(**facts) for _ in range(many)))


def a_busy_province() -> None:
    """Have something in every part of the page."""
    dossier = an_accepted_dossier()
    late = copies(dossier, 3, due_at=NOW - 2 * DAY)
    a_signed_apology(late[0], at=NOW)
    assert dossier.settling_agency_id is not None
    copies(dossier, 2, due_at=NOW + timedelta(hours=2))
    Forecast.objects.create(
        dossier=copies(dossier, 1)[0],
        agency=dossier.settling_agency_id,
        late=0.8,
        overdue=False,
        basis="model",
        at=NOW,
    )
    rebuild(by=SYSTEM, at=NOW)
    a_procedure()
    received(40, 20, settling_agency=COMMUNE)
    received(20, 15, settling_agency=COMMUNE)
    received(20, 5, settling_agency=COMMUNE, finished_at=NOW)
    received(3, 4, supplement_count=2, settling_agency=DEPARTMENT)
    received(0, 2, fee_due=1000, paid_online=True)


def test_every_number_of_the_page_opens_as_many() -> None:
    a_busy_province()

    assert_numbers_open(browser_of(a_watcher()), PAGE, least=15)


def test_who_leads_sees_what_waits_for_an_apology_and_who_fell() -> None:
    a_busy_province()

    page = text_of(browser_of(a_watcher()).get(PAGE).content)

    assert "hồ sơ quá hạn mà chưa xin lỗi 2" in page
    assert "hồ sơ có khả năng trễ từ 50% trở lên 1" in page
    assert "Ủy ban nhân dân xã Mẫu 100,0% 70,4% 19 27" in page
    assert "Yêu cầu bổ sung quá một lần 4" in page


def test_a_fall_among_too_few_dossiers_says_nothing() -> None:
    few = attention().least_dossiers - 1
    received(40, few, settling_agency=COMMUNE)
    received(20, few, settling_agency=COMMUNE, finished_at=NOW)

    page = text_of(browser_of(a_watcher()).get(PAGE).content)

    assert "Không cơ quan nào đi xuống." in page


def test_an_empty_province_is_told_so_in_every_part() -> None:
    page = text_of(browser_of(a_watcher()).get(PAGE).content)

    assert "Tháng này chưa tiếp nhận hồ sơ nào." in page
    assert "Không có dấu hiệu mới." in page
    assert "Mọi kết quả còn hiệu lực đều có bản điện tử." in page
    assert "Không cơ quan nào có hồ sơ quá hạn." in page


@pytest.mark.parametrize("address", [PAGE, "/theo-doi/qua-han"])
def test_who_settles_and_who_applies_does_not_watch(address: str) -> None:
    dossier = an_accepted_dossier()

    assert browser_of(a_case_officer(dossier)).get(address).status_code == 403
    assert browser_of(a_citizen()).get(address).status_code == 403


def test_the_page_asks_the_same_few_questions_at_any_size() -> None:
    dossier = an_accepted_dossier()
    watcher = a_watcher()

    def asked_with(many: int) -> int:
        copies(dossier, many, due_at=NOW - DAY)
        rebuild(by=SYSTEM, at=NOW)
        return len(statements(watcher, PAGE))

    assert asked_with(FEW) == asked_with(MANY)


def test_the_menu_names_groups_and_a_page_its_neighbours() -> None:
    client = browser_of(a_watcher())

    home = client.get(PAGE).content.decode()
    page = client.get("/theo-doi/thuc-chat?tu=2026-01-01&den=2026-02-01").content.decode()

    assert '<strong class="govuk-service-navigation__active-fallback">Hôm nay</strong>' in home
    assert '<strong class="govuk-service-navigation__active-fallback">Thực chất</strong>' in page
    assert 'href="/theo-doi/thuc-chat/so-dau-hieu?tu=2026-01-01&amp;den=2026-02-01"' in page
