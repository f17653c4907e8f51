"""Days and hours of work: what is typed, what both read, and who puts it in force."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.timezone import localdate, now

from motcua.cli import calendars as console
from motcua.configuration import actions
from motcua.configuration.kinds import calendars
from motcua.configuration.models import SettingVersion
from motcua.configuration.queries import differences
from motcua.deadlines.models import Holiday
from motcua.deadlines.published import MAKE_UP
from motcua.deadlines.queries import working_calendar
from motcua.dossiers.models import Recount
from motcua.events.publishing import SecondPersonNeeded
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.people.models import Account
from motcua.runtime.refusals import CannotStart
from tests.builders import a_province, an_accepted_dossier, an_officer
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
COMMON = calendars.code_of(None)
TYPED = {
    "days": "03/06/2026 | ngày nghỉ lễ, tết | Quốc tang\n22/08/2026 | bỏ khỏi lịch",
    "provisional": "0",
    "source": "Thông báo 12/TB-BNV",
}
WEEK = (
    "Thứ hai | {}\nthứ ba | nghỉ\nthứ tư |\nthứ năm | nghỉ\nthứ sáu | nghỉ\n"
    "thứ bảy | 07:30-11:30\nchủ nhật | nghỉ"
)
HOURS = {
    **TYPED,
    "days": "",
    "hours_from": "08/06/2026",
    "hours": WEEK.format("8:00-12:00, 13:00 – 17:00"),
    "cut_off": "15:00",
}


def a_keeper(role: Role = Role.BUSINESS_ADMIN) -> Actor:
    return an_officer(a_province().committee, role)


def drafted(typed: dict[str, str], code: str = COMMON) -> SettingVersion:
    return actions.draft(code, typed, by=a_keeper(), at=MONDAY_MORNING)


def test_days_hold_once_a_second_person_has_put_them_in_force() -> None:
    an_accepted_dossier()
    first, second = a_keeper(), a_keeper(Role.CONTROLLER)
    version = actions.draft(COMMON, TYPED, by=first, at=MONDAY_MORNING)
    actions.propose(version.id, by=first, at=MONDAY_MORNING)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(version.id, by=first, at=MONDAY_MORNING)
    assert not Recount.objects.exists()

    put = actions.publish(version.id, by=second, at=MONDAY_MORNING)

    assert Holiday.objects.get(day=date(2026, 6, 3)).source == "Thông báo 12/TB-BNV"
    assert not Holiday.objects.filter(day=date(2026, 8, 22)).exists()
    recount = Recount.objects.get()
    assert (recount.by, recount.expected) == (second.person, 1)
    told = [(one.label, one.before, one.after) for one in differences(put, date(2026, 6, 1))]
    assert told == [
        ("Ngày 03/06/2026", "chưa có", "ngày nghỉ lễ, tết, Quốc tang"),
        ("Ngày 22/08/2026", f"ngày làm bù, {_name_of(put)}", "bỏ khỏi lịch"),
        ("Căn cứ", "chưa có", "Thông báo 12/TB-BNV"),
    ]


def _name_of(version: SettingVersion) -> str:
    """Return what the day that was taken away had been called."""
    return str(version.replaced["days"]).rpartition(" | ")[2]


def test_hours_of_an_agency_are_read_weekday_by_weekday_beside_those_in_force() -> None:
    commune = a_province().commune
    version = drafted(HOURS, calendars.code_of(commune.id))

    told = {one.label: (one.before, one.after) for one in differences(version, date(2026, 6, 1))}

    assert commune.name in version.name
    office = "07:30-11:30, 13:00-17:00"
    assert told["Giờ làm việc thứ ba"] == (office, "nghỉ")
    assert "Giờ làm việc chủ nhật" not in told
    assert "Thủ tục trả trong ngày nhận trước" not in told


def test_a_change_from_the_page_is_typed_so_that_it_reads_back_the_same() -> None:
    a_province()
    change = calendars._change("chung", {**dict.fromkeys(HOURS, ""), **HOURS, "until": ""})
    again = calendars.written(change, HOURS["source"])

    assert calendars._change("chung", {"until": "", **again}) == change
    assert change.hours is not None
    assert 6 not in change.hours.shifts


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"days": "03/06/2026"}, "days"),
        ({"days": "3 tháng 6 | ngày làm bù"}, "days"),
        ({"days": "03/06/2026 | ngày vui"}, "days"),
        ({"days": "03/06/2026 | ngày làm bù\n03/06/2026 | ngày nghỉ bù"}, "days"),
        ({"days": "03/06/2026 | ngày làm bù | a | b | c"}, "days"),
        ({"days": "03/06/2040 | ngày làm bù"}, "days"),
        ({"days": ""}, "days"),
        ({"days": "", "until": "2028"}, "until"),
        ({"source": " "}, "source"),
        ({"source": "a" * 301}, "source"),
        ({**HOURS, "hours_from": ""}, "hours_from"),
        ({**HOURS, "hours": ""}, "hours"),
        ({**HOURS, "hours": "thứ chín | 08:00-12:00"}, "hours"),
        ({**HOURS, "hours": "thứ hai | 08:00-12:00"}, "hours"),
        ({**HOURS, "hours": WEEK.format("sáng")}, "hours"),
        ({**HOURS, "hours": WEEK.format("08:00-12:00-13:00")}, "hours"),
        ({**HOURS, "hours": WEEK.format("12:00-08:00")}, "hours"),
        ({**HOURS, "cut_off": "chiều"}, "cut_off"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(changed: dict[str, str], wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        drafted({**TYPED, **changed})

    assert list(refused.value.errors) == [wrong]
    assert not SettingVersion.objects.exists()


@pytest.mark.parametrize("part", ["khac", "019a0000-0000-7000-8000-000000000000"])
def test_what_is_no_agency_has_no_calendar(part: str) -> None:
    with pytest.raises(NotFound):
        drafted(TYPED, f"lich-lam-viec.{part}")


def test_the_console_announces_alone_until_there_are_two_who_could_and_then_only_tries(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_province()
    day = date(localdate(now()).year + 1, 3, 1)
    file = tmp_path / "days.csv"
    file.write_text(f"date,kind\n{day.isoformat()},{MAKE_UP}\n", "utf-8")
    for role in (Role.BUSINESS_ADMIN, Role.CONTROLLER):
        keeper = a_keeper(role)
        Account.objects.create(login=str(keeper.who), person_id=keeper.who)

    console.run(file, "TB 9/TB-BNV", "", dry_run=True)
    with pytest.raises(CannotStart, match="hai người có quyền"):
        console.run(file, "TB 9/TB-BNV", "", dry_run=False)
    assert "0 đổi ngày hẹn" in capsys.readouterr().out
    assert not Recount.objects.exists()

    Account.objects.filter(person_id=keeper.who).update(is_active=False)
    console.run(file, "TB 9/TB-BNV", "", dry_run=False)
    assert Holiday.objects.get(day=day).kind == MAKE_UP
    assert working_calendar().is_working(day)
