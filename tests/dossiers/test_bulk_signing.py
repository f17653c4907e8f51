"""Signing many dossiers with one confirmation: each was read, none is signed twice."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as used

from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers import actions
from motcua.dossiers.bulk_signing import carry_out, progress_of, to_sign, unfinished
from motcua.dossiers.models import BulkItem, BulkSigning, Dossier, Result
from motcua.dossiers.rules import ResultNotReady, Status
from motcua.dossiers.signing_rules import (
    DraftNotRead,
    NothingToSign,
    SignedAlready,
    TooManyToSign,
)
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.organisations.models import Position
from motcua.people.rules import SecondFactorMissing, SecondFactorNeeded
from motcua.signing.models import Signature
from tests.builders import a_dossier_at, a_signatory, a_signing, an_officer, the_task
from tests.calendars import A_DAY, MONDAY_MORNING
from tests.dossiers.expectations import last_event, put_into, verbs
from tests.real_database import address_of_tests, at_once
from tests.signing_hands import a_confirmation, dossiers_to_sign, read

django_db = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(minutes=1)
# Signs one bulk signing in a process of its own, against the database of the tests.
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID
import django
django.setup()
from django.conf import settings
settings.KEYS = Path(sys.argv[2])
from motcua.dossiers.bulk_signing import carry_out
carry_out(UUID(sys.argv[1]), lambda: datetime.fromisoformat(sys.argv[3]))
"""


def begun(dossiers: list[Dossier], by: Actor) -> BulkSigning:
    drafts = [read(dossier, by).id for dossier in dossiers]
    return actions.begin_bulk(drafts, confirmation=a_confirmation(by), by=by, at=MONDAY_MORNING)


def states(bulk: BulkSigning) -> list[str]:
    items = BulkItem.objects.filter(bulk=bulk).order_by("id")
    return list(items.values_list("state", flat=True))


@django_db
def test_all_that_was_read_is_signed_each_by_itself() -> None:
    dossiers, signatory = dossiers_to_sign(3)
    bulk = begun(dossiers, signatory)

    assert carry_out(bulk.id, lambda: LATER)

    assert states(bulk) == ["signed"] * 3
    for dossier in dossiers:
        assert the_task(dossier).node == "issue"
        event = last_event(dossier, "document.signed")
        assert (event.by, event.agency) == (signatory.person, signatory.agency)
    assert unfinished() == []


@django_db
def test_what_was_signed_is_what_was_confirmed() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    bulk = begun(dossiers, signatory)
    carry_out(bulk.id, lambda: LATER)

    for item in BulkItem.objects.filter(bulk=bulk).select_related("draft"):
        result = Result.objects.get(dossier=item.dossier_id)
        signed = content_of(Document.objects.get(pk=result.signed_document or item.id))
        shown = content_of(Document.objects.get(pk=item.draft.document))
        assert signed.startswith(shown)


@django_db
def test_the_confirmation_and_the_end_are_recorded() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    bulk = begun(dossiers, signatory)
    carry_out(bulk.id, lambda: LATER)

    told = Event.objects.filter(subject=bulk.id).order_by("id")

    assert [event.verb for event in told] == ["bulk_signing.confirmed", "bulk_signing.ended"]
    assert told[1].facts["signed"] == 2
    assert {event.by for event in told} == {signatory.person}


@django_db
def test_without_the_code_nothing_is_confirmed() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    draft = read(dossiers[0], signatory)

    with pytest.raises(SecondFactorNeeded):
        actions.begin_bulk([draft.id], confirmation=None, by=signatory, at=MONDAY_MORNING)
    other = a_signatory(dossiers[0])
    theirs = read(dossiers[0], other)
    with pytest.raises(SecondFactorMissing):
        actions.begin_bulk([theirs.id], confirmation=None, by=other, at=MONDAY_MORNING)
    assert not BulkSigning.objects.exists()


@django_db
def test_what_was_not_read_is_not_confirmed() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    mine, changed = (read(dossier, signatory) for dossier in dossiers)
    Result.objects.filter(dossier=dossiers[1]).update(content="Khác.")
    theirs = read(dossiers[0], a_signatory(dossiers[0]))

    for drafts in ([new_id()], [theirs.id], [mine.id, changed.id]):
        with pytest.raises(DraftNotRead):
            actions.begin_bulk(
                drafts,
                confirmation=a_confirmation(signatory),
                by=signatory,
                at=MONDAY_MORNING,
            )


