"""The deadline receipt adds up to the due moment, and says why each day counts or not."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.deadlines.explaining import Explanation, as_facts, explain
from motcua.deadlines.published import national_calendar
from motcua.deadlines.rules import (
    ZONE,
    CalendarNotPublished,
    Pause,
    Policy,
    deemed_receipt,
    due_at,
    running,
)
from motcua.deadlines.writing import pauses_from, term_from
from motcua.kernel.limits import Limit, Unit
from tests.calendars import hanoi

SHIPPED = national_calendar()
CALENDAR = SHIPPED.calendar
FIRST = datetime(2020, 1, 1, tzinfo=ZONE)
moments = st.integers(0, 5 * 365 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))
limits = st.builds(Limit, st.integers(0, 20), st.sampled_from(Unit))


@st.composite
def receipts(draw: st.DrawFn) -> tuple[datetime, list[Pause]]:
    received = draw(moments)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        begins = received + timedelta(minutes=draw(st.integers(-2 * 1440, 20 * 1440)))
        length = draw(st.none() | st.integers(0, 15 * 1440))
        ends = None if length is None else begins + timedelta(minutes=length)
        pauses.append(Pause(begins, ends, draw(st.sampled_from(Policy))))
    return received, pauses


def told(received: str, limit: str, pauses: str = "") -> Explanation:
    return explain(hanoi(received), term_from(limit), CALENDAR, pauses_from(pauses), SHIPPED.names)


@given(receipts(), limits)
def test_every_day_from_receipt_to_due_is_told_once(
    receipt: tuple[datetime, list[Pause]], limit: Limit
) -> None:
    received, pauses = receipt
    explained = explain(received, limit, CALENDAR, pauses, SHIPPED.names)

    days = [one.day for one in explained.days]
    assert explained.due_at == due_at(received, limit, CALENDAR, pauses)
    assert days[0] == received.date()
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert explained.due_at is None or days[-1] == explained.due_at.date()
    assert all(one.why for one in explained.days)


@given(receipts(), limits)
def test_what_is_counted_adds_up_to_the_limit(
    receipt: tuple[datetime, list[Pause]], limit: Limit
) -> None:
    received, pauses = receipt
    explained = explain(received, limit, CALENDAR, pauses, SHIPPED.names)
    assume(explained.due_at is not None)

    counted = [one for one in explained.days if one.counted]
    if limit.unit is Unit.HOUR:
        minutes = sum(part.minutes for one in counted for part in one.stretches)
        assert minutes == limit.value * 60
    elif limit.unit is Unit.WORKING_DAY:
        assert len(counted) == max(1, limit.value)
    elif limit.unit is Unit.CALENDAR_DAY:
        assert len(counted) == limit.value
    numbers = [one.number for one in counted]
    assert limit.unit is Unit.HOUR or numbers == list(range(1, len(counted) + 1))


@given(receipts(), limits)
def test_what_a_pause_touches_is_not_counted_but_in_hours(
    receipt: tuple[datetime, list[Pause]], limit: Limit
) -> None:
    received, pauses = receipt
    assume(limit.unit is not Unit.HOUR)
    explained = explain(received, limit, CALENDAR, pauses, SHIPPED.names)
    _, taken = running(received, pauses)

    touched = [one for one in explained.days if any(pause.touches(one.day) for pause in taken)]
    assert not any(one.counted for one in touched)


def reasons(explained: Explanation) -> dict[str, str]:
    return {f"{one.day:%d/%m}": one.why for one in explained.days}


def test_holidays_and_make_up_days_are_named() -> None:
    why = reasons(told("2026-08-20 09:00", "6wd"))

    assert why["20/08"] == "Ngày nhận, không tính"
    assert why["21/08"] == "Ngày làm việc"
    assert why["22/08"] == "Ngày làm bù (hoán đổi)"
    assert why["23/08"] == "Nghỉ hằng tuần (chủ nhật)"
    assert told("2026-08-28 09:00", "1wd").days[3].why == "Ngày nghỉ (thay cho ngày 22/08/2026)"
    assert told("2026-08-28 09:00", "1wd").days[4].why == "Nghỉ Quốc khánh"


def test_a_filing_after_hours_says_when_it_counts() -> None:
    explained = told("2026-02-13 18:00", "1wd")

    assert reasons(explained)["13/02"] == (
        "Nhận lúc 18:00, hết giờ làm việc: coi như nhận 07:30 ngày 23/02/2026"
    )
    assert reasons(explained)["17/02"] == "Nghỉ Tết Nguyên Đán"
    assert explained.deemed_at == hanoi("2026-02-23 07:30")


def test_the_cut_off_is_the_reason_for_the_next_day() -> None:
    explained = told("2026-06-01 15:00", "0wd")

    assert [one.why for one in explained.days] == [
        "Nhận từ 15:00 trở đi: trả trong ngày làm việc tiếp theo",
        "Ngày trả kết quả",
    ]


def test_a_calendar_limit_moves_to_the_next_working_day() -> None:
    why = reasons(told("2026-06-01 09:00", "5d"))

    assert why["06/06"] == "Tính cả ngày nghỉ: Nghỉ hằng tuần (thứ bảy)"
    assert why["07/06"] == "Nghỉ hằng tuần (chủ nhật)"
    assert why["08/06"] == "Ngày làm việc kế tiếp sau khi hết 5 ngày"


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("0d", "Ngày nhận, cũng là ngày trả kết quả"), ("0h", "Không còn giờ làm việc nào để tính")],
)
def test_nothing_to_count(limit: str, expected: str) -> None:
    assert [one.why for one in told("2026-06-01 09:00", limit).days] == [expected]


def test_pauses_and_restarts_say_their_moments() -> None:
    explained = told(
        "2026-06-01 09:00",
        "2wd",
        "2026-06-01T10:00/2026-06-02T09:00:restart;2026-06-03T08:00/2026-06-03T09:00",
    )
    why = reasons(explained)

    assert why["01/06"] == "Không tính: thời hạn tính lại từ đầu từ 09:00 ngày 02/06/2026"
    assert why["03/06"] == "Tạm dừng từ 08:00 ngày 03/06/2026 đến 09:00 ngày 03/06/2026"
    assert explained.due_at == hanoi("2026-06-05 17:00")


@pytest.mark.parametrize("limit", ["0wd", "1wd", "5wd", "1h", "20h", "1d", "5d", "1m"])
def test_an_open_pause_is_told_up_to_the_day_it_began(limit: str) -> None:
    explained = told("2026-06-01 09:00", limit, "2026-06-04T10:00/")

    assert explained.due_at is None
    assert explained.days[-1].day == date(2026, 6, 4)


def test_an_open_pause_says_that_it_has_not_ended() -> None:
    explained = told("2026-06-01 09:00", "5wd", "2026-06-04T10:00/")
    expired = told("2026-06-01 09:00", "1wd", "2026-06-04T10:00/")

    assert reasons(explained)["04/06"] == "Tạm dừng từ 10:00 ngày 04/06/2026, chưa kết thúc"
    assert reasons(expired)["03/06"] == "Đã hết thời hạn"


def test_hours_are_told_by_stretches_of_work() -> None:
    explained = told("2026-06-01 09:00", "4h", "2026-06-01T10:00/2026-06-01T11:00")

    (day,) = explained.days
    assert day.why == "Tính 240 phút: 09:00–10:00, 11:00–11:30, 13:00–15:30"
    assert [part.minutes for part in day.stretches] == [60, 30, 150]


def test_a_receipt_is_plain_values_for_json() -> None:
    facts = json.loads(json.dumps(as_facts(told("2026-06-01 09:00", "1h"))))

    assert facts["due_at"] == "2026-06-01T10:00:00+07:00"
    assert facts["days"][0]["minutes"] == 60
    assert facts["days"][0]["stretches"][0]["from"] == "2026-06-01T09:00:00+07:00"
    assert facts["days"][0]["weekday"] == "thứ hai"
    assert as_facts(told("2026-06-01 09:00", "1wd", "2026-06-01T10:00/"))["due_at"] is None


def test_what_is_not_published_is_refused_here_too() -> None:
    with pytest.raises(CalendarNotPublished):
        told("2027-12-31 09:00", "1wd")
    assert deemed_receipt(hanoi("2027-12-31 09:00"), CALENDAR) == hanoi("2027-12-31 09:00")
