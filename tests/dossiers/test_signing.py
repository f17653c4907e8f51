"""What was shown to the signer is what is signed, to the last byte."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers import actions
from motcua.dossiers.confirming import code_is_asked
from motcua.dossiers.models import Dossier, Result, ShownDraft, Slip
from motcua.dossiers.rules import IllegalTransition, Status
from motcua.dossiers.shown_drafts import bytes_of, step_to_sign
from motcua.dossiers.signing_rules import DraftNotRead
from motcua.dossiers.slips import issue
from motcua.events.actions import deliver_next
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from motcua.organisations.models import Delegation
from motcua.people.rules import SecondFactorMissing, SecondFactorNeeded
from motcua.signing.carrying_out import carry_out
from motcua.signing.models import Certificate, Signature, SignatureRequest
from motcua.signing.providers import remote
from motcua.signing.verifying import verify
from motcua.workflow.models import Task
from tests.builders import (
    a_certificate,
    a_dossier_at,
    a_records_clerk,
    a_section_head,
    a_signatory,
    a_signing,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_task,
)
from tests.calendars import A_DAY, MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, put_into, stored, verbs
from tests.signing.remote_keeper import SigningService, a_signing_service
from tests.signing_hands import a_confirmation, read, with_app

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(minutes=1)


def kept(document: UUID | None) -> bytes:
    assert document is not None
    return content_of(Document.objects.get(pk=document))


def at_sign() -> tuple[Dossier, Actor]:
    dossier = a_dossier_at("sign")
    return dossier, a_signatory(dossier)


def sign(dossier: Dossier, by: Actor, **given: object) -> Dossier:
    return actions.sign_result(
        ident(dossier),
        task_id(dossier),
        by=by,
        **{"at": MONDAY_MORNING, **given},  # type: ignore[arg-type]
    )


def test_nothing_is_signed_that_was_not_shown() -> None:
    dossier, signatory = at_sign()

    with pytest.raises(DraftNotRead, match="chưa mở đọc"):
        sign(dossier, signatory)

    assert not Signature.objects.exists()


def test_what_was_signed_begins_with_exactly_what_was_shown() -> None:
    dossier, signatory = at_sign()
    shown = read(dossier, signatory)

    sign(dossier, signatory, at=LATER)

    result = Result.objects.get(dossier=dossier)
    assert kept(result.signed_document).startswith(bytes_of(shown))
    signature = Signature.objects.get(document=result.signed_document or dossier.id)
    assert signature.shown_digest == shown.digest


def test_that_it_was_opened_is_recorded_by_its_digest() -> None:
    dossier, signatory = at_sign()

    shown = read(dossier, signatory)

    event = last_event(dossier, "draft.shown")
    assert (event.by, event.facts["digest"]) == (signatory.person, shown.digest)


def test_opened_again_unchanged_it_is_the_same_file() -> None:
    dossier, signatory = at_sign()

    first = read(dossier, signatory)
    again = read(dossier, signatory, LATER)

    assert again.digest == first.digest
    assert (ShownDraft.objects.count(), verbs(dossier).count("draft.shown")) == (1, 1)


def test_what_one_has_read_another_may_not_sign() -> None:
    dossier, signatory = at_sign()
    read(dossier, signatory)

    with pytest.raises(DraftNotRead):
        sign(dossier, a_signatory(dossier))


@pytest.mark.parametrize("change", [{"content": "Khác."}, {"granted": False, "reason": "Thiếu"}])
def test_what_has_changed_must_be_read_again(change: dict[str, object]) -> None:
    dossier, signatory = at_sign()
    read(dossier, signatory)
    Result.objects.filter(dossier=dossier).update(**change)

    with pytest.raises(DraftNotRead):
        sign(dossier, signatory)

    read(dossier, signatory)
    assert sign(dossier, signatory).step != "Ký"


def test_the_next_day_it_bears_another_date_and_must_be_read_again() -> None:
    dossier, signatory = at_sign()
    read(dossier, signatory)

    with pytest.raises(DraftNotRead):
        sign(dossier, signatory, at=MONDAY_MORNING + A_DAY)


def test_who_may_not_sign_is_shown_no_draft_to_sign() -> None:
    dossier, _ = at_sign()
    officer = an_officer(the_task(dossier).agency, Role.CASE_OFFICER)

    with pytest.raises(NotPermitted):
        read(dossier, officer)
    assert step_to_sign(dossier, officer, MONDAY_MORNING) is None


def test_while_the_dossier_waits_for_its_applicant_nothing_is_shown_or_signed() -> None:
    dossier, signatory = at_sign()
    read(dossier, signatory)
    put_into(dossier, Status.SUPPLEMENTING)

    for act in (read, sign):
        with pytest.raises(IllegalTransition):
            act(stored(dossier), signatory)
    assert step_to_sign(stored(dossier), signatory, MONDAY_MORNING) is None


def test_a_delegate_signs_what_was_given_to_another() -> None:
    dossier, giver = at_sign()
    actions.claim(ident(dossier), task_id(dossier), by=giver, at=MONDAY_MORNING)
    receiver = a_signatory(dossier)
    assert step_to_sign(dossier, receiver, MONDAY_MORNING) is None
    Delegation.objects.create(
        giver_id=giver.who,
        receiver_id=receiver.who,
        agency_id=receiver.office,
        role=Role.SIGNATORY.value,
        from_on=MONDAY_MORNING.date(),
        to_on=MONDAY_MORNING.date(),
        basis="QĐ 1",
    )

    assert step_to_sign(dossier, receiver, MONDAY_MORNING) == the_task(dossier)
    read(dossier, receiver)
    sign(dossier, receiver)

    assert Result.objects.get(dossier=dossier).signer == receiver.person


def test_who_has_an_app_confirms_each_signature_with_a_code() -> None:
    dossier, signatory = at_sign()
    with_app(signatory)
    read(dossier, signatory)

    with pytest.raises(SecondFactorNeeded):
        sign(dossier, signatory)
    sign(dossier, signatory, confirmation=a_confirmation(signatory))

    assert "document.signed" in verbs(dossier)


def test_a_confirmation_is_good_for_one_signature() -> None:
    dossier, signatory = at_sign()
    other = a_dossier_at("sign")
    with_app(signatory)
    for one in (dossier, other):
        read(one, signatory)
    confirmation = a_confirmation(signatory)
    sign(dossier, signatory, confirmation=confirmation)

    with pytest.raises(SecondFactorNeeded):
        sign(other, signatory, confirmation=confirmation)


def test_a_confirmation_grows_old_and_is_nobody_else_s() -> None:
    dossier, signatory = at_sign()
    other = with_app(a_signatory(dossier))
    with_app(signatory)
    for by in (signatory, other):
        read(dossier, by)
    confirmation = a_confirmation(signatory)

    for by, at in ((signatory, MONDAY_MORNING + timedelta(minutes=6)), (other, MONDAY_MORNING)):
        with pytest.raises(SecondFactorNeeded):
            sign(dossier, by, confirmation=confirmation, at=at)


def test_the_province_may_ask_everybody_or_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, signatory = at_sign()
    read(dossier, signatory)
    asked: dict[str, bool] = {}

    for said in ("always", "none", "enrolled"):
        terms = type("Terms", (), {"sign_with_code": said})
        monkeypatch.setattr("motcua.dossiers.confirming.clock_terms", lambda day, t=terms: t)
        asked[said] = code_is_asked(signatory.who, MONDAY_MORNING)

    assert asked == {"always": True, "none": False, "enrolled": False}
    terms = type("Terms", (), {"sign_with_code": "always"})
    monkeypatch.setattr("motcua.dossiers.confirming.clock_terms", lambda day: terms)
    with pytest.raises(SecondFactorMissing):
        sign(dossier, signatory)


@pytest.fixture
def service(
    keys: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SigningService]:
    monkeypatch.setattr(remote, "PAUSE", 0.01)
    certificate = a_certificate(new_id(), "person", "Khóa ở dịch vụ")
    with a_signing_service((keys / certificate.key_file).read_bytes()) as running:
        settings.SIGNING_SERVICE = running.url
        yield running


def kept_elsewhere(owner: UUID, kind: str) -> None:
    """Have the service keep the key of somebody's certificate."""
    Certificate.objects.filter(owner=owner, kind=kind).delete()
    Certificate.objects.filter(subject_name="Khóa ở dịch vụ").update(
        owner=owner, kind=kind, keeper="remote", key_file="", key_name="k"
    )


