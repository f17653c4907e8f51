"""What is said of a PDF that somebody holds: ours or not, and what was done to it."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.verification import (
    NotOurs,
    TooLargeToCheck,
    check_code,
    check_file,
    examine,
)
from motcua.kernel.actors import Role
from motcua.organisations.models import Position
from motcua.people.rules import TooManyAttempts
from motcua.signing import pades
from motcua.signing.rules import Finding, NotSigned
from tests.builders import a_certificate, a_citizen, a_decided_dossier, an_officer
from tests.calendars import A_DAY, MONDAY_MORNING
from tests.papers import a_pdf
from tests.signing.papers_to_sign import a_paper, a_stamp
from tests.signing.tampering_hands import changed, new_content, signature_of

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(hours=1)


def issued() -> tuple[Dossier, bytes]:
    """Return a dossier and its result, signed and sealed."""
    dossier = a_decided_dossier()
    result = Result.objects.get(dossier=dossier)
    return dossier, content_of(Document.objects.get(pk=result.document or dossier.id))


def test_our_own_result_is_known_to_the_last_byte() -> None:
    dossier, pdf = issued()

    checked = examine(pdf, at=LATER)

    assert checked.holds
    assert checked.is_issued_here
    assert checked.dossier_number == dossier.number
    assert [one.office.entitled for one in checked.signatures if one.office] == [True, True]
    assert checked.signatures[-1].covers_whole_file


def test_signed_by_us_and_then_changed_it_is_not_called_issued_here() -> None:
    _, pdf = issued()

    checked = examine(changed(new_content)(pdf), at=LATER)

    assert not checked.is_issued_here
    assert not checked.holds
    assert Finding.SHADOWED in checked.signatures[0].findings


def test_a_signature_cut_out_of_a_paper_of_ours_is_called_so() -> None:
    _, one = issued()
    _, other = issued()
    pdf = signature_of(one)(other)

    verdicts = examine(pdf, at=LATER).signatures

    assert verdicts[-1].findings[0] is Finding.OTHER_FILE
    assert not verdicts[-1].intact


def test_a_changed_byte_of_ours_is_not_called_another_file() -> None:
    _, pdf = issued()
    place = pdf.index(b"/MediaBox") + 12
    harmed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    for verdict in examine(harmed, at=LATER).signatures:
        assert verdict.findings[0] is Finding.CHANGED


def test_who_had_no_authority_that_day_is_told_apart() -> None:
    _, pdf = issued()
    Position.objects.filter(role=Role.SIGNATORY.value).update(valid_to=MONDAY_MORNING - A_DAY)

    person, seal = examine(pdf, at=LATER).signatures

    assert Finding.NO_AUTHORITY in person.findings
    assert (person.intact, person.holds) == (True, False)
    assert seal.holds


def test_a_paper_that_an_officer_signed_elsewhere_is_good_but_not_ours() -> None:
    dossier, _ = issued()
    assert dossier.settling_agency_id is not None
    officer = an_officer(dossier.settling_agency_id, Role.SIGNATORY)
    pdf = pades.sign(
        a_paper(),
        a_certificate(officer.who, "person", "Trần Văn Mẫu"),
        field="S",
        reason="x",
        stamp=a_stamp(),
        at=MONDAY_MORNING,
    )

    checked = examine(pdf, at=LATER)

    assert checked.holds
    assert not checked.is_issued_here
    assert checked.signatures[0].office is not None


def test_what_carries_no_signature_or_is_too_large_is_refused(
    settings: Settings,
) -> None:
    visitor = a_citizen()
    with pytest.raises(NotSigned):
        check_file(a_pdf(), address="1", by=visitor, at=LATER)
    settings.MAX_FILE_BYTES = 1024 * 1024
    with pytest.raises(TooLargeToCheck, match="1 MB"):
        check_file(b"x" * (1024 * 1024 + 1), address="1", by=visitor, at=LATER)


def test_guessing_codes_ends_in_waiting() -> None:
    visitor = a_citizen()

    for _ in range(30):
        with pytest.raises(NotOurs):
            check_code("KHONGCO", address="9", by=visitor, at=LATER)
    with pytest.raises(TooManyAttempts):
        check_code("KHONGCO", address="9", by=visitor, at=LATER)
