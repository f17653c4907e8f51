"""Templates of results in the catalogue portal."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.kernel.actors import Actor, Role
from motcua.results.models import ResultTemplate
from tests.builders import a_procedure, a_province, an_officer
from tests.web.portals import browser_of, text_of
from tests.word_templates import a_word_template

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/mau-ket-qua"
DAY = {"valid_from.day": "1", "valid_from.month": "6", "valid_from.year": "2026"}


def an_author() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def a_file(content: bytes, name: str = "mau.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_template_is_uploaded_seen_and_published_by_another() -> None:
    version = a_procedure()
    code = version.procedure.code
    client = browser_of(an_author())

    sent = client.post(
        f"{LIST}/{code}/tai-len",
        {"granted": "no", "template": a_file(a_word_template()), **DAY},
        follow=True,
    )
    template = ResultTemplate.objects.get()
    seen = client.get(reverse("catalogue:result_preview", args=[template.id]))
    file = client.get(reverse("catalogue:result_content", args=[template.id]))
    other = browser_of(an_author())
    other.post(reverse("catalogue:result_publish", args=[template.id]))
    after = text_of(other.get(f"{LIST}/{code}").content)

    page = text_of(sent.content)
    assert "Văn bản từ chối , Word" in page
    assert "Người công bố phải là người khác" in page
    assert "answers.full_name" in page
    assert seen.content.startswith(b"%PDF-")
    assert file.content == a_word_template() or file.content.startswith(b"PK")
    assert "Đã công bố" in after
    assert code in text_of(other.get(LIST).content)
    other.post(reverse("catalogue:result_retire", args=[template.id]))
    assert ResultTemplate.objects.get().retired_at is not None


def test_a_draft_is_thrown_away() -> None:
    code = a_procedure().procedure.code
    client = browser_of(an_author())
    client.post(f"{LIST}/{code}/tai-len", {"template": a_file(b"= Tin", "m.typ"), **DAY})
    template = ResultTemplate.objects.get()

    client.post(reverse("catalogue:result_retire", args=[template.id]))

    assert not ResultTemplate.objects.exists()
    gone = reverse("catalogue:result_preview", args=[template.id])
    assert client.get(gone).status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Xin chọn tệp mẫu"),
        ({"template": ("{{ answers.no }}", "m.docx")}, "không có mục trộn “answers.no”"),
        ({"template": ("x", "m.doc")}, "tệp Word (.docx), HTML (.html) hoặc"),
        ({"template": ("x", "m.docx"), "valid_from.day": "32"}, "Ngày này chưa đúng"),
    ],
)
def test_what_is_wrong_is_told(given: dict[str, Any], words: str) -> None:
    if "template" in given:
        text, name = given["template"]
        given = {**given, "template": a_file(a_word_template(text), name)}

    answer = browser_of(an_author()).post(
        f"{LIST}/{a_procedure().procedure.code}/tai-len", {**DAY, **given}
    )

    assert answer.status_code == 422
    assert words in text_of(answer.content)


def test_a_procedure_is_found_by_its_name() -> None:
    version = a_procedure()
    client = browser_of(an_author())

    assert version.procedure.code in text_of(client.get(f"{LIST}?q=thu tuc mau").content)
    assert "Không tìm thấy thủ tục nào" in text_of(client.get(f"{LIST}?q=zzz").content)
    assert client.get(f"{LIST}/9.9").status_code == 404
    assert client.get(reverse("officer:inbox")).status_code == 403