def carried_out() -> None:
    for request in SignatureRequest.objects.filter(state="waiting"):
        carry_out(request.id, lambda: LATER)
    while deliver_next("signatures"):
        pass


def test_a_key_kept_elsewhere_signs_between_two_acts(service: SigningService) -> None:
    dossier, signatory = at_sign()
    kept_elsewhere(signatory.who, "person")
    shown = read(dossier, signatory)

    sign(dossier, signatory)
    assert the_task(dossier).node == "sign"
    carried_out()

    result = Result.objects.get(dossier=dossier)
    assert the_task(dossier).node == "issue"
    assert (result.signer, result.signed_at) == (signatory.person, LATER)
    assert kept(result.signed_document).startswith(bytes_of(shown))
    assert verify(kept(result.signed_document), at=MONDAY_MORNING)[0].holds


def test_a_seal_kept_elsewhere_decides_once_it_is_back(service: SigningService) -> None:
    dossier = a_dossier_at("sign")
    a_signing(dossier, by=a_signatory(dossier))
    clerk = a_records_clerk(stored(dossier))
    kept_elsewhere(clerk.office, "seal")

    actions.issue_result(ident(dossier), task_id(dossier), by=clerk, at=MONDAY_MORNING)
    waiting = stored(dossier)
    carried_out()

    result = Result.objects.get(dossier=dossier)
    assert waiting.status == Status.IN_PROGRESS
    assert stored(dossier).status == Status.DECIDED
    assert (result.number, result.issued_by) == ("1/KQGQ", clerk.person)
    assert len(verify(kept(result.document), at=MONDAY_MORNING)) == 2


