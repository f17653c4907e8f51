"""Dossiers in the name of an organisation: who files, who sees, whose store, and for how long."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from motcua.documents.store_rules import Owner
from motcua.dossiers import actions
from motcua.dossiers.desk import slip_of
from motcua.dossiers.duplicates import alike_to
from motcua.dossiers.lists import page_of_mine
from motcua.dossiers.prefill import earlier_of, prefilled
from motcua.dossiers.queries import dossier_for, found_for, in_another_name
from motcua.dossiers.rules import AlreadyFiledDifferently
from motcua.dossiers.slips import issue_slip
from motcua.events.models import Event
from motcua.indicators.models import DossierFact
from motcua.indicators.own_facts import derive
from motcua.kernel.actors import Actor, Role, Scope
from motcua.kernel.errors import NotFound
from motcua.notifications.models import Message
from motcua.notifications.telling import tell
from motcua.people.models import Person
from motcua.people.organisation_rules import Capacity, NotRepresented
from tests.builders import (
    ANSWERS,
    a_citizen,
    a_counter_filing,
    a_draft,
    a_filing,
    a_person,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored
from tests.dossiers.test_papers import words
from tests.representing import (
    a_mandate,
    a_representative,
    an_organisation,
    end,
    strangers_to,
    whose,
)

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()


def test_a_dossier_names_the_organisation_and_the_person_who_filed() -> None:
    company = an_organisation()
    manager = a_representative(company)

    dossier = a_submitted_dossier(by=manager)

    assert (dossier.organisation_id, dossier.applicant_name) == (company.id, company.name)
    assert (dossier.applicant_id, dossier.filed_by) == (manager.person, manager.person)


def test_only_who_acts_for_the_organisation_sees_its_dossiers() -> None:
    company = an_organisation()
    manager, colleague = a_representative(company), a_representative(company, scope=Scope.FILING)
    dossier = a_submitted_dossier(by=manager)

    for actor in (manager, colleague):
        assert dossier_for(actor, dossier.id) == dossier
        assert page_of_mine(actor)[0] == [dossier]
    for actor in strangers_to(company, manager.who).values():
        with pytest.raises(NotFound):
            dossier_for(actor, dossier.id)
        with pytest.raises(NotFound):
            actions.withdraw(ident(dossier), reason="x", by=actor, at=MONDAY_MORNING)
        assert page_of_mine(actor)[0] == []


def test_acting_for_an_organisation_ones_own_dossiers_are_out_of_sight() -> None:
    company = an_organisation()
    manager = a_representative(company)
    own = a_submitted_dossier(by=Actor(manager.who))

    with pytest.raises(NotFound):
        dossier_for(manager, own.id)
    assert page_of_mine(Actor(manager.who))[0] == [own]
    assert page_of_mine(manager)[0] == []


def test_nobody_files_without_a_mandate_that_holds_whatever_their_session_says() -> None:
    company = an_organisation()
    manager = a_representative(company)
    draft = a_draft(by=manager)
    end(company, manager.who)

    with pytest.raises(NotRepresented):
        a_draft(by=manager)
    with pytest.raises(NotRepresented):
        actions.submit(ident(draft), key=uuid4(), by=manager, at=MONDAY_MORNING)
    with pytest.raises(NotRepresented):
        actions.file(a_filing(a_procedure()), by=manager, at=MONDAY_MORNING)


def test_a_colleague_hands_in_what_another_began_and_answers_for_it() -> None:
    company = an_organisation()
    manager, colleague = a_representative(company), a_representative(company)
    draft = a_draft(by=manager)
    end(company, manager.who)

    filed = actions.submit(ident(draft), key=uuid4(), by=colleague, at=MONDAY_MORNING)

    assert (filed.applicant_id, filed.filed_by) == (colleague.person, colleague.person)
    assert stored(draft).applicant_id == colleague.person


def test_online_the_name_is_that_in_which_one_acts_and_no_other() -> None:
    company = an_organisation()
    manager = a_representative(company)
    procedure, key = a_procedure(components=()), uuid4()
    named = replace(a_filing(procedure, key=key), organisation=company.id)

    own = actions.file(named, by=Actor(manager.who), at=MONDAY_MORNING)
    with pytest.raises(AlreadyFiledDifferently):
        actions.file(named, by=manager, at=MONDAY_MORNING)
    theirs = actions.file(replace(named, key=uuid4()), by=manager, at=MONDAY_MORNING)

    assert own.organisation_id is None
    assert theirs.organisation_id == company.id


def at_the_counter(**given: Any) -> tuple[Actor, Any]:
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    return clerk, a_counter_filing(a_procedure(), **given)


def test_the_counter_files_for_an_organisation_that_the_person_there_represents() -> None:
    company = an_organisation()
    mandate = a_mandate(company, a_person().id)
    clerk, filing = at_the_counter(applicant=mandate.person_id, organisation=company.id)

    filed = actions.file(filing, by=clerk, at=MONDAY_MORNING)

    assert (filed.organisation_id, filed.applicant_id) == (company.id, mandate.person_id)
    assert filed.filed_by == clerk.person


def test_the_counter_files_for_no_organisation_by_word_of_mouth() -> None:
    company = an_organisation()
    clerk, filing = at_the_counter(organisation=company.id)

    with pytest.raises(NotRepresented):
        actions.file(filing, by=clerk, at=MONDAY_MORNING)


def test_a_long_name_is_kept_whole_with_the_organisation() -> None:
    company = an_organisation(name="Công ty " + "Mẫu " * 40)

    dossier = a_submitted_dossier(by=a_representative(company))

    assert len(company.name) > 120
    assert dossier.applicant_name == company.name[:120]


def test_a_search_finds_the_dossiers_of_an_organisation_by_tax_code_and_by_name() -> None:
    company = an_organisation(name="Công ty TNHH Mẫu Bốn")
    dossier = a_submitted_dossier(by=a_representative(company))
    a_submitted_dossier()
    clerk = a_receptionist(dossier)

    assert found_for(clerk, company.tax_code) == [dossier]
    assert found_for(clerk, "cong ty tnhh mau bon") == [dossier]


def test_a_link_to_a_dossier_says_in_whose_name_it_is_to_those_who_may_act_so() -> None:
    company = an_organisation()
    manager = a_representative(company)
    dossier = a_submitted_dossier(by=manager)
    own = a_submitted_dossier(by=Actor(manager.who))

    assert in_another_name(Actor(manager.who), dossier.id, DAY) == whose(company)
    assert in_another_name(manager, own.id, DAY) == Owner(person=manager.who)
    assert in_another_name(a_citizen(), dossier.id, DAY) is None
    assert in_another_name(a_citizen(), own.id, DAY) is None
    assert in_another_name(Actor(None), dossier.id, DAY) is None
    assert in_another_name(manager, uuid4(), DAY) is None
    end(company, manager.who)
    assert in_another_name(Actor(manager.who), dossier.id, DAY) is None


def test_the_slip_prints_the_organisation_its_tax_code_and_who_filed() -> None:
    company = an_organisation()
    dossier = an_accepted_dossier(by=a_representative(company, "Phạm Thị Mẫu"))

    issue_slip(Event.objects.get(subject=dossier.id, verb="dossier.accepted"))
    printed = words(slip_of(dossier, "receipt", MONDAY_MORNING))

    for said in (company.name, company.tax_code, company.address, "Phạm Thị Mẫu"):
        assert said in printed


def test_the_form_begins_with_what_is_known_of_the_organisation() -> None:
    company = an_organisation()
    chief = a_representative(company, "Đỗ Thị Mẫu", capacity=Capacity.LEGAL)
    clerk = a_representative(company, "Lê Thị Mẫu")
    part = {"vi": "Tổ chức"}
    form = {
        "pages": [
            {"id": "p", "title": part, "fields": [
                {"id": "name", "kind": "text", "label": part, "prefill": "applicant.full_name"},
                {"id": "applies", "kind": "yes_no", "label": part,
                 "prefill": "organisation.applies"},
                {"id": "body", "kind": "organisation", "label": part, "prefill": "organisation"},
            ]},
        ]
    }  # fmt: skip

    begun = prefilled(form, Person.objects.get(pk=clerk.who), on=DAY, organisation=company)
    alone = prefilled(form, Person.objects.get(pk=clerk.who), on=DAY)

    assert chief.organisation == company.id
    assert begun.answers == {
        "name": "Lê Thị Mẫu",
        "applies": True,
        "body": {
            "name": company.name,
            "tax_code": company.tax_code,
            "representative": "Đỗ Thị Mẫu",
        },
    }
    assert alone.answers == {"name": "Lê Thị Mẫu"}


def test_what_a_colleague_said_of_themselves_is_not_filled_in_for_the_next() -> None:
    company = an_organisation()
    label = {"vi": "Địa chỉ"}
    fields = [
        {"id": "home", "kind": "text", "label": label, "prefill": "applicant.address"},
        {"id": "what", "kind": "text", "label": label},
    ]
    form = {"pages": [{"id": "p", "title": label, "fields": fields}]}
    version = a_procedure(form=form, components=())
    said = {"home": "Nhà riêng", "what": "Xin cấp lại"}
    a_submitted_dossier(version, by=a_representative(company), answers=said, papers=())
    next_one = Person.objects.get(pk=a_representative(company).who)

    earlier = earlier_of(whose(company), version)
    begun = prefilled(form, next_one, earlier, on=DAY, organisation=company)

    assert earlier is not None
    assert begun.answers == {"what": "Xin cấp lại"}
    assert earlier_of(Owner(person=next_one.id), version) is None


def test_likeness_is_looked_for_in_the_same_name_only() -> None:
    company, version = an_organisation(), a_procedure()
    manager = a_representative(company)
    theirs = a_submitted_dossier(version, by=manager)
    own = a_draft(version, by=Actor(manager.who))
    again = a_draft(version, by=a_representative(company))

    assert alike_to(own, ANSWERS, MONDAY_MORNING) == []
    assert [one.dossier for one in alike_to(again, ANSWERS, MONDAY_MORNING)] == [theirs]


def test_those_are_told_who_speak_for_the_organisation_on_the_day() -> None:
    company = an_organisation()
    manager, colleague = a_representative(company), a_representative(company)
    dossier = a_submitted_dossier(by=manager)
    end(company, manager.who)

    tell(Event.objects.get(subject=dossier.id, verb="dossier.submitted"))

    assert list(Message.objects.values_list("person", flat=True)) == [colleague.person]


def test_a_representative_with_their_own_account_counts_as_having_filed_themselves() -> None:
    dossier = a_submitted_dossier(by=a_representative(an_organisation()))

    derive(dossier.id)

    fact = DossierFact.objects.get(pk=dossier.id)
    assert fact.submitter == "self"
    assert fact.account == fact.owner
