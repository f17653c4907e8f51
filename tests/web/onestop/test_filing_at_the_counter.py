"""Filing at the counter: the person, the procedure, the application."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.documents.models import Document
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.queries import papers_of
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Role
from motcua.people.models import Person, PopulationRecord
from motcua.people.sealing import number_digest
from motcua.procedures.models import ProcedureVersion
from tests.builders import a_component, a_person, a_procedure, a_province, an_officer
from tests.papers import a_pdf
from tests.stores import a_stored_paper, met_by
from tests.web.portals import browser_of, hidden, id_in, text_of

pytestmark = pytest.mark.django_db
PERSON = "/mot-cua/nop"
NUMBER = "037190777777"
CARD = {
    "personal_number": NUMBER,
    "full_name": "Lê Thị Quầy",
    "birth_date.day": "1",
    "birth_date.month": "2",
    "birth_date.year": "1990",
    "sex": "female",
    "phone": "0912 345 678",
}
ANSWERS = {
    "full_name": "Lê Thị Quầy",
    "wish": "Xin cấp giấy",
    "for_other": "no",
    "copies": "2",
    "has.GT": "yes",
    "originals.GT": "1",
    "copies.GT": "0",
    "result_channel": "counter",
}


def a_clerk() -> Client:
    return browser_of(an_officer(a_province().commune, Role.RECEPTIONIST))


def in_the_register() -> None:
    PopulationRecord.objects.create(
        number_digest=number_digest(NUMBER),
        full_name="Lê Thị Quầy",
        birth_date=date(1990, 2, 1),
        sex="female",
    )


def application(procedure: ProcedureVersion, person: Person) -> str:
    return reverse("onestop:application", args=[person.id, procedure.id])


def whole(procedure: ProcedureVersion, **changed: object) -> dict[str, object]:
    commune = a_province().commune.id
    return {**ANSWERS, "key": str(uuid4()), "commune": str(commune), **changed}


def test_somebody_in_the_register_is_registered_as_confirmed() -> None:
    in_the_register()

    answer = a_clerk().post(PERSON, {**CARD, "full_name": "le thi quay"})

    person = Person.objects.get(number_digest=number_digest(NUMBER))
    assert answer.headers["Location"] == reverse("onestop:procedure", args=[person.id])
    assert person.verified_at is not None


def test_somebody_not_in_the_register_needs_their_card_compared() -> None:
    clerk = a_clerk()

    asked = clerk.post(PERSON, CARD)
    done = clerk.post(PERSON, {**CARD, "seen_card": "yes"})

    assert asked.status_code == 422
    assert "Tôi đã xem thẻ căn cước bản gốc" in text_of(asked.content)
    assert done.status_code == 302
    assert Person.objects.get(number_digest=number_digest(NUMBER)).verified_at is None


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("personal_number", "12", "Số định danh gồm 12 chữ số"),
        ("birth_date.day", "31", "Ngày này không có thật"),
        ("birth_date.year", "1985", "không khớp với ngày sinh"),
        ("sex", "male", "không khớp với ngày sinh hoặc giới tính"),
        ("phone", "12", "Số điện thoại gồm 10 chữ số"),
        ("full_name", "", "Xin nhập"),
    ],
)
def test_what_cannot_be_on_a_card_is_said_and_nothing_is_lost(
    name: str, typed: str, sentence: str
) -> None:
    in_the_register()

    answer = a_clerk().post(PERSON, {**CARD, name: typed})

    assert answer.status_code == 422
    assert sentence in text_of(answer.content)
    assert "0912 345 678" in answer.content.decode() or name == "phone"
    assert not Person.objects.filter(number_digest=number_digest(NUMBER)).exists()


def test_a_number_registered_under_another_name_is_refused_untouched() -> None:
    known = a_person("Phạm Thị Khác", number=NUMBER, phone="0900000000")

    answer = a_clerk().post(PERSON, {**CARD, "seen_card": "yes"})

    assert answer.status_code == 422
    assert "họ tên khác" in text_of(answer.content)
    assert bytes(Person.objects.get(pk=known.id).sealed) == bytes(known.sealed)


def test_a_procedure_is_found_without_accents() -> None:
    person, procedure = a_person(), a_procedure(name="Đăng ký khai sinh mẫu")

    answer = a_clerk().get(
        reverse("onestop:procedure", args=[person.id]), {"q": "dang ky khai sinh"}
    )

    assert application(procedure, person) in answer.content.decode()


def test_a_procedure_without_a_match_says_what_to_type() -> None:
    answer = a_clerk().get(reverse("onestop:procedure", args=[a_person().id]), {"q": "khong he co"})

    assert "Không có thủ tục nào như vậy" in text_of(answer.content)


def test_nobody_files_for_a_person_who_is_not_registered() -> None:
    assert a_clerk().get(reverse("onestop:procedure", args=[uuid4()])).status_code == 404


def test_an_application_is_filed_accepted_and_leads_to_the_slip() -> None:
    person, procedure = a_person(), a_procedure()

    answer = a_clerk().post(application(procedure, person), whole(procedure))

    dossier = Dossier.objects.get(pk=id_in(answer.headers["Location"]))
    assert answer.headers["Location"] == reverse("onestop:receipt", args=[dossier.id])
    assert (dossier.status, dossier.channel) == (Status.ACCEPTED, "counter")
    assert dossier.applicant_id == person.id
    assert [(paper.originals, paper.document) for paper in papers_of(dossier)] == [(1, None)]


def test_the_page_sent_twice_makes_one_dossier() -> None:
    person, procedure = a_person(), a_procedure()
    clerk, page = a_clerk(), whole(procedure)

    first = clerk.post(application(procedure, person), page)
    second = clerk.post(application(procedure, person), page)

    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_a_wrong_answer_keeps_everything_typed_and_every_file() -> None:
    person, procedure = a_person(), a_procedure()
    clerk = a_clerk()
    scan = SimpleUploadedFile("giay.pdf", a_pdf(), "application/pdf")

    wrong = clerk.post(
        application(procedure, person), whole(procedure, wish="", **{"file.GT": scan})
    )
    kept = hidden(wrong.content, "document.GT")
    right = clerk.post(application(procedure, person), whole(procedure, **{"document.GT": kept}))

    assert wrong.status_code == 422
    assert 'value="Lê Thị Quầy"' in wrong.content.decode()
    dossier = Dossier.objects.get(pk=id_in(right.headers["Location"]))
    assert {str(one.document) for one in papers_of(dossier)} == {kept, "None"}


def test_a_disguised_file_is_refused_beside_its_component() -> None:
    person, procedure = a_person(), a_procedure()
    program = SimpleUploadedFile("giay.pdf", b"MZ\x90\x00 program", "application/pdf")

    answer = a_clerk().post(
        application(procedure, person), whole(procedure, **{"file.GT": program})
    )

    assert answer.status_code == 422
    assert 'id="file.GT-error"' in answer.content.decode()
    assert not Document.objects.exists()


def test_a_file_of_another_clerk_cannot_be_claimed() -> None:
    person, procedure = a_person(), a_procedure()
    scan = SimpleUploadedFile("giay.pdf", a_pdf(), "application/pdf")
    theirs = a_clerk().post(
        application(procedure, person), whole(procedure, wish="", **{"file.GT": scan})
    )

    answer = a_clerk().post(
        application(procedure, person),
        whole(procedure, **{"document.GT": hidden(theirs.content, "document.GT")}),
    )

    assert answer.status_code == 302
    assert not Attachment.objects.exclude(document=None).exists()


def test_a_missing_paper_is_named() -> None:
    person, procedure = a_person(), a_procedure()

    answer = a_clerk().post(application(procedure, person), whole(procedure, **{"has.GT": ""}))

    assert answer.status_code == 422
    assert "Hồ sơ còn thiếu: Giấy tờ GT" in text_of(answer.content)


def test_a_commune_must_be_chosen_where_communes_settle() -> None:
    person, procedure = a_person(), a_procedure()

    answer = a_clerk().post(application(procedure, person), whole(procedure, commune=""))

    assert answer.status_code == 422
    assert 'href="#commune"' in answer.content.decode()


def test_asking_for_other_questions_checks_nothing_yet() -> None:
    person, procedure = a_person(), a_procedure()

    answer = a_clerk().post(
        application(procedure, person), whole(procedure, wish="", for_other="yes", refresh="1")
    )

    assert answer.status_code == 200
    assert 'name="other_name"' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_what_is_only_filed_elsewhere_is_not_offered() -> None:
    person, procedure = a_person(), a_procedure(settled_here=False)

    assert a_clerk().get(application(procedure, person)).status_code == 404


def test_the_checklist_follows_the_answers() -> None:
    authority = a_component("UQ", required=False, required_if="for_other")
    person = a_person()
    procedure = a_procedure(components=[a_component(), authority])

    answer = a_clerk().post(
        application(procedure, person),
        whole(procedure, for_other="yes", other_name="Trần Văn Mẫu"),
    )

    assert answer.status_code == 422
    assert "Hồ sơ còn thiếu: Giấy tờ UQ" in text_of(answer.content)


def test_what_the_person_gave_before_is_offered_and_filed_with_their_consent() -> None:
    procedure, person = a_procedure(), a_person("Lê Thị Quầy")
    met_by(procedure.procedure.code, "GT")
    paper = a_stored_paper(person.id)
    client = a_clerk()

    page = text_of(client.get(application(procedure, person)).content)
    given = whole(procedure, **{"stored.GT": str(paper.id), "has.GT": ""})
    client.post(application(procedure, person), given)

    assert "Người nộp đồng ý dùng giấy trong kho của họ: Giấy khai sinh, số 12/2020" in page
    (attachment,) = papers_of(Dossier.objects.get())
    assert (attachment.component, attachment.stored) == ("GT", paper.id)
