"""How an organisation comes to be known, and who may speak for it: recorded, claimed, ended."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role, Scope
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.people import actions
from motcua.people.mandates import (
    found_organisations,
    mandate_for,
    representatives_of,
    represented_by,
    require_represented,
)
from motcua.people.models import Mandate, MandateClaim, Organisation, Person
from motcua.people.organisation_rules import (
    MOST_CLAIMS,
    Capacity,
    ClaimedOften,
    EvidenceMissing,
    MandateForOneself,
    NotRepresented,
    OrganisationClosed,
    OrganisationNameDiffers,
    OrganisationUnclear,
    Standing,
    StoreNotInMandate,
    WrongTaxCode,
)
from tests.builders import a_citizen, a_person, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.representing import (
    a_mandate,
    a_record,
    a_representative,
    a_tax_code,
    acting_for,
    an_organisation,
    facts_of,
    mandate_terms,
)

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()


def a_clerk() -> Actor:
    return an_officer(a_province().commune, Role.RECEPTIONIST)


def claim(tax_code: str, by: Actor, evidence: str = "Giấy ủy quyền") -> Mandate | MandateClaim:
    return actions.claim_mandate(tax_code, evidence=evidence, by=by, at=MONDAY_MORNING)


def test_a_desk_registers_an_organisation_by_the_paper_it_saw() -> None:
    clerk, facts = a_clerk(), facts_of(name="  Công ty  TNHH Mẫu Hai ")

    made = actions.register_organisation(facts, evidence="GCN số 1", by=clerk, at=MONDAY_MORNING)
    again = actions.register_organisation(facts, evidence="GCN số 1", by=clerk, at=MONDAY_MORNING)

    assert (again.id, made.name) == (made.id, "Công ty TNHH Mẫu Hai")
    (event,) = Event.objects.filter(subject=made.id)
    assert (event.verb, event.by, event.facts["evidence"]) == (
        "organisation.registered",
        clerk.person,
        "GCN số 1",
    )


def test_nobody_but_a_desk_registers_and_records() -> None:
    known, person = an_organisation(), a_person()
    officer = an_officer(a_province().commune, Role.CASE_OFFICER)
    for by in (a_citizen(), officer, a_representative(known)):
        with pytest.raises(NotPermitted):
            actions.register_organisation(facts_of(), evidence="x", by=by, at=MONDAY_MORNING)
        with pytest.raises(NotPermitted):
            actions.record_mandate(known.id, person.id, mandate_terms(), by=by, at=MONDAY_MORNING)


def test_a_desk_does_not_let_an_officer_speak_for_an_organisation_by_their_own_word() -> None:
    clerk, known = a_clerk(), an_organisation()

    with pytest.raises(MandateForOneself):
        actions.record_mandate(known.id, clerk.who, mandate_terms(), by=clerk, at=MONDAY_MORNING)


def test_an_organisation_is_renamed_only_on_purpose_and_the_old_name_stays_in_the_log() -> None:
    known = an_organisation()
    facts = facts_of(tax_code=known.tax_code, name="Công ty TNHH Tên Mới")

    with pytest.raises(OrganisationNameDiffers):
        actions.register_organisation(facts, evidence="x", by=a_clerk(), at=MONDAY_MORNING)
    actions.register_organisation(
        facts, evidence="GCN lần 2", renamed=True, by=a_clerk(), at=MONDAY_MORNING
    )

    known.refresh_from_db()
    assert known.name == "Công ty TNHH Tên Mới"
    changed = Event.objects.get(subject=known.id, verb="organisation.changed")
    assert changed.facts["before"]["name"] == "Công ty TNHH Mẫu Một"


def test_the_business_register_goes_before_what_is_typed() -> None:
    line, closed = a_record(a_person().id), a_record(a_person().id, is_active=False)

    with pytest.raises(OrganisationNameDiffers):
        actions.register_organisation(
            facts_of(tax_code=line.tax_code, name="Công ty Khác"),
            evidence="x", by=SYSTEM, at=MONDAY_MORNING,
        )  # fmt: skip
    with pytest.raises(OrganisationClosed):
        actions.register_organisation(
            facts_of(tax_code=closed.tax_code), evidence="x", by=SYSTEM, at=MONDAY_MORNING
        )


def test_what_is_not_whole_is_refused() -> None:
    with pytest.raises(WrongTaxCode):
        an_organisation(tax_code="0100109107")
    with pytest.raises(OrganisationUnclear):
        an_organisation(address=" ")
    with pytest.raises(EvidenceMissing):
        actions.register_organisation(facts_of(), evidence=" ", by=SYSTEM, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.record_mandate(
            uuid4(), a_person().id, mandate_terms(), by=SYSTEM, at=MONDAY_MORNING
        )


def test_a_mandate_is_recorded_with_who_when_and_why_and_shows_its_end() -> None:
    clerk, known, person = a_clerk(), an_organisation(), a_person()

    mandate = actions.record_mandate(
        known.id, person.id, mandate_terms(), by=clerk, at=MONDAY_MORNING
    )

    assert (mandate.recorded_by, mandate.recorded_for) == (clerk.person, clerk.agency)
    assert mandate.until_on == date(2027, 1, 1)
    assert mandate.standing(DAY) is Standing.IN_FORCE
    (held,) = represented_by(person.id, DAY)
    assert (held.name, held.scope) == (known.name, Scope.FULL)
    assert representatives_of(known.id, DAY) == [person.id]
    event = Event.objects.get(subject=known.id, verb="mandate.recorded")
    assert event.facts["evidence"] == "Giấy ủy quyền mẫu số 1"


def test_a_new_record_takes_the_place_of_the_one_before() -> None:
    known, person = an_organisation(), a_person()
    first = a_mandate(known, person.id)

    second = a_mandate(known, person.id, scope=Scope.FILING)

    first.refresh_from_db()
    assert first.revoked_at is not None
    (held,) = represented_by(person.id, DAY)
    assert (held.mandate, held.scope) == (second.id, Scope.FILING)


def test_outside_of_its_days_a_mandate_is_worth_nothing() -> None:
    known = an_organisation()
    coming = a_mandate(known, a_person().id, from_on=DAY + timedelta(days=1))
    over = a_mandate(known, a_person().id, until_on=DAY - timedelta(days=1))

    for mandate in (coming, over):
        assert mandate_for(mandate.person_id, known.id, DAY) is None
        with pytest.raises(NotRepresented):
            require_represented(mandate.person_id, known.id, DAY)
    assert representatives_of(known.id, DAY) == []


def test_a_mandate_for_filing_does_not_reach_to_the_store() -> None:
    mandate = a_mandate(an_organisation(), a_person().id, scope=Scope.FILING)

    require_represented(mandate.person_id, mandate.organisation_id, DAY)
    with pytest.raises(StoreNotInMandate):
        require_represented(mandate.person_id, mandate.organisation_id, DAY, store=True)


def ended_by(mandate: Mandate, by: Actor, reason: str = "Chấm dứt ủy quyền") -> Mandate:
    return actions.revoke_mandate(mandate.id, reason=reason, by=by, at=MONDAY_MORNING)


def test_a_mandate_is_ended_by_a_desk_by_its_holder_or_by_the_legal_representative() -> None:
    known = an_organisation()
    chief = a_representative(known, capacity=Capacity.LEGAL)
    for who in (a_clerk(), None, chief):
        mandate = a_mandate(known, a_person().id)

        ended = ended_by(mandate, who or Actor(mandate.person_id))

        assert ended.standing(DAY) is Standing.REVOKED
        assert mandate_for(mandate.person_id, known.id, DAY) is None
        assert ended_by(mandate, a_clerk(), "lần nữa").revoke_reason == "Chấm dứt ủy quyền"


def test_others_cannot_end_a_mandate_and_are_not_told_of_it() -> None:
    known, other = an_organisation(), an_organisation()
    mandate = a_mandate(known, a_person().id)
    for by in (
        a_citizen(),
        a_representative(known),
        a_representative(other, capacity=Capacity.LEGAL),
        an_officer(a_province().commune, Role.CASE_OFFICER),
        Actor(None),
    ):
        with pytest.raises(NotFound):
            ended_by(mandate, by)
    with pytest.raises(EvidenceMissing):
        ended_by(mandate, a_clerk(), " ")


def test_a_claim_opens_nothing_and_says_nothing_of_the_organisation() -> None:
    known, citizen = an_organisation(), a_citizen()

    about_known = claim(known.tax_code, citizen)
    about_unknown = claim(a_tax_code(), citizen)

    assert isinstance(about_known, MandateClaim)
    assert isinstance(about_unknown, MandateClaim)
    assert represented_by(citizen.who, DAY) == []
    assert Organisation.objects.count() == 1
    assert claim(known.tax_code, citizen) == about_known


def test_the_register_confirms_the_legal_representative_at_once() -> None:
    citizen = a_citizen()
    line = a_record(citizen.who)

    mandate = claim(line.tax_code, citizen, evidence="")

    assert isinstance(mandate, Mandate)
    assert (mandate.capacity, mandate.recorded_by) == (Capacity.LEGAL, None)
    assert mandate_for(citizen.who, mandate.organisation_id, DAY) is not None
    assert claim(line.tax_code, citizen) == mandate
    assert Organisation.objects.get().name == line.name


def test_the_register_confirms_nobody_else_no_unverified_person_and_no_closed_firm() -> None:
    citizen, stranger, unverified = a_citizen(), a_citizen(), a_citizen()
    Person.objects.filter(pk=unverified.who).update(verified_at=None)

    for line, by in (
        (a_record(citizen.who), stranger),
        (a_record(unverified.who), unverified),
        (a_record(citizen.who, is_active=False), citizen),
    ):
        assert isinstance(claim(line.tax_code, by), MandateClaim)
    assert not Mandate.objects.exists()


def test_who_was_ended_by_a_desk_does_not_come_back_by_a_register_that_lags_behind() -> None:
    citizen = a_citizen()
    line = a_record(citizen.who)
    mandate = claim(line.tax_code, citizen)
    assert isinstance(mandate, Mandate)
    ended_by(mandate, a_clerk())

    assert isinstance(claim(line.tax_code, citizen), MandateClaim)


def test_who_gave_it_up_may_come_back_by_the_register() -> None:
    citizen = a_citizen()
    line = a_record(citizen.who)
    mandate = claim(line.tax_code, citizen)
    assert isinstance(mandate, Mandate)
    ended_by(mandate, acting_for(mandate))

    assert isinstance(claim(line.tax_code, citizen), Mandate)


def test_a_desk_that_has_seen_the_paper_turns_a_claim_into_a_mandate_or_down() -> None:
    known, clerk = an_organisation(), a_clerk()
    right, wrong = a_citizen(), a_citizen()
    good, bad = claim(known.tax_code, right), claim(known.tax_code, wrong)

    mandate = actions.confirm_claim(good.id, mandate_terms(), by=clerk, at=MONDAY_MORNING)
    refused = actions.refuse_claim(bad.id, reason="Giấy đã hết hạn", by=clerk, at=MONDAY_MORNING)

    assert mandate_for(right.who, known.id, DAY) is not None
    assert mandate_for(wrong.who, known.id, DAY) is None
    assert MandateClaim.objects.get(pk=good.id).mandate == mandate
    assert refused.refused_for == "Giấy đã hết hạn"
    with pytest.raises(NotFound):
        actions.refuse_claim(bad.id, reason="lần nữa", by=clerk, at=MONDAY_MORNING)


def test_claims_are_settled_by_desks_alone_and_for_organisations_that_are_known() -> None:
    citizen = a_citizen()
    waiting = claim(a_tax_code(), citizen)

    with pytest.raises(NotPermitted):
        actions.confirm_claim(waiting.id, mandate_terms(), by=citizen, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.refuse_claim(waiting.id, reason="x", by=citizen, at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.confirm_claim(waiting.id, mandate_terms(), by=a_clerk(), at=MONDAY_MORNING)


def test_claims_are_counted_so_that_nobody_fills_the_desk_with_them() -> None:
    citizen = a_citizen()
    for _ in range(MOST_CLAIMS):
        MandateClaim.objects.create(
            person_id=citizen.who, tax_code=a_tax_code(), evidence="x", claimed_at=MONDAY_MORNING
        )

    with pytest.raises(ClaimedOften):
        claim(a_tax_code(), citizen)
    with pytest.raises(NotPermitted):
        claim(a_tax_code(), a_clerk())
    with pytest.raises(EvidenceMissing):
        claim(a_tax_code(), a_citizen(), evidence=" ")


def test_organisations_are_found_by_tax_code_and_by_name_without_accents() -> None:
    known, other = an_organisation(), an_organisation(name="Hợp tác xã Mẫu Ba")

    assert found_organisations(known.tax_code) == [known]
    assert found_organisations("hop tac xa") == [other]
    assert found_organisations(" ") == []


@pytest.mark.parametrize(
    "wrong",
    [{"evidence": ""}, {"until_on": None}, {"until_on": date(2020, 1, 1)},
     {"revoked_at": MONDAY_MORNING}],
)  # fmt: skip
def test_the_database_refuses_mandates_that_cannot_be(wrong: dict[str, object]) -> None:
    mandate = a_mandate(an_organisation(), a_person().id)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.id).update(**wrong)
