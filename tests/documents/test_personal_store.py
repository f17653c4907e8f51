"""The personal store: what comes in, who may use it, and what its owner sees of that."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.documents.models import Document, PaperUse, StoredPaper
from motcua.documents.personal import actions
from motcua.documents.personal.kinds import Met, set_kinds
from motcua.documents.personal.queries import (
    data_of,
    kinds_of,
    offered,
    paper_of,
    papers_of_owner,
    papers_with_data,
    stored_by_id,
    uses_of,
)
from motcua.documents.rules import FileTypeForbidden
from motcua.documents.store_rules import (
    ConsentMissing,
    NothingToFile,
    NotInForce,
    OnlyOwnUploads,
    Owner,
    PaperFacts,
    PaperNameMissing,
    Source,
    StoreFull,
    Trust,
    Use,
    Worth,
)
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from tests.builders import a_citizen, a_province, an_officer
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.stores import a_stored_paper, met_by, paper_facts

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()


def an_upload(by: Actor, name: str = "Bằng tốt nghiệp") -> StoredPaper:
    return actions.upload_own(
        PaperFacts(kind_name=name), name="bang.pdf", content=a_pdf(), by=by, at=MONDAY_MORNING
    )


def file_it(paper: StoredPaper, **given: Any) -> Document:
    usual: dict[str, Any] = {
        "owner": paper.whose,
        "dossier": uuid4(),
        "purpose": "Giải quyết thủ tục mẫu",
        "consented": True,
        "by": Actor(paper.owner_id),
        "at": MONDAY_MORNING,
    }
    return actions.use_in_dossier(paper.id, **{**usual, **given})


def test_a_paper_is_put_in_once_however_often_it_comes() -> None:
    owner = a_citizen().who
    entry, facts = uuid4(), paper_facts(data={"applicant.address": "Thôn Một"})

    first = actions.put_in_store(
        Owner(owner),
        facts,
        document=None,
        source=Source.RESULT,
        entry=entry,
        by=SYSTEM,
        at=MONDAY_MORNING,
    )
    again = actions.put_in_store(
        Owner(owner),
        facts,
        document=None,
        source=Source.RESULT,
        entry=entry,
        by=SYSTEM,
        at=MONDAY_MORNING,
    )
    digitised = a_stored_paper(owner, code="M.1")

    assert first == again
    assert a_stored_paper(owner, code="M.1") == digitised
    assert papers_of_owner(Owner(owner)) == [digitised, first]
    assert (first.trust, digitised.trust) == (Trust.ISSUED, Trust.CHECKED)


def test_what_was_taken_from_a_paper_is_sealed() -> None:
    owner = a_citizen().who
    paper = a_stored_paper(owner, data={"applicant.address": "Thôn Một"})
    plain = a_stored_paper(owner)

    assert "Thôn Một".encode() not in bytes(paper.sealed or b"")
    assert data_of(paper) == {"applicant.address": "Thôn Một"}
    assert data_of(plain) == {}
    assert papers_with_data(Owner(owner), DAY) == [paper]


def test_an_own_upload_is_of_the_lowest_trust() -> None:
    citizen = a_citizen()

    paper = an_upload(citizen)

    assert (paper.source, paper.trust) == (Source.UPLOAD, Trust.OWN)
    assert paper.document_id is not None
    assert Document.objects.get(pk=paper.document_id).purpose == "store"


def test_an_own_upload_needs_a_name_and_a_file_that_is_taken() -> None:
    with pytest.raises(PaperNameMissing):
        an_upload(a_citizen(), name=" ")
    with pytest.raises(FileTypeForbidden):
        actions.upload_own(
            PaperFacts(kind_name="Bằng"), name="a.exe", content=b"MZ", by=a_citizen(),
            at=MONDAY_MORNING,
        )  # fmt: skip


def test_a_store_does_not_take_uploads_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.documents.personal.actions.MOST_UPLOADS", 1)
    citizen = a_citizen()
    an_upload(citizen)

    with pytest.raises(StoreFull):
        an_upload(citizen)


def test_an_officer_in_office_has_no_store() -> None:
    officer = an_officer(a_province().commune, Role.RECEPTIONIST)

    with pytest.raises(NotPermitted):
        an_upload(officer)
    with pytest.raises(NotPermitted):
        actions.note_exported(by=officer, at=MONDAY_MORNING)


def test_an_own_upload_can_be_removed_and_what_agencies_put_in_cannot() -> None:
    citizen = a_citizen()
    own, theirs = an_upload(citizen), a_stored_paper(citizen.who)

    actions.remove_own(own.id, by=citizen, at=MONDAY_MORNING)

    assert papers_of_owner(Owner(citizen.who)) == [theirs]
    assert stored_by_id([own.id, None]) == {own.id: own}
    with pytest.raises(OnlyOwnUploads):
        actions.remove_own(theirs.id, by=citizen, at=MONDAY_MORNING)
    for who, paper in ((citizen, own.id), (a_citizen("Lê Văn Mẫu"), an_upload(citizen).id)):
        with pytest.raises(NotFound):
            actions.remove_own(paper, by=who, at=MONDAY_MORNING)


def test_a_paper_is_filed_with_consent_and_leaves_a_trace() -> None:
    citizen, dossier = a_citizen(), uuid4()
    paper = a_stored_paper(citizen.who)

    document = file_it(paper, dossier=dossier)

    assert paper.document is not None
    assert (document.file_id, document.subject) == (paper.document.file_id, dossier)
    (use,) = uses_of(paper.id)
    assert (use.use, use.dossier, use.consented, use.by) == (
        Use.FILED,
        dossier,
        True,
        citizen.person,
    )
    assert use.purpose == "Giải quyết thủ tục mẫu"


def test_nothing_is_filed_without_consent() -> None:
    with pytest.raises(ConsentMissing):
        file_it(a_stored_paper(a_citizen().who), consented=False)


def test_the_paper_of_somebody_else_does_not_exist() -> None:
    paper = a_stored_paper(a_citizen().who)

    with pytest.raises(NotFound):
        file_it(paper, owner=Owner(a_citizen("Lê Văn Mẫu").who))
    with pytest.raises(NotFound):
        paper_of(Owner(a_citizen("Vũ Văn Mẫu").who), paper.id)


def test_what_does_not_count_is_not_filed() -> None:
    owner = a_citizen().who
    entry = uuid4()

    expired = a_stored_paper(owner, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    upcoming = a_stored_paper(owner, valid_from=date(2030, 1, 1))
    revoked = a_stored_paper(owner)
    StoredPaper.objects.filter(pk=revoked.id).update(entry=entry)
    actions.note_ended(entry, revoked=True, by=SYSTEM, at=MONDAY_MORNING)

    for paper, why in ((expired, "hết hiệu lực"), (upcoming, "chưa có"), (revoked, "thu hồi")):
        with pytest.raises(NotInForce, match=why):
            file_it(paper)


def test_data_without_a_copy_cannot_be_filed() -> None:
    owner = a_citizen().who
    facts = paper_facts(data={"applicant.address": "Thôn Một"})
    paper = actions.put_in_store(
        Owner(owner), facts, document=None, source=Source.DATA, by=SYSTEM, at=MONDAY_MORNING
    )

    with pytest.raises(NothingToFile):
        file_it(paper)


def test_a_renewal_lets_the_copy_count_longer_and_a_replacement_ends_it() -> None:
    owner, entry = a_citizen().who, uuid4()
    paper = a_stored_paper(owner, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    StoredPaper.objects.filter(pk=paper.id).update(entry=entry)

    actions.note_renewed(entry, until=date(2030, 1, 1), by=SYSTEM, at=MONDAY_MORNING)
    assert paper_of(Owner(owner), paper.id).worth(DAY) is Worth.IN_FORCE
    actions.note_ended(entry, revoked=False, by=SYSTEM, at=MONDAY_MORNING)
    assert paper_of(Owner(owner), paper.id).worth(DAY) is Worth.REPLACED


def test_the_owner_sees_who_looked_and_why() -> None:
    citizen, dossier = a_citizen(), uuid4()
    officer = an_officer(a_province().commune, Role.CASE_OFFICER)
    paper = a_stored_paper(citizen.who)

    actions.note_read(paper.id, dossier=dossier, purpose="Thẩm định", by=officer, at=MONDAY_MORNING)
    assert actions.note_exported(by=citizen, at=MONDAY_MORNING) == 1

    exported, read = uses_of(paper.id)
    assert (read.use, read.by, read.agency, read.dossier) == (
        Use.READ,
        officer.person,
        officer.agency,
        dossier,
    )
    assert exported.use == Use.EXPORTED


def test_what_fits_a_component_is_offered_the_usable_first() -> None:
    owner = a_citizen().who
    met_by("1.000001", "GT")
    expired = a_stored_paper(owner, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    good = a_stored_paper(owner)
    a_stored_paper(owner, kind_code="KQ.G01.000001")

    found = offered(Owner(owner), "1.000001", DAY)

    assert [(one.paper, one.is_usable) for one in found["GT"]] == [(good, True), (expired, False)]
    assert offered(Owner(owner), "2.000002", DAY) == {}
    assert offered(Owner(a_citizen("Lê Văn Mẫu").who), "1.000001", DAY) == {}


def test_a_store_has_one_owner() -> None:
    person, organisation = uuid4(), uuid4()

    assert Owner(person).id == person
    assert Owner(organisation=organisation).id == organisation
    with pytest.raises(ValueError, match="one owner"):
        Owner(person, organisation)
    with pytest.raises(ValueError, match="one owner"):
        Owner()


def test_every_word_is_there() -> None:
    assert all(one.label for words in (Source, Trust, Worth, Use) for one in words)


@pytest.mark.parametrize(
    "wrong",
    [
        {"trust": Trust.OWN.value},
        {"removed_at": MONDAY_MORNING},
        {"document": None},
        {"owner": None},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
    ],
)
def test_the_database_keeps_what_must_not_be_false(wrong: dict[str, object]) -> None:
    paper = a_stored_paper(a_citizen().who)

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredPaper.objects.filter(pk=paper.id).update(**wrong)


def test_the_database_takes_no_filing_without_consent() -> None:
    paper: UUID = a_stored_paper(a_citizen().who).id

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperUse.objects.create(
            paper_id=paper, use="filed", purpose="x", dossier=uuid4(), at=MONDAY_MORNING
        )


def test_which_kinds_meet_which_components_is_said_once_and_only_by_the_installation() -> None:
    met = [Met("9.1", "GT", "K.1", "Giấy mẫu"), Met("9.1", "GT", "K.2", "Giấy khác")]

    first = set_kinds(met, by=SYSTEM, at=MONDAY_MORNING)
    again = set_kinds(met, by=SYSTEM, at=MONDAY_MORNING)

    assert (first, again) == (2, 0)
    assert kinds_of("9.1") == {"GT": {"K.1", "K.2"}}
    with pytest.raises(NotPermitted):
        set_kinds(met, by=a_citizen(), at=MONDAY_MORNING)
