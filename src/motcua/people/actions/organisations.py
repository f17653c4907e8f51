"""How an organisation comes to be known, and who may speak for it from when to when."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.events.actions import record
from motcua.kernel.actors import SYSTEM, Actor, Role, Scope
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.text import folded, normal
from motcua.people.actions.accounts import count_attempt
from motcua.people.mandates import (
    check_in_register,
    confirms,
    is_legal_representative,
    register_line_of,
)
from motcua.people.models import Mandate, MandateClaim, Organisation, OrganisationRecord, Person
from motcua.people.organisation_rules import (
    MOST_CLAIMS,
    Capacity,
    ClaimedOften,
    Kind,
    MandateForOneself,
    MandateTerms,
    OrganisationFacts,
    OrganisationNameDiffers,
    OrganisationUnclear,
    check_tax_code,
    check_terms,
    last_day,
    require_evidence,
)

CLAIM_TRIES, HOUR = 10, timedelta(hours=1)
FROM_REGISTER = "Dữ liệu đăng ký kinh doanh"
REPLACED = "Thay bằng ghi nhận mới"


@transaction.atomic
def register_organisation(
    facts: OrganisationFacts, *, evidence: str, renamed: bool = False, by: Actor, at: datetime
) -> Organisation:
    """Return the organisation with this tax code as its paper says, registered when it is new.

    Only at a desk, where the paper was seen: `evidence` names it. What the business register
    knows otherwise is refused; so is another name than the known one, unless it was `renamed`.
    """
    _require_desk(by)
    told = _checked(facts)
    shown = require_evidence(evidence)
    check_in_register(told.tax_code, told.name)
    known = (
        Organisation.objects.select_for_update(no_key=True).filter(tax_code=told.tax_code).first()
    )
    if known is None:
        return _create(told, shown, by, at)
    if folded(known.name) != folded(told.name) and not renamed:
        raise OrganisationNameDiffers
    if (known.name, known.kind, known.address) != (told.name, told.kind.value, told.address):
        before = {"name": known.name, "kind": known.kind, "address": known.address}
        known.name, known.kind, known.address = told.name, told.kind.value, told.address
        known.save(update_fields=["name", "kind", "address"])
        record("organisation.changed", known.id, by=by, at=at, before=before, evidence=shown)
    return known


def _checked(facts: OrganisationFacts) -> OrganisationFacts:
    told = replace(
        facts,
        tax_code=check_tax_code(facts.tax_code),
        name=normal(facts.name)[:200],
        address=normal(facts.address)[:300],
    )
    if not told.name or not told.address:
        raise OrganisationUnclear
    return told


def _create(facts: OrganisationFacts, evidence: str, by: Actor, at: datetime) -> Organisation:
    """Return the organisation as it is registered now; another desk may have been faster."""
    said = {"name": facts.name, "kind": facts.kind.value, "address": facts.address}
    organisation, is_new = Organisation.objects.get_or_create(
        tax_code=facts.tax_code, defaults={**said, "verified_at": at}
    )
    if is_new:
        told = {"tax_code": facts.tax_code, "evidence": evidence}
        record("organisation.registered", organisation.id, by=by, at=at, **told)
    return organisation


@transaction.atomic
def record_mandate(
    organisation_id: UUID, person_id: UUID, terms: MandateTerms, *, by: Actor, at: datetime
) -> Mandate:
    """Note at a desk that a person may speak for an organisation, by the paper that was seen.

    It takes the place of what the person held before. Nobody notes one for themselves.
    """
    _require_desk(by)
    if by.person == person_id:
        raise MandateForOneself
    check_terms(terms)
    # The lock makes two desks at once wait for each other.
    organisation = (
        Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    )
    person = Person.objects.filter(pk=person_id).first()
    if organisation is None or person is None:
        raise NotFound
    return _give(organisation, person, terms, by, at)


def _give(
    organisation: Organisation, person: Person, terms: MandateTerms, by: Actor, at: datetime
) -> Mandate:
    for former in Mandate.objects.filter(
        organisation=organisation, person=person, revoked_at=None
    ).select_for_update():
        _end(former, REPLACED, by, at)
    mandate = Mandate.objects.create(
        organisation=organisation,
        person=person,
        capacity=terms.capacity.value,
        scope=terms.scope.value,
        from_on=terms.from_on,
        until_on=last_day(terms),
        evidence=require_evidence(terms.evidence)[:300],
        recorded_by=by.person,
        recorded_for=by.agency,
        recorded_at=at,
    )
    record(
        "mandate.recorded",
        organisation.id,
        by=by,
        at=at,
        mandate=mandate.id,
        person=person.id,
        capacity=terms.capacity.value,
        scope=terms.scope.value,
        from_on=mandate.from_on,
        until_on=mandate.until_on,
        evidence=mandate.evidence,
    )
    return mandate


@transaction.atomic
def revoke_mandate(mandate_id: UUID, *, reason: str, by: Actor, at: datetime) -> Mandate:
    """End a mandate at once; ending it twice changes nothing.

    A desk may, the legal representative who acts for the organisation, and the person
    themselves. To everybody else there is no such mandate.
    """
    mandate = Mandate.objects.select_for_update().filter(pk=mandate_id).first()
    if mandate is None or not _may_end(mandate, by, at):
        raise NotFound
    if mandate.revoked_at is None:
        _end(mandate, require_evidence(reason), by, at)
    return mandate


def _may_end(mandate: Mandate, by: Actor, at: datetime) -> bool:
    if by.is_officer:
        return by.has(Role.RECEPTIONIST)
    if by.person == mandate.person_id:
        return True
    ours = by.organisation == mandate.organisation_id
    return ours and is_legal_representative(by.who, mandate.organisation_id, localdate(at))


def _end(mandate: Mandate, reason: str, by: Actor, at: datetime) -> None:
    mandate.revoked_at, mandate.revoked_by, mandate.revoke_reason = at, by.person, reason[:300]
    mandate.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    record(
        "mandate.revoked",
        mandate.organisation_id,
        by=by,
        at=at,
        mandate=mandate.id,
        person=mandate.person_id,
        reason=mandate.revoke_reason,
    )


def claim_mandate(
    tax_code: str, *, evidence: str, by: Actor, at: datetime
) -> Mandate | MandateClaim:
    """Say that one represents an organisation.

    Where the business register names one's verified number as that of the legal representative,
    this is a mandate at once. Otherwise it is a claim, which opens nothing until a desk has seen
    the paper; the answer is the same whether or not the organisation is known here. Tries are
    counted.
    """
    if by.is_officer:
        raise NotPermitted
    count_attempt("mandate", str(by.who), most=CLAIM_TRIES, window=HOUR, by=by, at=at)
    return _claim(check_tax_code(tax_code), evidence, by, at)


@transaction.atomic
def _claim(tax_code: str, evidence: str, by: Actor, at: datetime) -> Mandate | MandateClaim:
    person = Person.objects.select_for_update(no_key=True).get(pk=by.who)
    line = register_line_of(tax_code)
    if line is not None and confirms(line, person) and not _was_ended(tax_code, person):
        return _from_register(line, person, at)
    shown = require_evidence(evidence)[:300]
    waiting = MandateClaim.objects.filter(person=person, settled_at=None)
    known = waiting.filter(tax_code=tax_code).first()
    if known is not None:
        return known
    if waiting.count() >= MOST_CLAIMS:
        raise ClaimedOften(most=MOST_CLAIMS)
    claim = MandateClaim.objects.create(
        person=person, tax_code=tax_code, evidence=shown, claimed_at=at
    )
    record("mandate.claimed", claim.id, by=by, at=at, tax_code=tax_code)
    return claim


def _was_ended(tax_code: str, person: Person) -> bool:
    """Say whether somebody else has ended what the person held: then no register that lags behind
    gives it back, only a desk."""
    ended = Mandate.objects.filter(
        organisation__tax_code=tax_code, person=person, revoked_at__isnull=False
    )
    return ended.exclude(revoke_reason=REPLACED).exclude(revoked_by=person.id).exists()


def _from_register(line: OrganisationRecord, person: Person, at: datetime) -> Mandate:
    """Give the mandate that the register vouches for: its word, not the person's."""
    facts = OrganisationFacts(line.tax_code, line.name, Kind(line.kind), line.address)
    known = (
        Organisation.objects.select_for_update(no_key=True).filter(tax_code=line.tax_code).first()
    )
    organisation = known or _create(facts, FROM_REGISTER, SYSTEM, at)
    held = Mandate.objects.in_force(localdate(at)).filter(
        organisation=organisation,
        person=person,
        capacity=Capacity.LEGAL.value,
        scope=Scope.FULL.value,
    )
    terms = MandateTerms(Capacity.LEGAL, Scope.FULL, localdate(at), None, FROM_REGISTER)
    mandate = held.first() or _give(organisation, person, terms, SYSTEM, at)
    MandateClaim.objects.filter(person=person, tax_code=line.tax_code, settled_at=None).update(
        mandate=mandate, settled_at=at
    )
    return mandate


