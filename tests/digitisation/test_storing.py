"""Data compared, a code given, the copy stored, and signed by the agency that settles."""

from datetime import date

import pytest
from django.db import connection

from motcua.digitisation import actions
from motcua.digitisation.contents import opened
from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.rules import FieldsMissing, State, WrongStep
from motcua.digitisation.sheets import pictures_in
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.stored_papers import StoredPaper
from motcua.dossiers.models import Attachment
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import DossierId
from motcua.results.models import Entry
from motcua.signing.verifying import verify
from tests.builders import (
    a_component,
    a_person,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.papers_on_the_way import (
    VALUES,
    a_read_copy,
    a_scanning_clerk,
    a_seal,
    a_signed_copy,
    a_stored_copy,
)
from tests.registers import an_entry
from tests.representing import an_organisation
from tests.scans import a_scan

pytestmark = pytest.mark.django_db


def test_the_code_says_whose_and_what_the_paper_is() -> None:
    copy = a_stored_copy(a_scanning_clerk())

    assert copy.state == State.STORED
    assert opened(copy).code == "037068001234.KQ.G07.000122.0001"


def test_the_owners_number_stands_in_no_table_in_clear() -> None:
    copy = a_stored_copy(a_scanning_clerk())

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(c)::text FROM digitisation_digitalcopy c WHERE id = %s", [copy.id]
        )
        assert VALUES["owner_number"] not in cursor.fetchone()[0]
    assert copy.code == ".KQ.G07.000122.0001"


def test_without_a_number_of_the_owner_that_part_stays_empty() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)

    stored = actions.store_copy(
        copy.id, {**VALUES, "owner_number": ""}, by=clerk, at=MONDAY_MORNING
    )

    assert opened(stored).code == ".KQ.G07.000122.0001"


def test_two_papers_never_have_one_code() -> None:
    clerk, commune = a_scanning_clerk(), a_province().commune

    codes = {a_stored_copy(clerk, an_entry(commune)).code for _ in range(3)}

    assert len(codes) == 3


def test_without_a_number_the_owner_must_be_described() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)

    with pytest.raises(FieldsMissing, match="họ tên hoặc tên tổ chức, năm sinh"):
        actions.store_copy(
            copy.id, {"name": "Quyết định", "summary": "Về đất ở"}, by=clerk, at=MONDAY_MORNING
        )


def test_what_cannot_be_is_refused_by_its_field() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)
    wrong = {**VALUES, "issued_on": "31/02/2021", "birth_year": "1800", "owner_number": "12"}

    with pytest.raises(InvalidInput) as refusal:
        actions.store_copy(copy.id, {**wrong, "scope": "x" * 501}, by=clerk, at=MONDAY_MORNING)

    assert set(refusal.value.errors) == {"issued_on", "birth_year", "owner_number", "scope"}


def test_data_are_stored_only_after_the_scan_was_read() -> None:
    clerk = a_scanning_clerk()
    copy = a_signed_copy(clerk)

    with pytest.raises(WrongStep):
        actions.store_copy(copy.id, VALUES, by=clerk, at=MONDAY_MORNING)


def test_the_agency_signs_after_the_clerk_and_the_register_has_the_copy() -> None:
    commune = a_province().commune
    a_seal(commune)
    clerk, entry = a_scanning_clerk(), an_entry(commune)
    copy = a_stored_copy(clerk, entry)

    confirmed = actions.confirm_copy(copy.id, by=clerk, at=MONDAY_MORNING)

    assert confirmed.document is not None
    signed = content_of(documents_by_id([confirmed.document])[confirmed.document])
    verdicts = verify(signed, at=MONDAY_MORNING)
    assert [one.signer for one in verdicts] == ["Vũ Thị Mẫu", commune.name]
    assert all(one.holds for one in verdicts)
    line = Entry.objects.get(pk=entry.id)
    assert (line.document, line.code) == (confirmed.document, ".KQ.G07.000122.0001")
    assert line.digitised_at == MONDAY_MORNING


