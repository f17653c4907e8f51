"""Announcing days and hours: who may, what is refused, whose calendar changes."""

from datetime import date, time
from uuid import UUID, uuid4

import pytest

from motcua.deadlines.actions import announce, enter_national_calendar, set_parameter
from motcua.deadlines.actions.calendars import ParameterAlreadySet, ParameterInPast
from motcua.deadlines.announced import calendar_shown, owners_of_calendars
from motcua.deadlines.models import AgencyCalendar, Calendar, Holiday, Parameter
from motcua.deadlines.proposals import (
    DayWrong,
    HoursWrong,
    NothingProposed,
    Proposal,
    ProposedDay,
    SourceMissing,
)
from motcua.deadlines.queries import (
    calendar_if,
    clock_terms,
    day_names,
    legal_clock,
    parameters,
    working_calendar,
)
from motcua.deadlines.rules import Key, Timetable
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.limits import Limit, Unit
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING, OFFICE_HOURS, hanoi

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = date(2026, 6, 12), date(2026, 6, 13)
A_DAY_OFF = Proposal(days=(ProposedDay(FRIDAY, "holiday", "Quốc tang"),))
SOURCE = "Thông báo 12/TB-BNV ngày 05/6/2026"
WITH_SATURDAYS = Timetable(
    date(2026, 6, 8),
    dict.fromkeys(range(5), OFFICE_HOURS) | {5: ((time(7, 30), time(11, 30)),)},
    time(15),
)


def a_keeper() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def told(proposal: Proposal, by: Actor | None = None, source: str = SOURCE) -> Calendar:
    return announce(proposal, source=source, by=by or a_keeper(), at=MONDAY_MORNING)


def test_a_day_off_is_announced_with_its_source() -> None:
    told(A_DAY_OFF)

    day = Holiday.objects.get(day=FRIDAY)
    assert (day.kind, day.name, day.source) == ("holiday", "Quốc tang", SOURCE)
    assert not working_calendar().is_working(FRIDAY)
    assert day_names()[FRIDAY] == "Quốc tang"


def test_an_announcement_is_recorded_with_who_and_why() -> None:
    keeper = a_keeper()

    calendar = told(A_DAY_OFF, keeper)

    event = Event.objects.get(subject=calendar.id, verb="calendar.announced")
    assert (event.by, event.at) == (keeper.person, MONDAY_MORNING)
    assert event.facts["source"] == SOURCE
    assert event.facts["days"] == [{"day": "2026-06-12", "kind": "holiday"}]


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.SIGNATORY, Role.MONITOR, Role.CITIZEN])
def test_only_who_keeps_the_catalogue_announces(role: Role) -> None:
    stranger = an_officer(a_province().commune, role)

    with pytest.raises(NotPermitted):
        told(A_DAY_OFF, stranger)

    assert not Holiday.objects.filter(day=FRIDAY).exists()


def test_the_same_day_again_takes_the_place_of_the_first() -> None:
    told(A_DAY_OFF)
    told(Proposal(days=(ProposedDay(FRIDAY, "makeup_working_day"),)))

    assert Holiday.objects.get(day=FRIDAY).kind == "makeup_working_day"
    assert working_calendar().is_working(FRIDAY)


def test_a_day_is_taken_off_the_calendar() -> None:
    told(A_DAY_OFF)
    told(Proposal(days=(ProposedDay(FRIDAY, ""),)))

    assert working_calendar().is_working(FRIDAY)


