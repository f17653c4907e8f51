"""Results drawn by a Word or Typst template: checked before publishing, confined when drawn."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Pt

from motcua.documents.merging import draw_merged, merge_fields
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.restyled import TemplateRefused
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Result
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.procedures.models import ProcedureVersion
from motcua.results import actions
from motcua.results.models import ResultTemplate
from motcua.results.rules import TemplateOfYourOwn, TemplatePublished, TemplateUnknown
from motcua.results.templates import in_force, known_fields, sample_facts, templates_of
from tests.builders import a_dossier_at, a_procedure, a_province, a_signatory, an_officer, task_id
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident
from tests.papers import a_picture
from tests.word_templates import a_word_template, saved

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()
FACTS = {
    "agency": "UBND", "agency_parent": "", "number_label": "Số: ................",
    "date_line": "Ninh Bình", "qr": "", "verify_url": "https://mau.vn/x", "dossier_number": "H42-1",
    "procedure_name": "Thủ tục mẫu", "applicant": {"full_name": "Trần <b>&Mẫu"},
    "signer": {"name": "Đỗ Văn Mẫu", "title": "Chủ tịch"}, "answers": {"wish": "x"},
}  # fmt: skip


def an_author() -> Actor:
    return an_officer(a_province().committee, Role.BUSINESS_ADMIN)


def drafted(
    version: ProcedureVersion, content: bytes, *, granted: bool = True, by: Actor | None = None,
    name: str = "mau.docx", valid_from: date = DAY,
) -> ResultTemplate:  # fmt: skip
    return actions.draft_template(
        version, granted=granted, name=name, content=content, valid_from=valid_from,
        by=by or an_author(), at=MONDAY_MORNING,
    )  # fmt: skip


def published(version: ProcedureVersion, content: bytes, **given: object) -> ResultTemplate:
    draft = drafted(version, content, **given)  # type: ignore[arg-type]
    return actions.publish_template(draft.id, by=an_author(), at=MONDAY_MORNING)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in paper)


def test_a_word_template_is_merged_below_the_shared_head() -> None:
    template = a_word_template(
        "Cấp cho {{ applicant.full_name }}.",
        "{% if answers.wish %}Theo đề nghị.{% endif %}{{ answers.none }}",
        "",
        table=True,
    )

    words = words_of(draw_merged(template, FACTS))

    for said in (
        "GIẤY CHỨNG NHẬN MẪU", "Trần <b>&Mẫu", "Theo đề nghị.", "Mã hồ sơ H42-1", "Độc lập",
        "Đỗ Văn Mẫu", "Số: ................",
    ):  # fmt: skip
        assert said in words


def test_looks_and_lists_are_kept() -> None:
    document = docx.Document()
    document.add_heading("Tiêu đề", level=1)
    document.add_paragraph("Điểm một", style="List Bullet")
    run = document.add_paragraph("").add_run("Chữ to")
    run.font.size, run.italic, run.underline = Pt(18), True, True

    words = words_of(draw_merged(saved(document), FACTS))

    assert "Tiêu đề" in words
    assert "– Điểm một" in words
    assert "Chữ to" in words


def test_the_fields_of_a_template_are_named() -> None:
    template = a_word_template(
        "{{ applicant.full_name }} {{ answers['wish'] }} {{ content }}",
        "{% for one in answers %}{{ one.name }}{% endfor %}",
    )

    assert merge_fields(template) == ["answers.wish", "applicant.full_name", "content"]


def hostile(words: str) -> bytes:
    return a_word_template(words)


def with_part(name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(a_word_template())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def with_picture() -> bytes:
    document = docx.Document()
    document.add_picture(io.BytesIO(a_picture()))
    return saved(document)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (hostile("{{ applicant.__class__.__mro__ }}"), "không có mục trộn"),
        (hostile("{{ ''.join(['a']) }}"), "không được gọi hàm"),
        (hostile("{% include 'x' %}"), "không được lấy tệp khác"),
        (hostile("{{ 'a' * 10 }}"), "phép nhân"),
        (hostile("{% for %}"), "viết sai"),
        (with_part("word/vbaProject.bin"), "chương trình"),
        (with_part("word/x.bin", b"0" * 21_000_000), "mở ra quá lớn"),
        (with_picture(), "có hình"),
        (b"PK no zip", "không phải tệp .docx"),
        (b"0" * 3_000_001, "lớn hơn 3 MB"),
    ],
)
def test_hostile_templates_are_refused_with_a_reason(content: bytes, words: str) -> None:
    with pytest.raises(TemplateRefused, match=words):
        drafted(a_procedure(), content)


def test_a_zip_without_a_text_is_no_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x")

    with pytest.raises(TemplateRefused, match="không phải tệp"):
        merge_fields(out.getvalue())


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.documents.merging.WAIT", 0.01)

    with pytest.raises(TemplateRefused, match="trộn quá lâu"):
        merge_fields(a_word_template())


def test_a_process_that_dies_or_says_nothing_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for code, words in (
        ("import sys; sys.exit(9)", "bộ nhớ"),
        ("import sys; sys.exit(1)", "không đọc được"),
        ("print('[' + '0,' * 2_000_000 + '0]')", "quá dài"),
    ):
        place = tmp_path / "other.py"
        place.write_text(code)
        monkeypatch.setattr("motcua.documents.merging_confined.__file__", str(place))
        with pytest.raises(TemplateRefused, match=words):
            merge_fields(a_word_template())


def test_unknown_merge_fields_are_named_before_publishing() -> None:
    template = a_word_template("{{ answers.no_such }} {{ applicant.phone }} {{ agency }}")

    with pytest.raises(TemplateRefused, match=r"“answers.no_such”, “applicant.phone”"):
        drafted(a_procedure(), template)


def test_what_may_be_merged_is_listed_with_the_fields_of_the_form() -> None:
    version = a_procedure()

    known = known_fields(version)

    assert "answers.full_name" in known
    assert "answers" in sample_facts(version, granted=False, at=MONDAY_MORNING)
    assert set(known_fields(a_procedure(form=None))) < set(known)


def test_a_second_person_publishes_and_results_are_drawn_by_it_from_then_on() -> None:
    version = a_procedure()
    published(version, a_word_template("Cấp theo mẫu Word cho {{ answers.full_name }}."))
    dossier = a_dossier_at("sign", version)

    step, signatory = (ident(dossier), task_id(dossier)), a_signatory(dossier)
    dossier_actions.show_draft(*step, by=signatory, at=MONDAY_MORNING)
    dossier_actions.sign_result(*step, by=signatory, at=MONDAY_MORNING)

    signed = Result.objects.get(dossier=dossier).signed_document
    assert signed is not None
    assert "Cấp theo mẫu Word" in words_of(content_of(documents_by_id([signed])[signed]))


def test_acceptance_and_refusal_have_templates_apart_by_their_day() -> None:
    version = a_procedure()
    yes = published(version, a_word_template())
    no = published(version, b"= Refused\n#sys.inputs.data.len()", granted=False, name="m.typ")
    published(version, a_word_template("Sau này"), valid_from=date(2030, 1, 1))
    code = version.procedure.code

    assert in_force(code, granted=True, day=DAY) == yes
    assert in_force(code, granted=False, day=DAY) == no
    assert in_force("9.999999", granted=True, day=DAY) is None
    assert len(templates_of(code)) == 3


def test_a_new_draft_takes_the_place_of_the_old() -> None:
    version = a_procedure()
    first = drafted(version, a_word_template())

    second = drafted(version, a_word_template("Khác"))

    assert first.id == second.id


def test_nobody_publishes_their_own_and_nothing_twice() -> None:
    author = an_author()
    draft = drafted(a_procedure(), a_word_template(), by=author)

    with pytest.raises(TemplateOfYourOwn):
        actions.publish_template(draft.id, by=author, at=MONDAY_MORNING)
    actions.publish_template(draft.id, by=an_author(), at=MONDAY_MORNING)
    with pytest.raises(TemplatePublished):
        actions.publish_template(draft.id, by=an_author(), at=MONDAY_MORNING)


def test_a_template_is_retired_and_a_draft_thrown_away() -> None:
    version, author = a_procedure(), an_author()
    old = published(version, a_word_template())
    draft = drafted(version, a_word_template())

    assert actions.retire_template(draft.id, by=author, at=MONDAY_MORNING) is None
    actions.retire_template(old.id, by=author, at=MONDAY_MORNING)
    actions.retire_template(old.id, by=author, at=MONDAY_MORNING)

    assert in_force(version.procedure.code, granted=True, day=DAY) is None
    with pytest.raises(NotFound):
        actions.retire_template(new_id(), by=author, at=MONDAY_MORNING)


def test_only_authors_draft_publish_and_retire() -> None:
    clerk = an_officer(a_province().commune, Role.RECORDS_CLERK)
    draft = drafted(a_procedure(), a_word_template())

    with pytest.raises(NotPermitted):
        drafted(a_procedure(), a_word_template(), by=clerk)
    with pytest.raises(NotPermitted):
        actions.publish_template(draft.id, by=clerk, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.retire_template(draft.id, by=clerk, at=MONDAY_MORNING)


@pytest.mark.parametrize("name", ["mau.doc", "mau"])
def test_only_word_and_typst_are_templates(name: str) -> None:
    with pytest.raises(TemplateUnknown):
        drafted(a_procedure(), b"x", name=name)
