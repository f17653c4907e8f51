"""Who leads an agency is told of a post that was given there."""

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.ids import PersonId
from motcua.notifications.models import Message
from motcua.notifications.newcomers import BEGUN, tell_leaders
from motcua.organisations.actions import begin_post
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.staffing.people import NAME, a_post, an_administrator, opened

pytestmark = pytest.mark.django_db


def _begun() -> Event:
    return Event.objects.get(verb=BEGUN)


def test_leaders_of_the_agency_are_told_who_got_which_post_and_whom_to_tell_if_it_is_wrong() -> (
    None
):
    province = a_province()
    leader = an_officer(province.commune, Role.SIGNATORY)
    an_officer(province.construction, Role.SIGNATORY)
    opened(an_administrator())

    tell_leaders(_begun())

    told = Message.objects.get()
    assert told.person == leader.who
    assert NAME in told.body
    assert NAME not in told.subject
    assert "tiếp nhận" in told.body.lower()
    assert "từ ngày 01/06/2026" in told.body
    assert "báo ngay" in told.body


def test_telling_again_tells_nobody_twice() -> None:
    an_officer(a_province().commune, Role.SIGNATORY)
    opened(an_administrator())

    tell_leaders(_begun())
    tell_leaders(_begun())

    assert Message.objects.count() == 1


def test_posts_that_a_list_brought_in_are_told_to_nobody() -> None:
    province = a_province()
    an_officer(province.commune, Role.SIGNATORY)
    officer = an_officer(province.construction, Role.RECEPTIONIST)
    begin_post(PersonId(officer.who), a_post(Role.CASE_OFFICER), by=SYSTEM, at=MONDAY_MORNING)

    tell_leaders(_begun())

    assert not Message.objects.exists()