@pytest.mark.parametrize(
    ("proposal", "source", "refusal"),
    [
        (Proposal(), SOURCE, NothingProposed),
        (A_DAY_OFF, "  ", SourceMissing),
        (Proposal(days=(ProposedDay(FRIDAY, "party"),)), SOURCE, DayWrong),
        (Proposal(days=(ProposedDay(date(2040, 1, 1), "holiday"),)), SOURCE, DayWrong),
        (Proposal(until=date(2040, 12, 31)), SOURCE, DayWrong),
        (Proposal(hours=Timetable(FRIDAY, {}, time(15))), SOURCE, HoursWrong),
        (Proposal(hours=Timetable(FRIDAY, {0: ()}, time(15))), SOURCE, HoursWrong),
        (
            Proposal(hours=Timetable(FRIDAY, {0: ((time(11), time(8)),)}, time(15))),
            SOURCE,
            HoursWrong,
        ),
        (
            Proposal(
                hours=Timetable(FRIDAY, {0: ((time(8), time(12)), (time(11), time(15)))}, time(15))
            ),
            SOURCE,
            HoursWrong,
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(
    proposal: Proposal, source: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        told(proposal, source=source)


def test_publishing_further_lets_limits_run_further() -> None:
    told(Proposal(until=date(2028, 12, 31)))

    assert working_calendar().is_working(date(2028, 6, 1))


def test_an_agency_has_hours_of_its_own_on_top_of_the_national_days() -> None:
    province = a_province()
    told(Proposal(agency=province.commune.id, hours=WITH_SATURDAYS))
    told(A_DAY_OFF)

    own = working_calendar(province.commune.id)
    assert own.is_working(SATURDAY)
    assert not own.is_working(date(2026, 6, 6))  # before its hours begin
    assert not own.is_working(FRIDAY)
    assert not working_calendar().is_working(SATURDAY)
    assert not working_calendar(province.justice.id).is_working(SATURDAY)
    assert owners_of_calendars() == [province.commune]


def test_an_agency_s_own_day_goes_before_the_national_one() -> None:
    province = a_province()
    told(A_DAY_OFF)
    told(Proposal(province.commune.id, (ProposedDay(FRIDAY, "makeup_working_day"),)))

    assert working_calendar(province.commune.id).is_working(FRIDAY)
    assert not working_calendar(province.justice.id).is_working(FRIDAY)


def test_an_agency_that_is_not_there_has_no_calendar() -> None:
    a_province()

    with pytest.raises(NotFound):
        told(Proposal(uuid4(), A_DAY_OFF.days))

    assert not AgencyCalendar.objects.exists()


@pytest.mark.parametrize("own", [False, True])
def test_a_calendar_is_seen_before_it_is_announced(own: bool) -> None:
    province = a_province()
    agency: UUID | None = province.commune.id if own else None
    proposal = Proposal(agency, A_DAY_OFF.days, hours=WITH_SATURDAYS)

    seen = calendar_if(proposal, agency)
    others = calendar_if(proposal, province.justice.id)
    told(proposal)

    assert seen == working_calendar(agency)
    assert others == working_calendar(province.justice.id)
    assert others.is_working(SATURDAY) is not own


def test_the_page_of_a_calendar_shows_a_year() -> None:
    province = a_province()
    told(A_DAY_OFF)
    told(Proposal(province.commune.id, (ProposedDay(SATURDAY, "makeup_working_day"),)))

    national, own = calendar_shown(None, 2026), calendar_shown(province.commune.id, 2026)
    none = calendar_shown(province.justice.id, 2026)

    assert FRIDAY in [one.day for one in national.days]
    assert [one.day for one in own.days] == [SATURDAY]
    assert (none.calendar, none.days, none.agency) == (None, [], province.justice)
    assert national.years == range(2020, 2029)
    assert national.published_until == date(2027, 12, 31)


def test_the_national_calendar_is_entered_once() -> None:
    first = enter_national_calendar(by=SYSTEM, at=MONDAY_MORNING)
    again = enter_national_calendar(by=SYSTEM, at=MONDAY_MORNING)

    assert first == again
    assert Holiday.objects.filter(source="").count() == 0
    assert Event.objects.filter(verb="calendar.entered").count() == 1


def set_to(key: Key, value: str, day: date, by: Actor | None = None) -> Parameter:
    return set_parameter(
        key, value, valid_from=day, basis="QĐ 1/QĐ-UBND", by=by or a_keeper(), at=MONDAY_MORNING
    )


def test_a_number_of_the_law_holds_from_its_day_on() -> None:
    set_to(Key.ANSWER_WITHIN, "4h", date(2026, 7, 1))

    assert clock_terms(date(2026, 6, 30)).answer_within == Limit(8, Unit.HOUR)
    assert clock_terms(date(2026, 7, 1)).answer_within == Limit(4, Unit.HOUR)
    assert legal_clock(None, date(2026, 7, 1)).terms.answer_within == Limit(4, Unit.HOUR)
    assert [one.value for one in parameters() if one.key == "answer_within"] == ["8h", "4h"]
    event = Event.objects.get(verb="parameter.set")
    assert event.facts == {"key": "answer_within", "value": "4h", "on": "2026-07-01"}


def test_a_number_is_not_changed_for_the_past_nor_twice_for_a_day() -> None:
    a_province()
    with pytest.raises(ParameterInPast):
        set_to(Key.WARN_HEAD_AT, "80", date(2026, 5, 31))
    set_to(Key.WARN_HEAD_AT, "80", date(2026, 6, 1))

    with pytest.raises(ParameterAlreadySet):
        set_to(Key.WARN_HEAD_AT, "85", date(2026, 6, 1))


def test_only_who_keeps_the_catalogue_sets_a_number_and_names_its_basis() -> None:
    stranger = an_officer(a_province().commune, Role.SIGNATORY)

    with pytest.raises(NotPermitted):
        set_to(Key.WARN_HEAD_AT, "80", date(2026, 6, 2), stranger)
    with pytest.raises(SourceMissing):
        set_parameter(
            Key.WARN_HEAD_AT,
            "80",
            valid_from=date(2026, 6, 2),
            basis=" ",
            by=a_keeper(),
            at=hanoi("2026-06-01 09:00"),
        )
