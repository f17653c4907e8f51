"""Results drawn by an HTML template: the few elements a paper has a place for, and no others."""

import io

import pypdfium2
import pytest

from motcua.documents.html_blocks import NotAllowed, read
from motcua.documents.merging import draw_merged, merge_fields
from motcua.documents.restyled import TemplateRefused
from motcua.kernel.actors import Actor, Role
from motcua.results import actions
from motcua.results.templates import draw_by, sample_facts
from tests.builders import a_procedure, a_province, an_officer
from tests.calendars import MONDAY_MORNING

TEMPLATE = """<!DOCTYPE html>
<h1 style="text-align: center">Giấy chứng nhận mẫu</h1>
<p>Cấp cho <b>{{ applicant.full_name }}</b>,<br>trú tại <i>{{ applicant.address }}</i>.</p>
<ul><li>Điểm một</li><li>Điểm hai</li></ul>
<table><tr><th>Mã hồ sơ</th><td>{{ dossier_number }}</td></tr></table>
{% if granted %}<p style="text-align:right">Đồng ý cấp.</p>{% endif %}
"""
FACTS = {
    "agency": "UBND", "agency_parent": "", "number_label": "Số: ................",
    "date_line": "Ninh Bình", "qr": "", "verify_url": "https://mau.vn/x", "dossier_number": "H42-1",
    "procedure_name": "Thủ tục mẫu", "granted": True,
    "applicant": {"full_name": "Trần <script>x</script> & Mẫu", "address": "Thôn Một"},
    "signer": {"name": "Đỗ Văn Mẫu", "title": "Chủ tịch"}, "answers": {},
}  # fmt: skip


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        return " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in paper)


def test_an_html_template_is_merged_below_the_shared_head() -> None:
    words = words_of(draw_merged(TEMPLATE.encode(), FACTS, "html"))

    for said in (
        "Giấy chứng nhận mẫu", "Trần <script>x</script> & Mẫu,", "trú tại Thôn Một.", "– Điểm một",
        "Mã hồ sơ H42-1", "Đồng ý cấp.", "Độc lập", "Đỗ Văn Mẫu",
    ):  # fmt: skip
        assert said in words


def test_its_merge_fields_are_named() -> None:
    assert merge_fields(TEMPLATE.encode(), "html") == [
        "applicant.address", "applicant.full_name", "dossier_number", "granted",
    ]  # fmt: skip


def test_looks_places_and_tables_are_read() -> None:
    found = read(
        "lời đầu <p style='text-align:center'>Một <b><i>hai</i></b> <u>ba</u></p>"
        "<table><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table><table></table><p></p>"
    )

    first, second, table = found
    assert first["runs"][0]["text"] == "lời đầu "
    assert second["align"] == "center"
    assert [(r["text"], r["bold"], r["italic"], r["underline"]) for r in second["runs"]] == [
        ("Một ", False, False, False), ("hai", True, True, False),
        (" ", False, False, False), ("ba", False, False, True),
    ]  # fmt: skip
    assert (table["columns"], len(table["rows"])) == (2, 2)
    assert table["rows"][0][0][0]["runs"][0]["bold"]
    assert table["rows"][0][1] == []


def test_lines_are_broken_where_the_template_says_so() -> None:
    (one,) = read("<!DOCTYPE html><html><body><p>a<br>b</p></b></body></html>")

    assert "".join(run["text"] for run in one["runs"]) == "a\nb"


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<img src=x onerror=alert(1)>", "<img>"),
        ("<a href='https://x'>x</a>", "<a>"),
        ("<iframe src=x></iframe>", "<iframe>"),
        ("<link rel=stylesheet href=x>", "<link>"),
        ("<style>@import 'x'</style>", "<style>"),
        ("<svg onload=x>", "<svg>"),
        ("<p onclick=x>a</p>", "onclick"),
        ("<p style='background:url(https://x)'>a</p>", "style"),
        ("<?php echo 1 ?>", "<?…>"),
        ("<table><tr><td><table></table></td></tr></table>", "bảng trong bảng"),
        ("<td>a</td>", "ô nằm ngoài bảng"),
    ],
)
def test_what_a_paper_has_no_place_for_is_refused_by_name(html: str, named: str) -> None:
    with pytest.raises(NotAllowed, match=r"mẫu|thẻ") as refusal:
        read(html)
    with pytest.raises(TemplateRefused) as refused:
        merge_fields(html.encode(), "html")

    assert named in str(refusal.value)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "template",
    [
        "{{ applicant.full_name.upper() }}",
        "{% include 'x' %}",
        "{{ 'a' * 9999999 }}",
        "{% for x in answers %}",
        "{{ applicant.full_name|nosuch }}",
    ],
)
def test_what_reaches_for_more_is_refused(template: str) -> None:
    with pytest.raises(TemplateRefused):
        draw_merged(template.encode(), FACTS, "html")


def test_the_inside_of_values_stays_closed() -> None:
    template = "<p>[{{ ''.__class__ }}{{ answers.__class__.__mro__ }}]</p>"

    assert "[]" in words_of(draw_merged(template.encode(), FACTS, "html"))


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(TemplateRefused, match="UTF-8"):
        merge_fields("Quyết định".encode("utf-16"), "html")


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(TemplateRefused, match="dài"):
        draw_merged(("<p>a</p>" * 6000).encode(), FACTS, "html")


@pytest.mark.django_db
def test_a_procedure_takes_an_html_template_and_draws_by_it() -> None:
    def author() -> Actor:
        return an_officer(a_province().committee, Role.BUSINESS_ADMIN)

    version = a_procedure()
    draft = actions.draft_template(
        version, granted=True, name="mau.HTML", content=TEMPLATE.encode(),
        valid_from=MONDAY_MORNING.date(), by=author(), at=MONDAY_MORNING,
    )  # fmt: skip
    kept = actions.publish_template(draft.id, by=author(), at=MONDAY_MORNING)

    drawn = draw_by(kept, sample_facts(version, granted=True, at=MONDAY_MORNING))

    assert kept.format == "html"
    assert "applicant.full_name" in kept.fields
    assert "Nguyễn Thị Mẫu" in words_of(drawn)