def test_the_owner_has_the_signed_copy_in_their_store() -> None:
    commune = a_province().commune
    a_seal(commune)
    owner = a_person(
        "Nguyễn Văn Mẫu",
        number=VALUES["owner_number"],
        sex="male",
        birth_date=date(1968, 1, 1),
    )
    clerk = a_scanning_clerk()

    confirmed = actions.confirm_copy(a_stored_copy(clerk).id, by=clerk, at=MONDAY_MORNING)

    kept = StoredPaper.objects.get(owner=owner)
    assert kept.document_id == confirmed.document
    assert (kept.source, kept.trust) == ("digitised", "checked")
    assert (kept.number, kept.valid_to) == ("145/QĐ-UBND", date(2071, 5, 14))


def test_a_paper_with_a_tax_code_goes_to_the_store_of_its_organisation() -> None:
    a_seal(a_province().commune)
    company, clerk = an_organisation(), a_scanning_clerk()
    said = {**VALUES, "owner_number": company.tax_code, "owner_name": company.name}
    copy = actions.store_copy(a_read_copy(clerk).id, said, by=clerk, at=MONDAY_MORNING)

    actions.confirm_copy(copy.id, by=clerk, at=MONDAY_MORNING)

    kept = StoredPaper.objects.get()
    assert (kept.organisation_id, kept.owner_id) == (company.id, None)


def test_a_paper_of_nobody_known_here_goes_to_no_store() -> None:
    a_seal(a_province().commune)
    clerk = a_scanning_clerk()

    actions.confirm_copy(a_stored_copy(clerk).id, by=clerk, at=MONDAY_MORNING)

    assert not StoredPaper.objects.exists()


def test_only_who_keeps_the_seal_confirms() -> None:
    commune = a_province().commune
    a_seal(commune)
    copy = a_stored_copy(a_scanning_clerk())

    with pytest.raises(NotPermitted):
        actions.confirm_copy(copy.id, by=an_officer(commune, Role.RECEPTIONIST), at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.confirm_copy(copy.id, by=a_scanning_clerk(a_province().justice), at=MONDAY_MORNING)


def test_a_copy_that_is_not_true_is_scanned_again() -> None:
    commune = a_province().commune
    clerk = a_scanning_clerk()
    copy = a_stored_copy(clerk)
    with pytest.raises(ReasonMissing):
        actions.return_copy(copy.id, why=" ", by=clerk, at=MONDAY_MORNING)

    actions.return_copy(copy.id, why="Thiếu trang sau", by=clerk, at=MONDAY_MORNING)
    returned = DigitalCopy.objects.get(pk=copy.id)
    assert (returned.state, returned.returned_why) == (State.RETURNED, "Thiếu trang sau")

    again = actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)
    assert (again.state, again.returned_why) == (State.SIGNED, "")
    assert commune.id == again.agency_id


def test_before_it_is_stored_the_desk_itself_sends_it_back() -> None:
    clerk = a_scanning_clerk()
    copy = a_read_copy(clerk)

    returned = actions.return_copy(copy.id, why="Ảnh nhòe", by=clerk, at=MONDAY_MORNING)

    assert returned.state == State.RETURNED


def test_only_the_system_itself_says_what_was_read() -> None:
    clerk = a_scanning_clerk()
    copy = a_signed_copy(clerk)

    with pytest.raises(NotPermitted):
        actions.note_unreadable(copy.id, "x", by=clerk, at=MONDAY_MORNING)
    assert actions.note_unreadable(copy.id, "x", by=SYSTEM, at=MONDAY_MORNING).read_problem == "x"


def test_the_paper_of_a_dossier_gets_its_electronic_copy_beside_it() -> None:
    version = a_procedure(components=[a_component("GT", "paper")])
    dossier = a_submitted_dossier(version, papers=())
    assert dossier.receiving_agency is not None
    clerk = a_scanning_clerk(dossier.receiving_agency, Role.RECEPTIONIST)
    copy = actions.open_for_component(
        DossierId(dossier.id), "GT", paper_pages=1, by=clerk, at=MONDAY_MORNING
    )
    pages = pictures_in("trang.jpg", a_scan())
    actions.add_pages(copy.id, pages, by=clerk, at=MONDAY_MORNING)
    actions.sign_scan(copy.id, by=clerk, at=MONDAY_MORNING)
    actions.note_unreadable(copy.id, "x", by=SYSTEM, at=MONDAY_MORNING)

    stored = actions.store_copy(copy.id, VALUES, by=clerk, at=MONDAY_MORNING)

    papers = Attachment.objects.filter(dossier=dossier, component="GT", replaced_at=None)
    assert [paper.document for paper in papers] == [stored.document]
