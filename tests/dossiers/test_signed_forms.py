"""A form that its applicant signs elsewhere with their own certificate, and sends back."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

from motcua.documents.actions import take_in
from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers import actions
from motcua.dossiers.actions import Sheet
from motcua.dossiers.models import Dossier, SignedForm
from motcua.dossiers.rules import IllegalTransition, Status
from motcua.dossiers.signed_forms import FormSignature, form_signature, may_be_signed
from motcua.dossiers.signing_rules import (
    FormChanged,
    FormNotGiven,
    FormNotSigned,
    FormSignatureWrong,
    NotTheApplicant,
    NotThisForm,
)
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.procedures.models import ProcedureVersion
from motcua.signing import pades
from motcua.signing.models import Certificate
from motcua.signing.rules import NotSigned
from tests.builders import ANSWERS, FORM, a_citizen, a_draft, a_filing, a_procedure
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, put_into, stored, verbs
from tests.signing.authorities import NAME, NUMBER, Authority, an_authority
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.tampering_hands import a_note_on_top, changed

pytestmark = pytest.mark.django_db
SIGNED = {**ANSWERS, "signature": {"name": "Nguyễn Thị Mẫu", "date": "2026-06-01"}}


def a_signed_procedure(**more: object) -> ProcedureVersion:
    """Return a procedure whose form ends in a signature."""
    form: dict[str, Any] = deepcopy(FORM)
    form["pages"][0]["fields"].append(
        {"id": "signature", "kind": "signature", "label": {"vi": "Người khai ký"}, **more}
    )
    return a_procedure(form=form)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with an_authority(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture
def certificate(running: Authority, keys: Path, settings: Settings) -> Certificate:
    settings.TSA_URL = ""
    running.trust(keys)
    return running.certificate("signer", keys)


def the_holder() -> Actor:
    """Return the person whose number the certificate bears."""
    return a_citizen(NAME, number=NUMBER)


def drafted(by: Actor, **more: object) -> Dossier:
    return a_draft(a_signed_procedure(**more), by=by, answers=SIGNED)


def given(dossier: Dossier, by: Actor) -> bytes:
    return content_of(actions.give_form(ident(dossier), by=by, at=MONDAY_MORNING))


def signed(pdf: bytes, certificate: Certificate) -> bytes:
    return pades.sign(pdf, certificate, field="S", reason="", stamp=a_stamp(), at=MONDAY_MORNING)


def sent(dossier: Dossier, content: bytes, by: Actor) -> SignedForm:
    document: Document = take_in("ky.pdf", content, subject=None, by=by, at=MONDAY_MORNING)
    return actions.take_signed_form(ident(dossier), document, by=by, at=MONDAY_MORNING)


def signature_of(dossier: Dossier) -> FormSignature:
    found = form_signature(stored(dossier))
    assert found is not None
    return found


def test_signed_elsewhere_and_sent_back_it_says_who_signed(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)

    row = sent(dossier, signed(given(dossier, holder), certificate), holder)

    found = signature_of(dossier)
    assert (found.signer, found.is_current) == (NAME, True)
    assert found.document == row.signed
    assert "form.signed" in verbs(dossier)


def test_given_again_unchanged_it_is_the_same_file(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)
    first = given(dossier, holder)
    sent(dossier, signed(first, certificate), holder)

    assert given(dossier, holder) == first
    assert signature_of(dossier).is_current


def test_after_the_answers_have_changed_it_counts_no_more(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)
    pdf = signed(given(dossier, holder), certificate)
    sent(dossier, pdf, holder)
    save(dossier, {**SIGNED, "wish": "Xin cấp giấy khác"}, holder)

    assert not signature_of(dossier).is_current
    with pytest.raises(FormChanged):
        sent(dossier, pdf, holder)
    given(dossier, holder)
    assert form_signature(dossier) is None


def save(dossier: Dossier, answers: dict[str, object], by: Actor) -> None:
    actions.save_answers(ident(dossier), answers=answers, by=by, at=MONDAY_MORNING)


def test_what_is_not_the_form_that_was_given_is_refused(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)
    with pytest.raises(FormNotGiven):
        sent(dossier, signed(a_paper(), certificate), holder)
    pdf = given(dossier, holder)

    with pytest.raises(NotThisForm):
        sent(dossier, signed(a_paper(), certificate), holder)
    with pytest.raises(NotSigned):
        sent(dossier, pdf, holder)
    with pytest.raises(FormSignatureWrong):
        sent(dossier, changed(a_note_on_top)(signed(pdf, certificate)), holder)
    assert form_signature(dossier) is None


def test_only_the_applicant_s_own_certificate_will_do(
    certificate: Certificate, running: Authority, keys: Path
) -> None:
    holder, other = the_holder(), a_citizen()
    dossier, theirs = drafted(holder), drafted(other)

    with pytest.raises(NotTheApplicant):
        sent(theirs, signed(given(theirs, other), certificate), other)
    early = running.certificate("early", keys)
    with pytest.raises(FormSignatureWrong):
        sent(dossier, signed(given(dossier, holder), early), holder)
    with pytest.raises(NotFound):
        given(dossier, other)


def test_a_form_that_wants_a_certificate_is_not_handed_in_without(
    certificate: Certificate,
) -> None:
    holder = the_holder()
    dossier = drafted(holder, certificate=True)

    with pytest.raises(FormNotSigned):
        actions.submit(ident(dossier), key=uuid4(), by=holder, at=MONDAY_MORNING)
    sent(dossier, signed(given(dossier, holder), certificate), holder)
    actions.submit(ident(dossier), key=uuid4(), by=holder, at=MONDAY_MORNING)

    assert stored(dossier).status == Status.SUBMITTED
    assert signature_of(dossier).is_current


def test_nor_is_it_filed_at_once_by_another_system() -> None:
    version = a_signed_procedure(certificate=True)
    filing = a_filing(version, answers=SIGNED, sheets=(Sheet("GT", name="x", originals=1),))

    with pytest.raises(FormNotSigned):
        actions.file(filing, by=a_citizen(), at=MONDAY_MORNING)


def test_once_handed_in_nothing_is_signed_any_more(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)
    pdf = signed(given(dossier, holder), certificate)
    put_into(dossier, Status.ACCEPTED)

    with pytest.raises(IllegalTransition):
        given(dossier, holder)
    with pytest.raises(IllegalTransition):
        sent(dossier, pdf, holder)


def test_a_draft_thrown_away_takes_its_signed_form_along(certificate: Certificate) -> None:
    holder = the_holder()
    dossier = drafted(holder)
    given(dossier, holder)

    actions.discard_draft(ident(dossier), by=holder, at=MONDAY_MORNING)

    assert not SignedForm.objects.exists()


def test_only_a_form_with_a_signature_offers_it() -> None:
    holder = the_holder()

    assert may_be_signed(drafted(holder))
    assert not may_be_signed(a_draft(by=holder))
