"""Whether who signed was entitled to, on the day they did: looked up where we know the holder."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from motcua.kernel.actors import Role
from motcua.organisations.models import Agency, Delegation, Officer, Position
from motcua.signing.models import Certificate
from motcua.signing.pades import loaded
from motcua.signing.rules import Office, Verdict

DELEGATED = "Người được ủy quyền"


def office_of(verdict: Verdict, agency: UUID | None = None) -> Office | None:
    """Return what the holder of a certificate was on the day of signing; None for strangers.

    `agency` is the one that had to sign: a person must then have been its signatory, and a seal be
    its own. A delegation counts on its days, until the moment it was taken back.
    """
    certificate = Certificate.objects.filter(serial=verdict.serial).first()
    if certificate is None or verdict.signed_at is None:
        return None
    if loaded(certificate.pem).sha256.hex() != verdict.fingerprint:
        return None
    if certificate.kind == "seal":
        return _of_seal(certificate, verdict.signed_at, agency)
    return _of_person(certificate, verdict.signed_at, agency)


def _of_seal(certificate: Certificate, at: datetime, agency: UUID | None) -> Office | None:
    owner = Agency.objects.filter(pk=certificate.owner).first()
    if owner is None:
        return None
    there = Agency.objects.in_force(localdate(at)).filter(pk=owner.id).exists()
    return Office(owner.name, "", owner.name, False, there and agency in {None, owner.id})


def _of_person(certificate: Certificate, at: datetime, agency: UUID | None) -> Office | None:
    officer = Officer.objects.filter(pk=certificate.owner).first()
    if officer is None:
        return None
    day = localdate(at)
    held = Position.objects.filter(officer=officer, valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gte=day)
    )
    lent = Delegation.objects.filter(receiver=officer, from_on__lte=day, to_on__gte=day).filter(
        Q(revoked_at=None) | Q(revoked_at__gt=at)
    )
    if agency is not None:
        held = held.filter(agency=agency, role=Role.SIGNATORY.value)
        lent = lent.filter(agency=agency, role=Role.SIGNATORY.value)
    position = held.select_related("agency").order_by("valid_from", "id").first()
    if position is not None:
        return Office(officer.full_name, position.title, position.agency.name, False, True)
    delegation = lent.select_related("agency").order_by("from_on", "id").first()
    if delegation is not None:
        return Office(officer.full_name, DELEGATED, delegation.agency.name, True, True)
    return Office(officer.full_name, "", "", False, False)
