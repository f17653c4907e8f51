"""The list of forms, one with its versions, a new one, and comparing two versions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.forms.models import FormVersion
from motcua.kernel.actors import Role
from tests.builders import a_procedure, a_province, an_officer
from tests.forms.drawing import CODE, NAME, SOUND, TRIAL, UNSOUND, a_definition
from tests.forms.test_rules import a_field
from tests.forms.word_files import a_word_file
from tests.web.catalogue.drawing import a_controller, a_drawer
from tests.web.catalogue.forms import (
    LIST,
    a_draft,
    a_file,
    a_proposal,
    a_publication,
    many_forms,
    told,
)
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
NEW = f"{LIST}/moi"


def test_forms_are_listed_with_what_is_in_force_and_what_is_drawn() -> None:
    drawer = a_drawer()
    a_publication(drawer, a_controller())
    a_draft(drawer)

    page = text_of(browser_of(drawer).get(LIST).content)

    assert f"{CODE} {NAME} Bản 1 Bản nháp 0" in page


def test_the_list_says_how_many_procedures_use_a_form() -> None:
    version = a_procedure().form
    assert version is not None

    page = text_of(browser_of(a_drawer()).get(LIST).content)

    assert f"{version.code} {version.code} Bản 1 1" in page


def test_forms_are_found_by_code_or_name_page_by_page() -> None:
    many_forms(60)
    client = browser_of(a_drawer())

    first = client.get(LIST, {"q": "so-000"})
    link = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(link.replace("&amp;", "&"))

    assert text_of(first.content).count("Biểu mẫu số") == 50
    assert text_of(second.content).count("Biểu mẫu số") == 10
    assert "Không có biểu mẫu nào như vậy" in text_of(client.get(LIST, {"q": "zz"}).content)


def test_nothing_yet_is_said() -> None:
    assert "Chưa có biểu mẫu nào." in text_of(browser_of(a_drawer()).get(LIST).content)


def test_the_list_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    many_forms(FEW)

    assert_flat(drawer, LIST, lambda: many_forms(MANY))


def test_a_form_shows_its_versions_and_the_procedures_that_use_it() -> None:
    drawer = a_drawer()
    procedure = a_procedure()
    assert procedure.form is not None
    a_draft(drawer, code=procedure.form.code)
    address = reverse("catalogue:form", args=[procedure.form.code])

    page = text_of(browser_of(drawer).get(address).content)

    assert "Bản 2 Bản nháp Trần Văn Vẽ" in page
    assert f"{procedure.name} ( {procedure.procedure.code} , bản 1)" in page
    assert "Soạn tiếp bản nháp" in page


def test_a_form_that_is_not_there_is_not_found() -> None:
    answer = browser_of(a_drawer()).get(reverse("catalogue:form", args=["khong-co"]))

    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.CASE_OFFICER, Role.TECHNICAL_ADMIN])
def test_only_those_who_draw_see_the_pages(role: Role) -> None:
    somebody = an_officer(a_province().committee, role)

    assert browser_of(somebody).get(LIST).status_code == 403


def test_a_new_form_begins_with_the_applicant() -> None:
    client = browser_of(a_drawer())

    answer = client.post(NEW, {"code": CODE, "name": NAME})

    version = FormVersion.objects.get(code=CODE)
    assert answer.headers["Location"] == reverse("catalogue:form_draw", args=[version.id])
    assert version.definition["pages"][0]["id"] == "applicant"


def test_a_new_form_begins_from_a_file_with_its_test_cases() -> None:
    client = browser_of(a_drawer())

    client.post(NEW, {"code": CODE, "name": "Tên khác", "file": a_file()})

    version = FormVersion.objects.get(code=CODE)
    assert (version.name, version.trials) == ("Tên khác", [TRIAL])
    assert version.definition == {**SOUND, "title": {"vi": "Tên khác"}}


def test_a_new_form_begins_from_a_word_file() -> None:
    client = browser_of(a_drawer())
    word = a_word_file("Họ tên: ...........", "Ngày sinh: .........")

    client.post(NEW, {"code": CODE, "name": NAME, "file": SimpleUploadedFile("to-khai.docx", word)})

    (page,) = FormVersion.objects.get(code=CODE).definition["pages"]
    assert [field["kind"] for field in page["fields"]] == ["text", "date"]


@pytest.mark.parametrize("wrong", [b"PK nothing", bytes(3_000_001)])
def test_a_word_file_that_is_none_is_refused_in_place(wrong: bytes) -> None:
    file = SimpleUploadedFile("to-khai.docx", wrong)

    answer = browser_of(a_drawer()).post(NEW, {"code": CODE, "name": NAME, "file": file})

    assert answer.status_code == 422
    assert "Không đọc được tệp Word" in text_of(answer.content)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "Có dấu", "name": NAME}, "Mã gồm chữ thường không dấu"),
        ({"code": CODE, "name": ""}, "Xin nhập tên biểu mẫu"),
    ],
)
def test_a_new_form_needs_code_and_name(given: dict[str, str], words: str) -> None:
    answer = browser_of(a_drawer()).post(NEW, given)

    assert answer.status_code == 422
    assert words in text_of(answer.content)


@pytest.mark.parametrize("wrong", [b"\xff", b"[", b"[" * 100_000, b'{"a":NaN}', b" " * 4_000_001])
def test_what_is_no_form_file_is_refused_in_place(wrong: bytes) -> None:
    answer = browser_of(a_drawer()).post(NEW, {"code": CODE, "name": NAME, "file": a_file(wrong)})

    assert answer.status_code == 422
    assert "Không đọc được tệp biểu mẫu" in text_of(answer.content)
    assert not FormVersion.objects.exists()


def test_two_versions_are_compared_in_words_the_older_first() -> None:
    drawer = a_drawer()
    first = a_publication(drawer, a_controller())
    changed = a_definition(a_field("a"), a_field("b", label={"vi": "Tên đường"}))
    second = a_draft(drawer, changed)

    page = browser_of(drawer).get(
        reverse("catalogue:form_compare"), {"cu": str(second.id), "moi": str(first.id)}
    )

    assert "Bản 2 khác bản 1 ở đâu" in text_of(page.content)
    assert "Thêm Thêm mục “Tên đường”. b" in text_of(page.content)


def test_versions_that_are_the_same_or_not_sound_are_told() -> None:
    drawer = a_drawer()
    first = a_publication(drawer, a_controller())
    second = a_draft(drawer)
    pair = {"cu": str(first.id), "moi": str(second.id)}
    client, address = browser_of(drawer), reverse("catalogue:form_compare")

    assert "không có gì khác nhau" in text_of(client.get(address, pair).content)
    FormVersion.objects.filter(pk=second.id).update(definition=UNSOUND)
    assert "chưa so sánh được" in text_of(client.get(address, pair).content)


@pytest.mark.parametrize("other", ["", "x", "0199a3f0-0000-7000-8000-000000000000"])
def test_what_cannot_be_compared_is_not_found(other: str) -> None:
    drawer = a_drawer()
    pair = {"cu": other, "moi": str(a_draft(drawer).id)}

    assert browser_of(drawer).get(reverse("catalogue:form_compare"), pair).status_code == 404


def test_versions_of_two_forms_are_not_compared() -> None:
    drawer = a_drawer()
    pair = {"cu": str(a_draft(drawer).id), "moi": str(a_draft(drawer, code="khac").id)}

    assert browser_of(drawer).get(reverse("catalogue:form_compare"), pair).status_code == 404


def test_a_form_is_exported_with_its_test_cases() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)
    FormVersion.objects.filter(pk=version.id).update(trials=[TRIAL])

    answer = browser_of(drawer).get(reverse("catalogue:form_download", args=[version.id]))

    assert told(answer.content)["form"] == SOUND
    assert told(answer.content)["trials"] == [TRIAL]
    assert "to-khai-mau-ban-1.json" in answer.headers["Content-Disposition"]


def test_a_published_form_is_drawn_on_as_a_new_version() -> None:
    drawer = a_drawer()
    first = a_publication(drawer, a_controller())
    client = browser_of(drawer)

    answer = client.post(reverse("catalogue:form_draft_from", args=[first.id]))

    second = FormVersion.objects.get(version=2)
    assert answer.headers["Location"] == reverse("catalogue:form_draw", args=[second.id])
    assert second.definition == first.definition


def test_a_draft_is_thrown_away_and_a_proposal_is_not() -> None:
    drawer = a_drawer()
    client, version = browser_of(drawer), a_proposal(drawer)
    address = reverse("catalogue:form_discard", args=[version.id])

    client.post(address)
    assert FormVersion.objects.filter(pk=version.id).exists()
    client.post(reverse("catalogue:form_withdraw", args=[version.id]), {"reason": "Sai"})
    answer = client.post(address)

    assert answer.headers["Location"] == LIST
    assert not FormVersion.objects.filter(pk=version.id).exists()
