"""Certified electronic copies from the register."""

import io
from datetime import date

import pypdfium2
import pytest

from motcua.documents.actions import keep
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.verification import check_code
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import NotPermitted
from motcua.results.actions import attach_copy, issue_copy
from motcua.results.models import CertifiedCopy, Entry
from motcua.results.queries import acts_on, copies_of
from motcua.results.rules import AskerMissing, NoLongerStands, Standing
from motcua.signing.rules import NoCertificate
from motcua.signing.verifying import verify
from tests.builders import a_certificate, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf, a_picture
from tests.registers import a_keeper, an_entry, revoke

pytestmark = pytest.mark.django_db


def copied(entry: Entry, asked_by: str = "Ngô Thị Mẫu") -> tuple[CertifiedCopy, bytes]:
    commune = a_province().commune
    a_certificate(commune.id, "seal", commune.name)
    copy = issue_copy(entry.id, asked_by=asked_by, by=a_keeper(), at=MONDAY_MORNING)
    return copy, content_of(documents_by_id([copy.document])[copy.document])


def words_of(pdf: bytes) -> tuple[int, str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return len(paper), " ".join(paper[0].get_textpage().get_text_range().split())


def test_a_copy_of_a_paper_result_says_what_the_register_says_under_the_keeper_s_seal() -> None:
    entry = an_entry(number="7/GP", valid_to=date(2026, 12, 31), summary="Xây nhà ở")

    copy, pdf = copied(entry)

    pages, words = words_of(pdf)
    assert pages == 1
    for said in ("BẢN SAO ĐIỆN TỬ TỪ SỔ GỐC", "7/GP", "Hoàng Thị Mẫu", "31/12/2026", "Xây nhà ở"):
        assert said in words
    (verdict,) = verify(pdf, at=MONDAY_MORNING)
    assert verdict.holds
    assert verdict.signer == a_province().commune.name
    assert copies_of(entry) == [copy]
    assert acts_on(entry)[-1].verb == "result.copied"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(a_pdf(), "application/pdf"), (a_picture(), "image/png")],
    ids=["pdf", "picture"],
)
def test_the_kept_pages_follow(content: bytes, media_type: str) -> None:
    entry, clerk = an_entry(), a_keeper()
    kept = keep(
        "a", content, media_type, purpose="scan", subject=entry.id, by=clerk, at=MONDAY_MORNING
    )
    attach_copy(entry.id, document=kept.id, code="M.1", by=clerk, at=MONDAY_MORNING)

    _, pdf = copied(entry)

    assert words_of(pdf)[0] == 2
    assert verify(pdf, at=MONDAY_MORNING)[0].covers_whole_file


def test_a_copy_is_checked_by_its_own_code_and_says_what_the_result_is_worth_today() -> None:
    entry = an_entry()
    copy, _ = copied(entry)
    revoke(entry, a_keeper())

    checked = check_code(copy.verify_code, address="x", by=SYSTEM, at=MONDAY_MORNING)

    assert checked.is_copy
    assert checked.holds
    assert checked.standing is Standing.REVOKED
    assert checked.dossier_number == ""


def test_copies_are_numbered() -> None:
    entry = an_entry(number="7/GP")
    copied(entry)

    second, _ = copied(entry)

    assert second.number == "7/GP, bản sao số 2"


def test_of_what_was_revoked_no_copy_is_given() -> None:
    entry = an_entry()
    revoke(entry, a_keeper())

    with pytest.raises(NoLongerStands):
        copied(entry)


def test_a_copy_names_who_asked_for_it() -> None:
    with pytest.raises(AskerMissing):
        copied(an_entry(), asked_by=" ")


def test_only_the_keeper_gives_copies_and_only_with_a_seal() -> None:
    entry = an_entry()
    with pytest.raises(NotPermitted):
        issue_copy(
            entry.id, asked_by="A", by=an_officer(a_province().commune, Role.CASE_OFFICER),
            at=MONDAY_MORNING,
        )  # fmt: skip
    with pytest.raises(NoCertificate):
        issue_copy(entry.id, asked_by="A", by=a_keeper(), at=MONDAY_MORNING)
