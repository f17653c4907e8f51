"""The statutory forms, and templates of agencies: uploaded, looked at, published, retired."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from motcua.dossiers.models import PaperForm, PaperTemplate
from motcua.dossiers.paper_forms import layout
from motcua.kernel.actors import Actor, Role
from tests.builders import a_province, an_officer
from tests.web.portals import NOW, browser_of, statements, text_of

pytestmark = pytest.mark.django_db
GOOD = layout("receipt") + "\n// của phường\n"


def an_author() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def the_form() -> PaperForm:
    a_province()
    return PaperForm.objects.in_force(NOW.date()).get(form="receipt")


def upload(client: Client, text: bytes = GOOD.encode(), **given: str) -> HttpResponse:
    day = {"valid_from.day": "1", "valid_from.month": "6", "valid_from.year": "2026"}
    posted: dict[str, object] = {"agency": "all", **day, **given}
    if text:
        posted["typst"] = SimpleUploadedFile("mau.typ", text)
    return client.post(reverse("catalogue:paper_upload", args=[the_form().id]), posted)  # type: ignore[return-value]


def test_the_forms_in_force_are_listed() -> None:
    the_form()

    page = text_of(browser_of(an_author()).get(reverse("catalogue:papers")).content)

    for words in ("Giấy tiếp nhận hồ sơ", "Thông báo dừng giải quyết", "Sổ theo dõi hồ sơ", "07"):
        assert words in page
    assert "Phiếu xin lỗi và hẹn lại" not in page


@pytest.mark.parametrize("name", ["mau", "slip"])
def test_the_built_in_form_is_shown_and_its_text_given(name: str) -> None:
    client, form = browser_of(an_author()), the_form()

    sample = client.get(reverse("catalogue:paper_built_in", args=[form.id]))
    text = client.get(reverse("catalogue:paper_text", args=[form.id, name]))

    assert sample.content.startswith(b"%PDF-")
    assert text["Content-Type"].startswith("text/plain")
    assert "sys.inputs.data" in text.content.decode() or name == "slip"


def test_one_uploads_and_another_publishes() -> None:
    first, second = browser_of(an_author()), browser_of(an_author())
    page = reverse("catalogue:paper", args=[the_form().id])

    upload(first, agency=str(a_province().commune.id))
    template = PaperTemplate.objects.get()
    publish = reverse("catalogue:paper_publish", args=[template.id])

    assert publish not in first.get(page).content.decode()
    assert "Người công bố phải là người khác" in text_of(first.get(page).content)
    assert publish in second.get(page).content.decode()
    preview = second.get(reverse("catalogue:paper_preview", args=[template.id]))
    assert preview.content.startswith(b"%PDF-")
    text = second.get(reverse("catalogue:paper_template_text", args=[template.id]))
    assert text.content.decode() == GOOD
    second.post(publish)
    assert "Đã công bố" in text_of(second.get(page).content)
    assert PaperTemplate.objects.get().published_at == NOW


def test_a_published_template_is_retired_and_a_draft_thrown_away() -> None:
    first, second = browser_of(an_author()), browser_of(an_author())
    upload(first)
    template = PaperTemplate.objects.get()
    second.post(reverse("catalogue:paper_publish", args=[template.id]))
    upload(first)

    for one in PaperTemplate.objects.all():
        first.post(reverse("catalogue:paper_retire", args=[one.id]))

    assert [one.retired_at for one in PaperTemplate.objects.all()] == [NOW]
    assert "Thôi dùng" in text_of(
        first.get(reverse("catalogue:paper", args=[template.form_id])).content
    )


@pytest.mark.parametrize(
    ("text", "given", "words"),
    [
        (b"", {}, "Xin chọn tệp mẫu"),
        (b"\xff\xfe\x00", {}, "không phải tệp chữ"),
        (b"a" * 300_000, {}, "tệp quá lớn"),
        (b"#foo", {}, "dòng 1: không có tên “foo”"),
        (b'#read("/etc/passwd")', {}, "là thứ mẫu không được dùng"),
        (GOOD.encode(), {"agency": ""}, "Xin chọn cơ quan"),
        (GOOD.encode(), {"valid_from.day": "40"}, "Ngày này chưa đúng"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field(
    text: bytes, given: dict[str, str], words: str
) -> None:
    answer = upload(browser_of(an_author()), text, **given)

    assert answer.status_code == 422
    assert words in text_of(answer.content)
    assert not PaperTemplate.objects.exists()


def test_others_do_not_restyle() -> None:
    client = browser_of(an_officer(a_province().commune, Role.RECEPTIONIST))

    assert client.get(reverse("catalogue:papers")).status_code == 403
    assert upload(client).status_code == 302
    assert not PaperTemplate.objects.exists()


def test_the_list_and_a_form_ask_few_questions_however_many_templates_there_are() -> None:
    author, form = an_author(), the_form()
    pages = [reverse("catalogue:papers"), reverse("catalogue:paper", args=[form.id])]
    templates_like(form, author, 1)
    before = [len(statements(author, page)) for page in pages]

    templates_like(form, author, 50)

    assert [len(statements(author, page)) for page in pages] == before


def templates_like(form: PaperForm, author: Actor, many: int) -> None:
    PaperTemplate.objects.bulk_create(
        PaperTemplate(
            form=form,
            text="x",
            valid_from=NOW.date(),
            drafted_by=author.who,
            drafted_at=NOW,
            published_at=NOW,
        )
        for _ in range(many)
    )