@django_db
def test_none_too_many_or_twice_is_refused() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    begun(dossiers, signatory)
    draft = read(dossiers[0], signatory).id

    for drafts, refusal in (
        ([], NothingToSign),
        ([new_id() for _ in range(101)], TooManyToSign),
        ([draft], SignedAlready),
    ):
        with pytest.raises(refusal):
            actions.begin_bulk(
                drafts,
                confirmation=a_confirmation(signatory),
                by=signatory,
                at=MONDAY_MORNING,
            )


@django_db
def test_only_a_signatory_confirms_and_only_the_system_carries_out() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    bulk = begun(dossiers, signatory)
    item = BulkItem.objects.get(bulk=bulk)
    officer = an_officer(the_task(dossiers[0]).agency, Role.CASE_OFFICER)

    for act in (
        lambda: actions.begin_bulk([], confirmation=None, by=officer, at=LATER),
        lambda: actions.sign_item(item.id, by=signatory, at=LATER),
        lambda: actions.note_signed(item.id, by=signatory, at=LATER),
        lambda: actions.fail_item(item.id, NotFound(), by=signatory, at=LATER),
        lambda: actions.end_bulk(bulk.id, by=signatory, at=LATER),
    ):
        with pytest.raises(NotPermitted):
            act()


@django_db
def test_one_that_cannot_be_signed_says_why_and_the_others_are_signed() -> None:
    dossiers, signatory = dossiers_to_sign(3)
    bulk = begun(dossiers, signatory)
    Result.objects.filter(dossier=dossiers[1]).update(content="Khác.")

    carry_out(bulk.id, lambda: LATER)

    assert sorted(states(bulk)) == ["failed", "signed", "signed"]
    failed = BulkItem.objects.get(bulk=bulk, state="failed")
    assert (failed.dossier_id, failed.ended_at) == (dossiers[1].id, LATER)
    assert "chưa mở đọc" in failed.reason
    assert the_task(dossiers[1]).node == "sign"


@django_db
def test_who_lost_the_office_meanwhile_signs_nothing() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    bulk = begun(dossiers, signatory)
    Position.objects.filter(officer=signatory.who).update(valid_to=MONDAY_MORNING - A_DAY)

    carry_out(bulk.id, lambda: LATER)

    assert states(bulk) == ["failed"]
    assert not Signature.objects.filter(by=signatory.who).exists()


@django_db
def test_carried_out_again_nothing_is_signed_twice() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    bulk = begun(dossiers, signatory)

    for _ in range(3):
        carry_out(bulk.id, lambda: LATER)

    assert [verbs(one).count("document.signed") for one in dossiers] == [1, 1]
    assert Event.objects.filter(subject=bulk.id, verb="bulk_signing.ended").count() == 1


@django_db
def test_it_can_be_stopped_and_what_waits_is_not_signed() -> None:
    dossiers, signatory = dossiers_to_sign(2)
    bulk = begun(dossiers, signatory)
    first = BulkItem.objects.filter(bulk=bulk).order_by("id").first()
    assert first is not None
    actions.sign_item(first.id, by=SYSTEM, at=LATER)

    assert actions.take_back_bulk(bulk.id, by=signatory, at=LATER) == 1
    carry_out(bulk.id, lambda: LATER)

    assert sorted(states(bulk)) == ["failed", "signed"]
    with pytest.raises(NotFound):
        actions.take_back_bulk(bulk.id, by=a_signatory(dossiers[0]), at=LATER)


@django_db
def test_what_was_signed_one_by_one_meanwhile_is_not_signed_again() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    bulk = begun(dossiers, signatory)
    a_signing_with_code(dossiers[0], signatory)

    carry_out(bulk.id, lambda: LATER)

    assert states(bulk) == ["failed"]
    assert verbs(dossiers[0]).count("document.signed") == 1


def a_signing_with_code(dossier: Dossier, by: Actor) -> None:
    actions.sign_result(
        dossier.id,  # type: ignore[arg-type]
        the_task(dossier).id,  # type: ignore[arg-type]
        confirmation=a_confirmation(by),
        by=by,
        at=MONDAY_MORNING,
    )


