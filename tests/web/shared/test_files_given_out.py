"""Giving out files: from an address of one reader's that lasts minutes, noted with its reason."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from motcua.documents.models import Reading
from motcua.documents.reading_rules import LASTS_SECONDS
from motcua.dossiers import actions
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.actors import Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import DossierId
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_component,
    a_document,
    a_dossier_at,
    a_draft,
    a_procedure,
    a_receptionist,
    a_submitted_dossier,
    an_officer,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
REASON = "Đối chiếu ảnh với người nộp hồ sơ"


def own_address(dossier: Dossier) -> str:
    paper = Attachment.objects.filter(dossier=dossier).first()
    assert paper is not None
    return f"/ho-so-cua-toi/{dossier.id}/tep/{paper.document}"


def staff_address(dossier: Dossier, portal: str = "officer") -> str:
    return reverse(f"{portal}:paper", args=[dossier.id, Attachment.objects.get(dossier=dossier).id])


def with_identity_card() -> Dossier:
    """Return a dossier at appraisal whose paper shows an identity card."""
    card = a_component("GT", is_identity=True)
    return a_dossier_at("appraise", procedure=a_procedure(components=(card,)))


def test_a_file_is_given_out_as_an_attachment_that_runs_nothing() -> None:
    dossier = a_submitted_dossier()

    answer = browser_of(the_applicant(dossier)).get(own_address(dossier), follow=True)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_address_is_worth_nothing_to_others_and_in_another_session() -> None:
    dossier = a_submitted_dossier()
    applicant = the_applicant(dossier)
    own = browser_of(applicant)
    address = own.get(own_address(dossier)).headers["Location"]

    assert own.get(address).status_code == 200
    assert browser_of(applicant).get(address).status_code == 404
    assert browser_of(a_citizen("Lê Văn Khác")).get(address).status_code == 404
    assert Client().get(address).headers["Location"].startswith("/dang-nhap")
    assert own.get(address[:-1] + ("a" if address[-1] != "a" else "b")).status_code == 404
    own.post("/dang-xuat")
    assert own.get(address).status_code == 302


def test_the_address_says_nothing_and_lasts_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = a_submitted_dossier()
    own = browser_of(the_applicant(dossier))
    address = own.get(own_address(dossier)).headers["Location"]
    assert re.fullmatch(r"/tep/[\w:-]+", address)

    later = time.time() + LASTS_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    over = own.get(address)

    assert over.status_code == 409
    assert "hết hạn" in text_of(over.content)


def test_who_looked_is_noted_with_when_and_why() -> None:
    dossier = a_dossier_at("appraise")
    officer = a_case_officer(dossier)
    browser_of(the_applicant(dossier)).get(own_address(dossier))
    browser_of(officer).get(staff_address(dossier))

    own, duty = Reading.objects.order_by("id")

    paper = Attachment.objects.get(dossier=dossier)
    assert (own.why, own.person, own.agency) == ("own", dossier.applicant_id, None)
    assert (duty.why, duty.person, duty.agency) == ("duty", officer.person, officer.agency)
    assert duty.document == own.document == paper.document
    assert duty.subject == dossier.id


def test_the_owner_is_told_who_looked_and_others_are_not() -> None:
    dossier = a_dossier_at("appraise")
    browser_of(a_case_officer(dossier)).get(staff_address(dossier))
    address = f"/ho-so-cua-toi/{dossier.id}/luot-xem"

    page = text_of(browser_of(the_applicant(dossier)).get(address).content)

    assert "xem để giải quyết hồ sơ" in page
    assert Attachment.objects.get(dossier=dossier).name in page
    assert browser_of(a_citizen("Lê Văn Khác")).get(address).status_code == 404
    nobody = a_submitted_dossier()
    empty = browser_of(the_applicant(nobody)).get(f"/ho-so-cua-toi/{nobody.id}/luot-xem")
    assert "Chưa ai xem hồ sơ này" in text_of(empty.content)


def test_nothing_is_noted_for_who_may_not_look() -> None:
    dossier = a_submitted_dossier()

    assert browser_of(a_citizen("Lê Văn Khác")).get(own_address(dossier)).status_code == 404

    assert not Reading.objects.exists()


def test_what_was_noted_is_never_changed() -> None:
    dossier = a_submitted_dossier()
    browser_of(the_applicant(dossier)).get(own_address(dossier))

    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.update(why="duty")


def test_an_identity_card_is_shown_only_with_a_reason_which_the_owner_reads() -> None:
    dossier = with_identity_card()
    client = browser_of(a_case_officer(dossier))

    asked = client.get(staff_address(dossier))
    without = client.post(staff_address(dossier), {"reason": " xem   "})
    assert not Reading.objects.exists()
    given = client.post(staff_address(dossier), {"reason": f"  {REASON} "}, follow=True)

    assert "Lý do cần xem" in text_of(asked.content)
    assert without.status_code == 422
    assert "ít nhất 10 chữ cái" in text_of(without.content)
    assert given.headers["Content-Disposition"].startswith("attachment")
    noted = Reading.objects.get()
    assert (noted.why, noted.reason) == ("identity", REASON)
    told = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}/luot-xem")
    assert REASON in text_of(told.content)


def test_an_identity_card_takes_a_right_that_seeing_the_dossier_does_not_give() -> None:
    dossier = with_identity_card()
    agency = dossier.settling_agency
    assert agency is not None
    document = Attachment.objects.get(dossier=dossier).document
    assert document is not None
    inspector = an_officer(agency, Role.SIGNATORY)

    refused = browser_of(inspector).get(staff_address(dossier))
    with pytest.raises(NotPermitted):
        actions.look_at(
            DossierId(dossier.id), document=document, reason=REASON, by=inspector, at=MONDAY_MORNING
        )

    assert refused.status_code == 403
    assert not Reading.objects.exists()


def test_the_desk_sees_an_identity_card_until_the_dossier_is_decided() -> None:
    dossier = with_identity_card()
    desk = browser_of(a_receptionist(dossier))
    address = staff_address(dossier, "onestop")

    assert "Lý do cần xem" in text_of(desk.get(address).content)
    Dossier.objects.filter(pk=dossier.id).update(decided_at=MONDAY_MORNING + timedelta(days=1))
    assert desk.get(address).status_code == 403


def test_the_owner_of_an_identity_card_gives_no_reason() -> None:
    dossier = with_identity_card()

    answer = browser_of(the_applicant(dossier)).get(own_address(dossier), follow=True)

    assert answer.status_code == 200
    assert Reading.objects.get().why == "own"


def test_one_s_own_paper_is_seen_before_it_is_handed_in_and_a_foreign_one_is_not() -> None:
    applicant = a_citizen()
    draft = a_draft(by=applicant)
    mine, foreign = a_document(applicant), a_document(a_citizen("Lê Văn Khác"), name="b.pdf")
    known = DossierId(draft.id)

    assert actions.look_at(known, document=mine.id, by=applicant, at=MONDAY_MORNING) == mine
    for other in (foreign.id, uuid4()):
        with pytest.raises(NotFound):
            actions.look_at(known, document=other, by=applicant, at=MONDAY_MORNING)


def test_files_that_were_not_scanned_say_so_wherever_they_are_listed() -> None:
    dossier = a_dossier_at("appraise")

    officer = browser_of(a_case_officer(dossier)).get(reverse("officer:dossier", args=[dossier.id]))

    own = browser_of(the_applicant(dossier)).get(f"/ho-so-cua-toi/{dossier.id}")
    assert "chưa quét vi-rút" in text_of(officer.content)
    assert "chưa quét vi-rút" in text_of(own.content)
