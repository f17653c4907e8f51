"""The apology: who writes and signs it, what it may say, and that there is one."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.dossiers import actions
from motcua.dossiers.apologies import all_causes, apology_of, causes_on, promised, to_sign
from motcua.dossiers.apology_rules import (
    AlreadyApologised,
    ApologyChanged,
    ApologyNotWritten,
    CauseUnknown,
    ExplanationMissing,
    NewDayNotWorked,
    NewDayTooEarly,
    NothingToApologise,
)
from motcua.dossiers.models import Apology, Dossier, LateCause
from motcua.dossiers.rules import ReasonMissing, Status
from motcua.dossiers.slips import content, newest
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.organisations.models import Agency
from motcua.signing.queries import signatures_of
from tests.builders import (
    a_case_officer,
    a_certificate,
    a_decided_dossier,
    a_dossier_at,
    a_province,
    a_receptionist,
    a_section_head,
    a_signatory,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING, hanoi
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs
from tests.lateness import (
    AFTER_DUE,
    DAY_BEFORE,
    DUE,
    NEW_DAY,
    a_signed_apology,
    a_written_apology,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_head_writes_the_apology_and_the_limit_stays() -> None:
    dossier = an_accepted_dossier()

    written = a_written_apology(dossier, explanation="Mưa lũ")

    shown = apology_of(dossier.id)
    assert shown is not None
    assert (shown.cause, shown.explanation) == ("Hồ sơ phức tạp, phải xác minh thực tế", "Mưa lũ")
    assert (written.old_due_at, written.new_due_at, written.signed_at) == (DUE, NEW_DAY, None)
    assert stored(dossier).due_at == DUE
    assert promised(dossier.id) is None
    assert [one.id for one in to_sign(dossier.settling_agency_id or uuid4())] == [dossier.id]


def test_writing_and_signing_are_recorded() -> None:
    dossier = an_accepted_dossier()

    signed = a_signed_apology(dossier)

    event = last_event(dossier, "dossier.apologised")
    assert (event.by, event.at) == (signed.signed_by, DAY_BEFORE)
    assert event.facts["in_time"] is True
    assert verbs(dossier)[-2:] == ["apology.written", "dossier.apologised"]
    assert promised(dossier.id) is not None


def test_an_apology_signed_after_the_due_moment_says_so() -> None:
    dossier = an_accepted_dossier()

    a_signed_apology(dossier, at=AFTER_DUE)

    assert last_event(dossier, "dossier.apologised").facts["in_time"] is False


def test_who_holds_the_dossier_writes_too() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    actions.claim(ident(dossier), task_id(dossier), by=officer, at=MONDAY_MORNING)

    assert a_written_apology(stored(dossier), by=officer).written_by == officer.person


def strangers(dossier: Dossier) -> list[Actor]:
    elsewhere = an_officer(a_province().justice, Role.SECTION_HEAD, Role.SIGNATORY)
    return [
        a_case_officer(dossier),
        a_receptionist(dossier),
        the_applicant(dossier),
        elsewhere,
    ]


def test_nobody_else_writes_or_signs() -> None:
    dossier = an_accepted_dossier()
    a_written_apology(dossier)

    for stranger in strangers(dossier):
        with pytest.raises((NotPermitted, NotFound)):
            a_written_apology(dossier, by=stranger)
        with pytest.raises((NotPermitted, NotFound)):
            actions.sign_apology(ident(dossier), written_at=DAY_BEFORE, by=stranger, at=DAY_BEFORE)
    with pytest.raises((NotPermitted, NotFound)):
        actions.sign_apology(
            ident(dossier), written_at=DAY_BEFORE, by=a_section_head(dossier), at=DAY_BEFORE
        )


def test_a_dossier_is_put_off_once() -> None:
    dossier = an_accepted_dossier()
    signed = a_signed_apology(dossier)

    with pytest.raises(AlreadyApologised):
        a_written_apology(dossier, at=AFTER_DUE, new_due_at=NEW_DAY + timedelta(days=7))
    with pytest.raises(AlreadyApologised):
        actions.sign_apology(
            ident(dossier), written_at=signed.written_at, by=a_signatory(dossier), at=AFTER_DUE
        )
    assert Apology.objects.get(dossier=dossier).new_due_at == NEW_DAY


def test_until_it_is_signed_it_may_be_written_anew() -> None:
    dossier = an_accepted_dossier()
    a_written_apology(dossier)

    a_written_apology(dossier, at=AFTER_DUE, cause="workload")

    assert Apology.objects.get(dossier=dossier).cause_id == "workload"


def test_what_is_signed_is_what_was_read() -> None:
    dossier = an_accepted_dossier()
    read = a_written_apology(dossier).written_at
    a_written_apology(dossier, at=AFTER_DUE)

    with pytest.raises(ApologyChanged):
        actions.sign_apology(ident(dossier), written_at=read, by=a_signatory(dossier), at=AFTER_DUE)


def test_nothing_is_signed_that_was_not_written() -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(ApologyNotWritten):
        actions.sign_apology(
            ident(dossier), written_at=DAY_BEFORE, by=a_signatory(dossier), at=DAY_BEFORE
        )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"cause": "unknown"}, CauseUnknown),
        ({"cause": "other"}, ExplanationMissing),
        ({"cause": "other", "explanation": "  "}, ExplanationMissing),
        ({"new_due_at": DUE}, NewDayTooEarly),
        ({"new_due_at": DUE - timedelta(days=1)}, NewDayTooEarly),
        ({"new_due_at": hanoi("2026-06-13 17:00")}, NewDayNotWorked),
        ({"responsible": uuid4()}, NotFound),
    ],
)
def test_what_an_apology_must_not_say(given: dict[str, Any], refusal: type[Exception]) -> None:
    dossier = an_accepted_dossier()

    with pytest.raises(refusal):
        a_written_apology(dossier, **given)

    assert not Apology.objects.exists()


def test_a_new_day_that_has_passed_is_not_promised() -> None:
    dossier = an_accepted_dossier()
    late = NEW_DAY + timedelta(hours=1)
    written = a_written_apology(dossier)

    with pytest.raises(NewDayTooEarly):
        a_written_apology(dossier, at=late)
    with pytest.raises(NewDayTooEarly):
        actions.sign_apology(
            ident(dossier), written_at=written.written_at, by=a_signatory(dossier), at=late
        )


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.WITHDRAWN, Status.STOPPED])
def test_a_dossier_that_has_ended_needs_no_apology(status: Status) -> None:
    dossier = an_accepted_dossier()
    written = a_written_apology(dossier)
    put_into(dossier, status)

    with pytest.raises(NothingToApologise):
        a_written_apology(dossier)
    with pytest.raises(NothingToApologise):
        actions.sign_apology(
            ident(dossier), written_at=written.written_at, by=a_signatory(dossier), at=DAY_BEFORE
        )


def test_a_missing_apology_never_holds_back_the_result() -> None:
    dossier = a_decided_dossier()
    Dossier.objects.filter(pk=dossier.id).update(due_at=MONDAY_MORNING - timedelta(days=3))

    delivered = step_on(stored(dossier), at=AFTER_DUE)

    assert delivered.status == Status.DELIVERED
    assert not Apology.objects.exists()


def test_the_letter_is_numbered_signed_by_the_person_and_sealed_by_the_agency() -> None:
    dossier = an_accepted_dossier()
    agency = dossier.settling_agency
    assert agency is not None
    a_certificate(agency.id, "seal", agency.name)
    a_signed_apology(dossier)

    slip = newest(stored(dossier), "apology")

    assert slip is not None
    assert (slip.number, slip.signed) == ("1/XLGH", True)
    assert content(slip).startswith(b"%PDF-")
    assert [one.certificate.kind for one in signatures_of(slip.document)] == ["seal"]
    assert content(slip).count(b"/ByteRange") == 2


def test_without_keys_the_letter_is_still_issued() -> None:
    dossier = an_accepted_dossier()
    written = a_written_apology(dossier)
    signatory = an_officer(dossier.settling_agency_id or uuid4(), Role.SIGNATORY)
    actions.sign_apology(ident(dossier), written_at=written.written_at, by=signatory, at=DAY_BEFORE)

    slip = newest(stored(dossier), "apology")

    assert slip is not None
    assert not slip.signed


def test_the_database_refuses_a_promise_before_the_old_day() -> None:
    dossier = an_accepted_dossier()
    agency = dossier.settling_agency
    assert isinstance(agency, Agency)

    with pytest.raises(IntegrityError), transaction.atomic():
        Apology.objects.create(
            dossier=dossier,
            cause_id="workload",
            responsible=agency,
            old_due_at=DUE,
            new_due_at=DUE,
            written_by=uuid4(),
            written_at=DAY_BEFORE,
        )


def a_keeper() -> Actor:
    return an_officer(a_province().committee, Role.CONTROLLER)


def test_a_cause_is_added_and_retired() -> None:
    keeper = a_keeper()
    cause = actions.add_late_cause(" Chờ bản đồ địa chính ", by=keeper, at=MONDAY_MORNING)

    actions.retire_late_cause(cause.code, by=keeper, at=MONDAY_MORNING)

    today = MONDAY_MORNING.date()
    assert cause.name == "Chờ bản đồ địa chính"
    assert cause.code in {one.code for one in causes_on(today)}
    assert cause.code not in {one.code for one in causes_on(today + timedelta(days=1))}
    assert causes_on(today)[-1].code == "other"
    assert all_causes()[-1].code == cause.code
    with pytest.raises(NotFound):
        actions.retire_late_cause(cause.code, by=keeper, at=MONDAY_MORNING)


def test_the_list_of_causes_is_kept_by_its_keepers_alone() -> None:
    stranger = an_officer(a_province().commune, Role.SIGNATORY)

    with pytest.raises(NotPermitted):
        actions.add_late_cause("x", by=stranger, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.retire_late_cause("workload", by=stranger, at=MONDAY_MORNING)
    with pytest.raises(ReasonMissing):
        actions.add_late_cause("  ", by=a_keeper(), at=MONDAY_MORNING)


def test_a_cause_off_the_list_is_not_named_any_more() -> None:
    dossier = an_accepted_dossier()
    LateCause.objects.filter(code="workload").update(valid_to=date(2026, 6, 1))

    with pytest.raises(CauseUnknown):
        a_written_apology(dossier, cause="workload")
    assert words(dossier).cause == "verification"
