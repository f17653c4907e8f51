"""Whether who signed was entitled to, on the day they did."""

from datetime import date, datetime, timedelta

import pytest

from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency, Delegation, Position
from motcua.signing.models import Certificate
from motcua.signing.offices import office_of
from motcua.signing.pades import loaded
from motcua.signing.rules import Office, Revocation, Verdict
from tests.builders import a_certificate, a_province, an_officer
from tests.calendars import A_DAY, MONDAY_MORNING

pytestmark = pytest.mark.django_db
TODAY = MONDAY_MORNING.date()


def a_verdict(certificate: Certificate, at: datetime | None = MONDAY_MORNING) -> Verdict:
    return Verdict(
        signer=certificate.subject_name,
        issuer="",
        serial=certificate.serial,
        signed_at=at,
        is_time_stamped=False,
        covers_whole_file=True,
        is_sample=True,
        reason="",
        revocation=Revocation.UNKNOWN,
        findings=(),
        fingerprint=loaded(certificate.pem).sha256.hex(),
    )


def a_signatory(agency: Agency) -> tuple[Actor, Certificate]:
    officer = an_officer(agency, Role.SIGNATORY)
    return officer, a_certificate(officer.who, "person", "Trần Văn Mẫu")


def office(verdict: Verdict, agency: Agency | None = None) -> Office:
    found = office_of(verdict, agency.id if agency else None)
    assert found is not None
    return found


def lend(receiver: Actor, agency: Agency, begins: date, ends: date, **given: object) -> None:
    giver = an_officer(agency, Role.SIGNATORY)
    Delegation.objects.create(
        giver_id=giver.who,
        receiver_id=receiver.who,
        agency=agency,
        role=Role.SIGNATORY.value,
        from_on=begins,
        to_on=ends,
        basis="QĐ 1",
        **given,
    )


def test_a_signatory_of_the_agency_was_entitled() -> None:
    commune = a_province().commune
    _, certificate = a_signatory(commune)

    found = office(a_verdict(certificate), commune)

    assert (found.entitled, found.by_delegation) == (True, False)
    assert (found.title, found.agency) == ("CHỦ TỊCH", commune.name)


def test_the_day_of_signing_counts_and_not_today() -> None:
    commune = a_province().commune
    officer, certificate = a_signatory(commune)
    Position.objects.filter(officer=officer.who).update(valid_to=TODAY)

    last, after = (
        office(a_verdict(certificate, MONDAY_MORNING + days * A_DAY), commune) for days in (0, 1)
    )

    assert (last.entitled, after.entitled) == (True, False)


def test_a_signatory_elsewhere_was_not_entitled_here() -> None:
    province = a_province()
    _, certificate = a_signatory(province.commune)
    elsewhere = Agency.objects.exclude(pk=province.commune.id).first()
    assert elsewhere is not None

    assert not office(a_verdict(certificate), elsewhere).entitled
    assert office(a_verdict(certificate)).entitled


def test_another_role_does_not_sign() -> None:
    commune = a_province().commune
    officer = an_officer(commune, Role.CASE_OFFICER)
    certificate = a_certificate(officer.who, "person", "Trần Văn Mẫu")

    assert not office(a_verdict(certificate), commune).entitled


def test_a_delegation_counts_on_its_days_until_it_is_taken_back() -> None:
    commune = a_province().commune
    officer = an_officer(commune, Role.CASE_OFFICER)
    certificate = a_certificate(officer.who, "person", "Trần Văn Mẫu")
    revoked = MONDAY_MORNING + timedelta(hours=2)
    lend(officer, commune, TODAY, TODAY, revoked_at=revoked)

    during, revoked_then, before = (
        office(a_verdict(certificate, at), commune)
        for at in (MONDAY_MORNING, revoked + timedelta(minutes=1), MONDAY_MORNING - A_DAY)
    )

    assert (during.entitled, during.by_delegation) == (True, True)
    assert (revoked_then.entitled, before.entitled) == (False, False)


def test_a_seal_is_its_agency_s_own() -> None:
    province = a_province()
    commune = province.commune
    certificate = a_certificate(commune.id, "seal", commune.name)
    elsewhere = Agency.objects.exclude(pk=commune.id).first()
    assert elsewhere is not None

    assert office(a_verdict(certificate), commune).entitled
    assert not office(a_verdict(certificate), elsewhere).entitled


def test_a_seal_of_an_agency_that_was_no_more_counts_for_nothing() -> None:
    commune = a_province().commune
    certificate = a_certificate(commune.id, "seal", commune.name)
    Agency.objects.filter(pk=commune.id).update(valid_to=TODAY - A_DAY)

    assert not office(a_verdict(certificate), commune).entitled


def test_of_strangers_nothing_is_said() -> None:
    commune = a_province().commune
    _, known = a_signatory(commune)
    stranger = a_verdict(known)
    Certificate.objects.all().delete()

    assert office_of(stranger) is None


def test_another_certificate_with_the_serial_of_ours_is_a_stranger_s() -> None:
    commune = a_province().commune
    _, ours = a_signatory(commune)
    _, other = a_signatory(commune)
    forged = a_verdict(other)
    Certificate.objects.filter(pk=other.pk).delete()
    Certificate.objects.filter(pk=ours.pk).update(serial=other.serial)

    assert office_of(forged) is None


def test_without_any_time_nothing_is_said() -> None:
    _, certificate = a_signatory(a_province().commune)

    assert office_of(a_verdict(certificate, None)) is None
