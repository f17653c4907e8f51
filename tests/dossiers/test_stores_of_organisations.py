"""The store of an organisation: what comes in, who opens it, and what is taken out of it."""

from uuid import UUID, uuid4

import pytest

from motcua.documents.models import PaperUse, StoredPaper
from motcua.documents.personal.actions import note_exported, open_own, remove_own, upload_own
from motcua.documents.personal.queries import data_of, owner_of, papers_of_owner
from motcua.documents.store_rules import Owner, PaperFacts
from motcua.dossiers import actions
from motcua.dossiers.actions import Sheet
from motcua.dossiers.archive.gathering import parts_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.reuse import may_offer, uses_in_words
from motcua.kernel.actors import Actor, Role, Scope
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.people.models import Organisation
from motcua.people.organisation_rules import StoreNotInMandate
from motcua.results.models import Entry
from tests.builders import (
    a_counter_filing,
    a_decided_dossier,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    an_officer,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored
from tests.papers import a_pdf
from tests.representing import (
    a_mandate,
    a_representative,
    an_organisation,
    strangers_to,
    whose,
)
from tests.stores import a_stored_paper, met_by

pytestmark = pytest.mark.django_db


def a_delivered_dossier(by: Actor) -> Dossier:
    return step_on(a_decided_dossier(by=by))


def test_the_result_is_the_organisations_in_its_store_and_in_the_register() -> None:
    company = an_organisation()
    manager = a_representative(company)

    dossier = a_delivered_dossier(manager)

    (paper,) = papers_of_owner(whose(company))
    assert papers_of_owner(Owner(person=manager.who)) == []
    assert paper.dossier == dossier.id
    assert data_of(paper) == {}
    entry = Entry.objects.get(dossier=dossier.id)
    assert (entry.holder_name, entry.holder_id) == (company.name, None)


def test_the_archive_package_names_the_organisation() -> None:
    company = an_organisation()
    dossier = a_delivered_dossier(a_representative(company))

    told = b"".join(part.content for part in parts_of(stored(dossier)) if part.content)

    assert company.tax_code.encode() in told


def a_draft_with_store(scope: Scope = Scope.FULL) -> tuple[Dossier, StoredPaper, Actor]:
    company = an_organisation()
    manager = a_representative(company, scope=scope)
    version = a_procedure()
    met_by(version.procedure.code, "GT")
    paper = a_stored_paper(whose(company))
    return a_draft(version, by=manager, papers=()), paper, manager


def use(dossier: Dossier, paper: UUID, by: Actor) -> None:
    actions.attach_stored(
        ident(dossier), component="GT", paper=paper, consented=True, by=by, at=MONDAY_MORNING
    )


def test_a_paper_of_its_store_is_filed_with_consent_and_purpose_and_the_owner_sees_it() -> None:
    draft, paper, manager = a_draft_with_store()
    colleague = a_representative(Organisation.objects.get(), "Lê Thị Mẫu")

    use(draft, paper.id, manager)
    filed = actions.submit(ident(draft), key=uuid4(), by=manager, at=MONDAY_MORNING)
    clerk = a_receptionist(filed)
    document = filed.attachments.get().document
    assert document is not None
    actions.look_at(ident(filed), document=document, by=clerk, at=MONDAY_MORNING)

    own = uses_in_words(paper.id, manager.who)
    theirs = uses_in_words(paper.id, colleague.who)
    assert [(one.use, one.who) for one in own] == [("cán bộ xem", "Trần Văn Mẫu"),
                                                  ("nộp vào hồ sơ", "")]  # fmt: skip
    assert theirs[1].who == "Phạm Thị Mẫu"
    use_kept = PaperUse.objects.get(use="filed")
    assert use_kept.consented
    assert filed.submission_code in use_kept.purpose


def test_papers_of_ones_own_are_not_filed_for_the_organisation_nor_its_for_oneself() -> None:
    draft, paper, manager = a_draft_with_store()
    own_paper = a_stored_paper(manager.who)
    own_draft = a_draft(by=Actor(manager.who), papers=())
    met_by(own_draft.procedure.procedure.code, "GT")

    with pytest.raises(NotFound):
        use(draft, own_paper.id, manager)
    with pytest.raises(NotFound):
        use(own_draft, paper.id, Actor(manager.who))


def test_a_mandate_for_filing_alone_opens_no_store_and_takes_nothing_out() -> None:
    draft, paper, clerk = a_draft_with_store(Scope.FILING)

    assert not may_offer(clerk, draft)
    with pytest.raises(StoreNotInMandate):
        use(draft, paper.id, clerk)
    with pytest.raises(StoreNotInMandate):
        open_own(paper.id, by=clerk, at=MONDAY_MORNING)
    with pytest.raises(StoreNotInMandate):
        note_exported(by=clerk, at=MONDAY_MORNING)


def test_the_counter_takes_out_of_its_store_only_with_a_mandate_that_reaches_there() -> None:
    draft, paper, clerk = a_draft_with_store(Scope.FILING)
    filing = a_counter_filing(
        draft.procedure,
        applicant=clerk.person,
        organisation=draft.organisation_id,
        sheets=[Sheet("GT", stored=paper.id)],
    )
    desk = an_officer(a_province().commune, Role.RECEPTIONIST)

    with pytest.raises(StoreNotInMandate):
        actions.file(filing, by=desk, at=MONDAY_MORNING)
    full = a_mandate(Organisation.objects.get(), clerk.who)
    filed = actions.file(filing, by=desk, at=MONDAY_MORNING)

    assert full.scope == Scope.FULL
    assert filed.attachments.get().stored == paper.id


def test_a_store_opens_to_its_organisation_alone_and_shuts_with_the_mandate() -> None:
    company = an_organisation()
    manager = a_representative(company)
    paper = upload_own(
        PaperFacts("Điều lệ"), name="a.pdf", content=a_pdf(), by=manager, at=MONDAY_MORNING
    )

    assert papers_of_owner(owner_of(manager)) == [paper]
    for actor in strangers_to(company, manager.who).values():
        with pytest.raises((NotFound, NotPermitted)):
            open_own(paper.id, by=actor, at=MONDAY_MORNING)
        with pytest.raises((NotFound, NotPermitted)):
            remove_own(paper.id, by=actor, at=MONDAY_MORNING)
    remove_own(paper.id, by=manager, at=MONDAY_MORNING)
    assert papers_of_owner(whose(company)) == []
