"""Who is away, who acts for whom, and who leaves a post."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.kernel.ids import AgencyId, PersonId
from motcua.organisations import actions
from motcua.organisations.models import Absence, Delegation, Position
from motcua.organisations.queries import available_officers, officers_of, offices_of
from motcua.organisations.rules import (
    AlreadyEnded,
    BasisMissing,
    DaysWrong,
    NotAColleague,
    NotYoursToLend,
)
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
A_WEEK = timedelta(days=7)


def two_signatories() -> tuple[Actor, Actor]:
    committee = a_province().committee
    return an_officer(committee, Role.SIGNATORY), an_officer(committee, Role.CASE_OFFICER)


def person(actor: Actor) -> PersonId:
    return PersonId(actor.who)


def lend(giver: Actor, to: Actor, role: Role = Role.SIGNATORY, **given: object) -> Delegation:
    facts: dict[str, object] = {
        "from_on": TODAY,
        "to_on": TODAY + A_WEEK,
        "basis": "Quyết định 12/QĐ-UBND",
        **given,
    }
    return actions.delegate(person(to), role, by=giver, at=MONDAY_MORNING, **facts)  # type: ignore[arg-type]


def away(officer: Actor, by: Actor, first: date = TODAY, last: date = TODAY + A_WEEK) -> Absence:
    return actions.note_absence(
        person(officer), from_on=first, to_on=last, reason="Nghỉ phép", by=by, at=MONDAY_MORNING
    )


# ---- delegation ----


def test_who_is_lent_a_role_holds_it_for_those_days_only() -> None:
    giver, receiver = two_signatories()

    lend(giver, receiver)

    held = {day: roles_of(receiver, day) for day in (TODAY, TODAY + A_WEEK, TODAY + 2 * A_WEEK)}
    assert Role.SIGNATORY in held[TODAY] & held[TODAY + A_WEEK]
    assert Role.SIGNATORY not in held[TODAY + 2 * A_WEEK]
    assert receiver.who in {one.id for one in officers_of(giver.office, Role.SIGNATORY, TODAY)}


def roles_of(actor: Actor, day: date) -> frozenset[Role]:
    return frozenset(role for office in offices_of(actor.who, day) for role in office.roles)


def test_a_delegation_is_recorded() -> None:
    giver, receiver = two_signatories()

    lent = lend(giver, receiver)

    event = Event.objects.get(verb="role.delegated")
    assert (event.by, event.facts["delegation"]) == (giver.who, str(lent.id))


def test_what_was_lent_is_not_lent_on() -> None:
    giver, receiver = two_signatories()
    lend(giver, receiver)
    third = an_officer(giver.office, Role.CASE_OFFICER)

    with pytest.raises(NotYoursToLend):
        lend(receiver, third)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"to_on": TODAY - A_WEEK}, DaysWrong),
        ({"to_on": TODAY + 60 * A_WEEK}, DaysWrong),
        ({"basis": " "}, BasisMissing),
    ],
)
def test_a_delegation_has_days_and_a_basis(
    given: dict[str, object], refusal: type[DomainError]
) -> None:
    giver, receiver = two_signatories()

    with pytest.raises(refusal):
        lend(giver, receiver, **given)  # type: ignore[arg-type]


def test_a_role_is_lent_to_a_colleague_only() -> None:
    giver, _ = two_signatories()
    elsewhere = an_officer(uuid_of_another_agency(), Role.SIGNATORY)

    for receiver in (giver, elsewhere):
        with pytest.raises(NotAColleague):
            lend(giver, receiver)


def uuid_of_another_agency() -> AgencyId:
    from motcua.organisations.models import Agency

    return AgencyId(Agency.objects.get(code="H42.03").id)


def test_a_role_taken_back_is_gone_and_taken_back_once() -> None:
    giver, receiver = two_signatories()
    lent = lend(giver, receiver)

    actions.revoke_delegation(lent.id, by=giver, at=MONDAY_MORNING)

    assert Role.SIGNATORY not in roles_of(receiver, TODAY)
    with pytest.raises(AlreadyEnded):
        actions.revoke_delegation(lent.id, by=giver, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.revoke_delegation(uuid4(), by=giver, at=MONDAY_MORNING)


def test_only_the_giver_takes_a_role_back() -> None:
    giver, receiver = two_signatories()
    lent = lend(giver, receiver)

    with pytest.raises(NotPermitted):
        actions.revoke_delegation(lent.id, by=receiver, at=MONDAY_MORNING)


# ---- absence ----


def test_who_is_away_is_not_available_those_days() -> None:
    head, officer = two_signatories()

    away(officer, by=officer)

    there = available_officers(head.office, Role.CASE_OFFICER, TODAY)
    later = available_officers(head.office, Role.CASE_OFFICER, TODAY + 2 * A_WEEK)
    assert [one.id for one in there] == []
    assert [one.id for one in later] == [officer.who]


def test_an_absence_may_be_noted_by_who_leads_and_by_nobody_else() -> None:
    head, officer = two_signatories()
    colleague = an_officer(head.office, Role.CASE_OFFICER)

    away(officer, by=head)

    assert Event.objects.filter(verb="officer.absent", subject=officer.who).count() == 1
    with pytest.raises(NotPermitted):
        away(officer, by=colleague)


def test_who_comes_back_early_is_available_again() -> None:
    head, officer = two_signatories()
    absence = away(officer, by=officer, first=TODAY - A_WEEK)

    actions.end_absence(absence.id, by=head, at=MONDAY_MORNING)

    assert available_officers(head.office, Role.CASE_OFFICER, TODAY)
    with pytest.raises(AlreadyEnded):
        actions.end_absence(absence.id, by=head, at=MONDAY_MORNING)


def test_an_absence_that_has_not_begun_is_dropped() -> None:
    _, officer = two_signatories()
    absence = away(officer, by=officer, first=TODAY + A_WEEK, last=TODAY + A_WEEK)

    actions.end_absence(absence.id, by=officer, at=MONDAY_MORNING)

    assert not Absence.objects.exists()
    with pytest.raises(NotFound):
        actions.end_absence(absence.id, by=officer, at=MONDAY_MORNING)


# ---- posts ----


def end(officer: Actor, by: Actor) -> None:
    agency = AgencyId(officer.office)
    actions.end_post(person(officer), agency, last_on=TODAY, by=by, at=MONDAY_MORNING)


def test_who_leaves_holds_the_post_to_its_last_day_and_lends_nothing() -> None:
    head, officer = two_signatories()
    lent = lend(head, officer)

    end(officer, by=head)

    lent.refresh_from_db()
    assert Position.objects.get(officer=officer.who).valid_to == TODAY
    assert lent.revoked_at == MONDAY_MORNING
    assert roles_of(officer, TODAY + A_WEEK) == frozenset()
    assert Event.objects.get(verb="post.ended").subject == officer.who


def test_only_the_signatory_there_or_the_administrator_ends_a_post() -> None:
    _, officer = two_signatories()
    elsewhere = an_officer(uuid_of_another_agency(), Role.SIGNATORY)

    for nobody in (officer, elsewhere):
        with pytest.raises(NotPermitted):
            end(officer, by=nobody)


def test_a_post_that_is_not_held_cannot_end() -> None:
    head, _ = two_signatories()
    stranger = Actor(uuid4(), head.office, frozenset())

    with pytest.raises(AlreadyEnded):
        end(stranger, by=head)