def test_a_signature_that_comes_too_late_is_set_aside(service: SigningService) -> None:
    dossier, signatory = at_sign()
    kept_elsewhere(signatory.who, "person")
    read(dossier, signatory)
    sign(dossier, signatory)
    actions.send_back(
        ident(dossier),
        task_id(dossier),
        "appraise",
        reason="Làm lại",
        by=a_section_head(dossier),
        at=MONDAY_MORNING,
    )

    carried_out()

    assert Result.objects.get(dossier=dossier).signed_document is None
    assert "signature.set_aside" in verbs(dossier)
    assert the_task(dossier).node == "appraise"


def test_a_seal_that_comes_too_late_is_set_aside() -> None:
    dossier = a_dossier_at("sign")

    taken = actions.take_sealed_result(
        ident(dossier), dossier.id, dossier.id, by=SYSTEM, at=MONDAY_MORNING
    )

    assert not taken
    assert "signature.set_aside" in verbs(dossier)


def test_a_slip_is_handed_out_and_signed_when_the_seal_is_back(service: SigningService) -> None:
    dossier = an_accepted_dossier()
    assert dossier.receiving_agency_id is not None
    kept_elsewhere(dossier.receiving_agency_id, "seal")
    event = last_event(dossier, "dossier.accepted")

    slip = issue(event, "receipt")
    assert slip is not None
    before = (slip.signed, kept(slip.document))
    carried_out()

    slip = Slip.objects.get(pk=slip.pk)
    assert (before[0], slip.signed) == (False, True)
    assert kept(slip.document).startswith(before[1])


def test_steps_that_were_signed_at_once_ask_nobody() -> None:
    dossier = a_dossier_at("sign")

    step_on(dossier)

    assert not SignatureRequest.objects.exists()
    assert Task.objects.get(subject=dossier.id, completed_at=None).node == "issue"
