"""Results nobody has come for, on the page of the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.notifications.rules import MESSAGES
from tests.builders import a_decided_dossier, a_receptionist
from tests.calendars import MONDAY_MORNING
from tests.web.portals import FEW, MANY, assert_flat, browser_of, copies, text_of

pytestmark = pytest.mark.django_db
PAGE = "/mot-cua/chua-nhan"


def waiting(days: int) -> Dossier:
    dossier = a_decided_dossier()
    moment = MONDAY_MORNING - timedelta(days=days)
    Dossier.objects.filter(pk=dossier.id).update(
        submitted_at=moment, accepted_at=moment, decided_at=moment
    )
    return Dossier.objects.get(pk=dossier.id)


def test_the_desk_sees_what_waits_and_reminds() -> None:
    dossier = waiting(5)
    client = browser_of(a_receptionist(dossier))

    page = text_of(client.get(PAGE).content)
    sent = client.post(reverse("onestop:remind", args=[dossier.id]), follow=True)

    assert str(dossier.number) in page
    assert "5 ngày trước" in page
    assert "Đã gửi lời nhắc" in text_of(sent.content)
    assert "Đã nhắc" in text_of(client.get(PAGE).content)
    assert "dossier.collection_reminded" in MESSAGES


@pytest.mark.parametrize(("asked", "is_there"), [("10", False), ("x", True)])
def test_the_wait_is_chosen(asked: str, is_there: bool) -> None:
    dossier = waiting(5)

    page = text_of(browser_of(a_receptionist(dossier)).get(f"{PAGE}?ngay={asked}").content)

    assert (str(dossier.number) in page) is is_there


def test_the_list_goes_on_and_asks_the_same_few_questions() -> None:
    dossier = waiting(5)
    desk = a_receptionist(dossier)
    copies(dossier, FEW)

    assert_flat(desk, PAGE, lambda: copies(dossier, MANY))
    page = browser_of(desk).get(PAGE).content.decode()
    link = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert browser_of(desk).get(link.replace("&amp;", "&")).status_code == 200