@transaction.atomic
def confirm_claim(claim_id: UUID, terms: MandateTerms, *, by: Actor, at: datetime) -> Mandate:
    """Turn a claim into a mandate at a desk that has seen the paper; the organisation is
    registered before."""
    claim = _open_claim(claim_id, by)
    organisation = Organisation.objects.filter(tax_code=claim.tax_code).first()
    if organisation is None:
        raise NotFound
    mandate = record_mandate(organisation.id, claim.person_id, terms, by=by, at=at)
    claim.mandate, claim.settled_by, claim.settled_at = mandate, by.person, at
    claim.save(update_fields=["mandate", "settled_by", "settled_at"])
    return mandate


@transaction.atomic
def refuse_claim(claim_id: UUID, *, reason: str, by: Actor, at: datetime) -> MandateClaim:
    """Turn a claim down, with what is missing."""
    claim = _open_claim(claim_id, by)
    claim.refused_for, claim.settled_by, claim.settled_at = require_evidence(reason), by.person, at
    claim.save(update_fields=["refused_for", "settled_by", "settled_at"])
    record("mandate.refused", claim.id, by=by, at=at, reason=claim.refused_for)
    return claim


def _open_claim(claim_id: UUID, by: Actor) -> MandateClaim:
    _require_desk(by)
    claim = MandateClaim.objects.select_for_update().filter(pk=claim_id, settled_at=None).first()
    if claim is None:
        raise NotFound
    return claim


def _require_desk(by: Actor) -> None:
    """A one-stop desk, where the paper is seen, or the installation itself."""
    if by != SYSTEM and not (by.is_officer and by.has(Role.RECEPTIONIST)):
        raise NotPermitted
