"""Settings: proposed by one, put in force by another, and by nobody alone."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.cli import providers
from motcua.configuration import actions
from motcua.configuration.models import SettingVersion
from motcua.configuration.queries import SETTINGS, console_acts_alone, differences
from motcua.configuration.rules import NothingChanges
from motcua.events.models import Event
from motcua.events.publishing import NotSound, SecondPersonNeeded
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, NotPermitted
from motcua.people.actions import close_account, configure_provider
from motcua.people.identity_rules import Provider
from motcua.people.models import Account, IdentityProvider, SignInPolicy
from motcua.people.queries import policy_on
from motcua.runtime.refusals import CannotStart
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING, hanoi
from tests.settings import (
    A_POLICY,
    A_PROVIDER,
    POLICY,
    PROVIDER,
    a_proposed_policy,
    a_technician,
)

pytestmark = pytest.mark.django_db
TODAY = MONDAY_MORNING.date()
TECHNICIANS = [Role.TECHNICAL_ADMIN]
SOURCES = Path(__file__).parents[2] / "src" / "motcua"


def put_in_force(code: str, typed: dict[str, str]) -> SettingVersion:
    first, second = a_technician(), a_technician("Lê Thị Duyệt")
    drafted = actions.draft(code, typed, by=first, at=MONDAY_MORNING)
    actions.propose(drafted.id, by=first, at=MONDAY_MORNING)
    return actions.publish(drafted.id, by=second, at=MONDAY_MORNING)


def a_known_provider() -> IdentityProvider:
    claims = {"personal_number": "sub", "full_name": "name"}
    provider = Provider(
        "quoc-gia", "định danh", "https://cu.example", "motcua", "openid", claims, {"LoA2": 2}, 2
    )
    return configure_provider(provider, is_enabled=True, by=SYSTEM, at=MONDAY_MORNING)


def test_a_policy_holds_once_a_second_person_has_put_it_in_force() -> None:
    first, second = a_technician(), a_technician("Lê Thị Duyệt")
    version = a_proposed_policy(first)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(version.id, by=first, at=MONDAY_MORNING)
    assert not SignInPolicy.objects.exists()

    actions.publish(version.id, by=second, at=MONDAY_MORNING)

    before, after = policy_on(date(2026, 6, 30)), policy_on(date(2026, 7, 1))
    assert (before.length_with_second_factor, after.length_with_second_factor) == (8, 10)
    assert after.second_factor_roles == {Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN}
    told = Event.objects.filter(subject=version.id).order_by("sequence").values_list("verb", "by")
    assert list(told) == [
        ("setting.drafted", first.who),
        ("setting.proposed", first.who),
        ("setting.published", second.who),
    ]


def test_whoever_drew_on_a_proposal_never_puts_it_in_force() -> None:
    first, second = a_technician(), a_technician("Lê Thị Duyệt")
    drafted = actions.draft(POLICY, A_POLICY, by=first, at=MONDAY_MORNING)
    actions.save_draft(drafted.id, {**A_POLICY, "longest_hours": "8"}, by=second, at=MONDAY_MORNING)
    actions.propose(drafted.id, by=second, at=MONDAY_MORNING)

    for author in (first, second):
        with pytest.raises(SecondPersonNeeded):
            actions.publish(drafted.id, by=author, at=MONDAY_MORNING)


def test_the_database_takes_no_setting_that_one_person_put_in_force() -> None:
    by = a_technician()
    version = a_proposed_policy(by)

    for person in (by.who, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            SettingVersion.objects.filter(pk=version.id).update(
                published_by=person, published_at=MONDAY_MORNING
            )


def test_a_provider_is_configured_and_the_worker_asks_it_what_it_publishes() -> None:
    put_in_force(PROVIDER, A_PROVIDER)

    known = IdentityProvider.objects.get()
    assert (known.code, known.issuer, known.levels) == (
        "quoc-gia",
        "https://dinh-danh.example",
        {"LoA1": 1, "LoA2": 2},
    )
    assert known.is_enabled
    assert ProcrastinateJob.objects.filter(task_name="people.ask_providers").count() == 1


def test_the_second_person_reads_what_would_change_and_nothing_else() -> None:
    a_known_provider()
    now = {
        **A_PROVIDER,
        "name": "định danh",
        "issuer": "https://moi.example",
        "scopes": "openid",
        "levels": "LoA2 = 2",
    }
    drafted = actions.draft(PROVIDER, now, by=a_technician(), at=MONDAY_MORNING)

    told = [(one.before, one.after) for one in differences(drafted, TODAY)]
    assert told == [("https://cu.example", "https://moi.example")]


def test_a_version_goes_on_to_say_what_it_replaced() -> None:
    a_known_provider()
    version = put_in_force(PROVIDER, {**A_PROVIDER, "use": "off"})
    put_in_force(PROVIDER, {**A_PROVIDER, "use": "off", "name": "tên sau"})

    told = {one.label: (one.before, one.after) for one in differences(version, TODAY)}
    assert told["Đăng nhập bằng hệ thống này"] == ("Bật", "Tắt")
    assert SETTINGS.of(PROVIDER)[1].retired_at == MONDAY_MORNING


@pytest.mark.parametrize(
    ("code", "changed", "wrong"),
    [
        (PROVIDER, {"issuer": "http://dinh-danh.example"}, ""),
        (PROVIDER, {"issuer": "https://cu.example"}, "issuer"),
        (PROVIDER, {"claims": "full_name"}, "claims"),
        (PROVIDER, {"levels": "LoA2 = 9"}, "levels"),
        (PROVIDER, {"least_level": "0"}, "least_level"),
        (PROVIDER, {"use": "maybe"}, "use"),
        (PROVIDER, {"name": "a" * 121}, "name"),
        (POLICY, {"from_on": "31/05/2026"}, "from_on"),
        (POLICY, {"from_on": "31/02/2027"}, "from_on"),
        (POLICY, {"basis": " "}, "basis"),
        (POLICY, {"staff_idle_minutes": "-1"}, "staff_idle_minutes"),
        (POLICY, {"longest_hours": "٣"}, "longest_hours"),
        (POLICY, {"second_factor_roles": "Vua"}, "second_factor_roles"),
        (POLICY, {"submit": "7"}, "submit"),
        ("tham-so.answer-within", {"value": "ít"}, "value"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_field(
    code: str, changed: dict[str, str], wrong: str
) -> None:
    other = a_known_provider()
    IdentityProvider.objects.filter(pk=other.code).update(code="khac")
    typed = A_PROVIDER if code == PROVIDER else {**A_POLICY, "value": "8h"}
    roles = (Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN)
    by = an_officer(a_province().committee, *roles)

    with pytest.raises(DomainError) as refused:
        actions.draft(code, {**typed, **changed}, by=by, at=MONDAY_MORNING)

    fields = refused.value.errors if isinstance(refused.value, InvalidInput) else {"": ""}
    assert list(fields) == [wrong]
    assert not SettingVersion.objects.exists()


def test_a_proposal_that_changes_nothing_is_refused() -> None:
    put_in_force(PROVIDER, A_PROVIDER)

    with pytest.raises(NothingChanges):
        actions.draft(PROVIDER, A_PROVIDER, by=a_technician(), at=MONDAY_MORNING)


def test_a_proposal_whose_day_has_passed_is_sent_back_and_not_put_in_force() -> None:
    first, second, late = a_technician(), a_technician("Lê Thị Duyệt"), hanoi("2026-07-02 09:00")
    version = a_proposed_policy(first)

    with pytest.raises(NotSound):
        actions.publish(version.id, by=second, at=late)
    actions.send_back(version.id, reason="Quá ngày.", by=second, at=late)
    actions.discard(version.id, by=first, at=late)

    assert not SignInPolicy.objects.exists()
    assert not SettingVersion.objects.exists()


@pytest.mark.parametrize("role", [Role.BUSINESS_ADMIN, Role.CONTROLLER, Role.SIGNATORY, None])
def test_nobody_but_technical_administrators_has_a_hand_in_signing_in(role: Role | None) -> None:
    version = a_proposed_policy(a_technician())
    by: Actor = an_officer(a_province().committee, role) if role else a_citizen()

    with pytest.raises(NotPermitted):
        actions.draft(PROVIDER, A_PROVIDER, by=by, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.publish(version.id, by=by, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.draft("gia-vang", {}, by=by, at=MONDAY_MORNING)


def test_the_console_acts_alone_until_there_are_two_who_could() -> None:
    today = MONDAY_MORNING.date()
    assert console_acts_alone(TECHNICIANS, today)
    first, second = a_technician(), a_technician("Lê Thị Duyệt")
    assert not console_acts_alone(TECHNICIANS, today)

    account = Account.objects.get(person=second.who)
    close_account(account.id, by=first, at=MONDAY_MORNING)
    assert console_acts_alone(TECHNICIANS, today)


def test_the_console_then_only_turns_a_provider_off_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    known = a_known_provider()
    a_technician(), a_technician("Lê Thị Duyệt")
    file = tmp_path / "said.toml"
    file.write_text(
        'code = "quoc-gia"\nname = "khác"\nissuer = "https://xau.example"\nclient_id = "x"\n'
        '[claims]\npersonal_number = "sub"\nfull_name = "name"\n[levels]\nLoA2 = 3\n'
    )

    with pytest.raises(CannotStart, match="hai người có quyền"):
        providers.configure(file, off=False)
    providers.configure(file, off=True)

    known.refresh_from_db()
    assert (known.is_enabled, known.issuer, known.levels) == (
        False,
        "https://cu.example",
        {"LoA2": 2},
    )
    file.write_text('from_on = 2027-01-01\nbasis = "Thử"\n')
    with pytest.raises(CannotStart, match="hai người có quyền"):
        providers.policy(file)
    assert not SignInPolicy.objects.exists()


def test_nothing_else_in_the_program_sets_what_two_persons_set() -> None:
    """The acts below are reached through proposals, and by the console of an empty installation."""
    acts = re.compile(r"\b(?:adopt_policy|change_calendar|configure_provider|set_parameter)\(")
    calling = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if re.search(acts, re.sub(r"def \w+\(", "", file.read_text("utf-8")))
    }

    assert calling == {
        "cli/calendars.py",
        "cli/providers.py",
        "configuration/kinds/calendars.py",
        "configuration/kinds/policies.py",
        "configuration/kinds/providers.py",
        "configuration/kinds/terms.py",
        "demo/load.py",
    }
