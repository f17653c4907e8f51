"""What a draft begins with, and where each of it came from."""

from collections.abc import Mapping
from datetime import date

import pytest

from motcua.documents.store_rules import Owner
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.overview import overview
from motcua.dossiers.prefill import earlier_of, prefilled
from motcua.dossiers.sources import Prefilled, Source, as_kept, in_words, is_settled
from motcua.people.models import Person, PopulationRecord
from motcua.people.sealing import number_digest
from motcua.procedures.models import ProcedureVersion
from tests.builders import (
    a_citizen,
    a_person,
    a_personal_number,
    a_procedure,
    a_province,
    a_submitted_dossier,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import stored

pytestmark = pytest.mark.django_db
NUMBER = a_personal_number(1)
FORM: Mapping[str, object] = {
    "pages": [
        {
            "id": "who",
            "title": {"vi": "Người nộp"},
            "fields": [
                {
                    "id": "applicant_name",
                    "kind": "text",
                    "label": {"vi": "Họ tên"},
                    "prefill": "applicant.full_name",
                },
                {
                    "id": "applicant_phone",
                    "kind": "phone",
                    "label": {"vi": "Điện thoại"},
                    "prefill": "applicant.phone",
                },
                {
                    "id": "occupation",
                    "kind": "text",
                    "label": {"vi": "Nghề"},
                    "prefill": "applicant.occupation",
                    "required": False,
                },
                {"id": "wish", "kind": "text", "label": {"vi": "Đề nghị"}, "required": False},
                {"id": "sworn", "kind": "declaration", "label": {"vi": "Cam đoan"}},
            ],
        }
    ]
}
SAID = {
    "applicant_name": "Nguyễn Thị Mẫu",
    "applicant_phone": "0912345678",
    "occupation": "Giáo viên",
    "wish": "Xin giấy",
    "sworn": True,
}


def a_known_person(*, in_register: bool = True) -> Person:
    person = a_person(number=NUMBER)
    if in_register:
        PopulationRecord.objects.create(
            number_digest=number_digest(NUMBER),
            full_name=person.full_name,
            birth_date=date(1990, 1, 1),
            sex="female",
        )
    return person


def filed_before(person: Person, procedure: ProcedureVersion) -> Dossier:
    dossier = a_submitted_dossier(procedure, answers=SAID)
    Dossier.objects.filter(pk=dossier.id).update(applicant=person)
    return stored(dossier)


def test_the_register_comes_before_the_account() -> None:
    person = a_known_person()

    begun = prefilled(FORM, person)

    assert begun.answers == {
        "applicant_name": "Nguyễn Thị Mẫu",
        "applicant_phone": "0912345678",
    }
    assert begun.sources["applicant_name"] == (Source.REGISTER, "")
    assert begun.sources["applicant_phone"] == (Source.ACCOUNT, "")


def test_a_person_the_register_does_not_know_begins_with_the_account() -> None:
    begun = prefilled(FORM, a_known_person(in_register=False))

    assert begun.sources["applicant_name"] == (Source.ACCOUNT, "")


def test_a_register_line_of_another_name_is_left_alone() -> None:
    person = a_known_person()
    PopulationRecord.objects.update(full_name="Lê Thị Khác")

    begun = prefilled(FORM, person)

    assert begun.answers["applicant_name"] == "Nguyễn Thị Mẫu"
    assert begun.sources["applicant_name"] == (Source.ACCOUNT, "")


def test_what_means_the_same_is_taken_from_an_earlier_dossier_of_any_procedure() -> None:
    person = a_known_person()
    before = filed_before(person, a_procedure(form=FORM))

    begun = prefilled(FORM, person)

    assert begun.answers["occupation"] == "Giáo viên"
    assert begun.sources["occupation"] == (Source.EARLIER, before.submission_code)
    assert "wish" not in begun.answers


def test_the_rest_of_an_earlier_dossier_is_taken_when_asked_but_no_oath() -> None:
    person, procedure = a_known_person(), a_procedure(form=FORM)
    filed_before(person, procedure)

    begun = prefilled(FORM, person, earlier_of(Owner(person.id), procedure))

    assert begun.answers["wish"] == "Xin giấy"
    assert "sworn" not in begun.answers


def test_only_a_dossier_of_the_same_procedure_is_offered() -> None:
    person, procedure = a_known_person(), a_procedure(form=FORM)
    filed_before(person, procedure)

    assert earlier_of(Owner(person.id), procedure) is not None
    assert earlier_of(Owner(person.id), a_procedure(form=FORM)) is None
    assert earlier_of(Owner(a_person().id), procedure) is None


def test_sources_are_kept_with_their_day_and_read_by_officers() -> None:
    kept = as_kept({"a": (Source.EARLIER, "NT-1"), "b": (Source.REGISTER, "")}, MONDAY_MORNING)

    assert in_words(kept, "a") == "Từ hồ sơ trước NT-1, ngày 01/06/2026"
    assert in_words(kept, "c") == ""
    assert is_settled(kept, "b")
    assert not is_settled(kept, "a")


def test_an_officer_reads_the_source_beside_the_answer() -> None:
    citizen = a_citizen()
    province = a_province()
    draft = actions.open_draft(
        a_procedure(form=FORM, components=()),
        case="",
        answers=SAID,
        sources={"applicant_name": (Source.REGISTER, "")},
        by=citizen,
        at=MONDAY_MORNING,
    )
    Dossier.objects.filter(pk=draft.id).update(
        settling_agency=province.commune, receiving_agency=province.commune
    )

    rows = {row.id: row for page in overview(stored(draft)).pages for row in page.rows}

    assert rows["applicant_name"].source.startswith("Từ Cơ sở dữ liệu quốc gia về dân cư")
    assert rows["wish"].source == ""


def test_the_first_source_of_a_field_stays() -> None:
    begun = Prefilled()

    begun.put("a", "một", Source.REGISTER)
    begun.put("a", "hai", Source.ACCOUNT)
    begun.put("b", "", Source.ACCOUNT)

    assert begun.answers == {"a": "một"}