@django_db
def test_a_step_of_another_kind_is_not_signed() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    draft = read(dossiers[0], signatory)
    Result.objects.filter(dossier=dossiers[0]).delete()

    with pytest.raises(ResultNotReady):
        actions.begin_bulk(
            [draft.id], confirmation=a_confirmation(signatory), by=signatory, at=MONDAY_MORNING
        )


@django_db
def test_the_list_says_what_was_read_today_and_is_unchanged() -> None:
    dossiers, signatory = dossiers_to_sign(3)
    read(dossiers[0], signatory)
    read(dossiers[1], signatory)
    Dossier.objects.filter(pk=dossiers[1].id).update(revision=99)

    listed = {one.dossier.id: one for one in to_sign(signatory, MONDAY_MORNING)}
    tomorrow = to_sign(signatory, MONDAY_MORNING + A_DAY)

    assert [listed[dossier.id].draft is not None for dossier in dossiers] == [True, False, False]
    assert all(one.draft is None for one in tomorrow)
    assert to_sign(an_officer(signatory.office, Role.CASE_OFFICER), LATER) == []


@django_db
def test_progress_is_for_who_confirmed() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    bulk = begun(dossiers, signatory)

    seen = progress_of(bulk.id, signatory)

    assert (seen.count("waiting"), seen.is_over) == (1, False)
    with pytest.raises(NotFound):
        progress_of(bulk.id, a_signatory(dossiers[0]))


@django_db
def test_notes_of_what_came_back_change_only_what_was_asked() -> None:
    dossiers, signatory = dossiers_to_sign(1)
    bulk = begun(dossiers, signatory)
    item = BulkItem.objects.get(bulk=bulk)

    actions.note_signed(item.id, by=SYSTEM, at=LATER)
    assert states(bulk) == ["waiting"]
    BulkItem.objects.update(state="asked")
    actions.note_signed(item.id, by=SYSTEM, at=LATER)

    assert states(bulk) == ["signed"]
    assert BulkSigning.objects.get(pk=bulk.id).ended_at == LATER


@pytest.mark.usefixtures("real_commits")
def test_two_workers_at_once_sign_each_dossier_once() -> None:
    dossiers, signatory = dossiers_to_sign(3)
    bulk = begun(dossiers, signatory)

    at_once([lambda: carry_out(bulk.id, lambda: LATER)] * 3)
    carry_out(bulk.id, lambda: LATER)

    assert states(bulk) == ["signed"] * 3
    assert [verbs(one).count("document.signed") for one in dossiers] == [1, 1, 1]


@pytest.mark.usefixtures("real_commits")
def test_killed_in_the_middle_it_goes_on_and_nothing_is_signed_twice(keys: Path) -> None:
    dossiers, signatory = dossiers_to_sign(10)
    bulk = begun(dossiers, signatory)

    killed_after(3, bulk.id, keys)
    before = states(bulk)
    carry_out(bulk.id, lambda: LATER)

    assert 3 <= before.count("signed") < 10
    assert states(bulk) == ["signed"] * 10
    assert [verbs(one).count("document.signed") for one in dossiers] == [1] * 10
    signed = Result.objects.filter(signed_document__isnull=False)
    assert set(signed.values_list("signed_document", flat=True)) == set(
        Signature.objects.filter(by=signatory.who).values_list("document", flat=True)
    )


def killed_after(many: int, bulk: UUID, keys: Path) -> None:
    """Let a worker of its own sign, and kill it once so many are signed."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(bulk), str(keys), LATER.isoformat()],
        env={
            **os.environ,
            "MOTCUA_DATABASE_URL": address_of_tests(),
            "MOTCUA_STATE": str(used.STATE),
            "DJANGO_SETTINGS_MODULE": "motcua.settings",
        },
    )
    try:
        until = time.monotonic() + 60
        while BulkItem.objects.filter(bulk=bulk, state="signed").count() < many:
            assert worker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
    finally:
        worker.kill()
        worker.wait()


@django_db
def test_what_ended_otherwise_is_not_listed() -> None:
    dossier = a_dossier_at("sign")
    signatory = a_signatory(dossier)
    a_signing(dossier, by=signatory)
    stopped = a_dossier_at("sign")
    put_into(stopped, Status.STOPPED)

    assert dossier.id not in {one.dossier.id for one in to_sign(signatory, LATER)}
