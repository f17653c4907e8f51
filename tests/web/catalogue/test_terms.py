"""The page of the numbers of the law and of the causes that apologies name."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from motcua.configuration.models import SettingVersion
from motcua.deadlines.queries import clock_terms
from motcua.dossiers.models import LateCause
from motcua.kernel.actors import Actor, Role
from tests.builders import a_province, an_officer
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/tham-so"
SETTING = "tham-so.warn-holder-at"
GIVEN = {"value": "60", "from_on": "01/07/2026", "basis": "QĐ 9/QĐ-UBND"}


def a_keeper() -> Actor:
    return an_officer(a_province().committee, Role.CONTROLLER)


def propose(given: dict[str, str]) -> Any:
    address = reverse("catalogue:setting_begin", args=[SETTING])
    return browser_of(a_keeper()).post(address, given)


def test_a_number_that_two_have_set_holds_from_its_day_on() -> None:
    version = propose(GIVEN).headers["Location"]
    browser_of(a_keeper()).post(version, {"act": "propose"})
    assert clock_terms(date(2026, 7, 1)).warn_holder_at == 75

    other = browser_of(a_keeper())
    other.post(version, {"act": "publish"})
    page = text_of(other.get(PAGE).content)

    assert clock_terms(date(2026, 7, 1)).warn_holder_at == 60
    assert clock_terms(date(2026, 6, 30)).warn_holder_at == 75
    assert "QĐ 9/QĐ-UBND" in page
    assert "Nghị định 45/2020/NĐ-CP" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "nhiều"}, "chưa đúng"),
        ({"basis": ""}, "Xin ghi căn cứ"),
        ({"from_on": "31/05/2026"}, "Ngày này đã qua"),
        ({"from_on": ""}, "Xin viết ngày"),
    ],
)
def test_what_is_wrong_is_told_where_it_is(changed: dict[str, str], words: str) -> None:
    again = propose({**GIVEN, **changed})

    assert again.status_code == 422
    assert words in text_of(again.content)
    assert not SettingVersion.objects.exists()


def test_a_cause_is_added_and_retired() -> None:
    client = browser_of(a_keeper())

    client.post(reverse("catalogue:add_cause"), {"name": "Chờ bản đồ"})
    cause = LateCause.objects.get(name="Chờ bản đồ")
    client.post(reverse("catalogue:retire_cause", args=[cause.code]))
    empty = client.post(reverse("catalogue:add_cause"), {"name": ""})

    assert "Dùng đến 01/06/2026" in text_of(client.get(PAGE).content)
    assert empty.status_code == 422


def test_others_see_and_set_nothing() -> None:
    client = browser_of(an_officer(a_province().commune, Role.SIGNATORY))

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("catalogue:setting_begin", args=[SETTING]), GIVEN).status_code == 302
    assert not SettingVersion.objects.exists()
