"""What is typed into a form, read as answers and drawn again: every kind, without a script."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines

from motcua.forms.completing import completed
from motcua.web.form_input import answers_from, lists_for, options_like
from tests.forms.test_fields import HOME, OLD_HOME, PLACES
from tests.forms.test_rules import a_field, a_form

TYPED: list[tuple[dict[str, Any], str, object]] = [
    (a_field("f"), "f=+Mẫu+", "Mẫu"),
    (a_field("f", "number"), "f=1.250", 1250),
    (a_field("f", "number"), "f=85,5", "85,5"),
    (a_field("f", "number"), "f=", None),
    (a_field("f", "number", decimals=1), "f=85,5", 85.5),
    (a_field("f", "number", decimals=1), "f=85.5", 85.5),
    (a_field("f", "number", decimals=1), "f=1.250,5", 1250.5),
    (a_field("f", "number", decimals=1), "f=1.250", 1250),
    (a_field("f", "number", decimals=1), "f=tám", "tám"),
    (a_field("f", "number", decimals=6), "f=105.974", 105.974),
    (a_field("f", "money"), "f=2.000.000+₫", 2_000_000),
    (a_field("f", "time"), "f=14:30", "14:30"),
    (a_field("f", "date"), "f.day=5&f.month=1&f.year=2026", "2026-01-05"),
    (a_field("f", "date"), "f.day=31&f.month=2&f.year=2026", "2026-2-31"),
    (a_field("f", "yes_no"), "f=no", False),
    (a_field("f", "choice", options=[]), "f=Mường", "Mường"),
    (a_field("f", "choice", list="ethnic_groups@1"), "f=06", "06"),
    (a_field("f", "choice", list="ethnic_groups@1"), "f=Mường", "06"),
    (a_field("f", "choice", list="ethnic_groups@1"), "f=muong", "06"),
    (a_field("f", "choice", list="ethnic_groups@1"), "f=la+ha", "39"),
    (a_field("f", "choice", list="ethnic_groups@1"), "f=Người+nào", "Người nào"),
    (a_field("f", "choices", options=[]), "f=a&f=b", ["a", "b"]),
    (a_field("f", "address"), "f.province=37&f.commune=37000&f.line=Thôn+Một", HOME),
    (
        a_field("f", "address", old=True),
        "f.province=37&f.old_province=Tỉnh+Nam+Định&f.old_district=Huyện+Mẫu"
        "&f.old_commune=Xã+Mẫu&f.line=Xóm+5",
        OLD_HOME,
    ),
    (
        a_field("f", "person"),
        "f.name=A&f.birth_date.day=1&f.birth_date.month=5&f.birth_date.year=1990&f.sex=female",
        {"name": "A", "birth_date": "1990-05-01", "sex": "female"},
    ),
    (a_field("f", "person"), "f.name=+", {}),
    (a_field("f", "land_parcel"), "f.sheet=12&f.area=85,5", {"sheet": "12", "area": 85.5}),
    (
        a_field("f", "table", fields=[a_field("who", "person"), a_field("head", "heading")]),
        "f.rows=1&f.0.who.name=A",
        [{"who": {"name": "A"}}],
    ),
    (a_field("f", "table", fields=[a_field("a")], max_rows=2), "f.rows=9", [{"a": ""}] * 2),
    (a_field("f", "table", fields=[a_field("a")]), "f.rows=٩", []),
    (a_field("f", "table", fields=[a_field("a")]), "f.rows=1&add.f=1", [{"a": ""}, {}]),
    (a_field("f", "table", fields=[a_field("a")]), "f.rows=1&remove.f.0=1", []),
]


@pytest.mark.parametrize(("field", "typed", "answer"), TYPED)
def test_what_is_typed_is_read_as_its_kind(
    field: dict[str, Any], typed: str, answer: object
) -> None:
    assert answers_from([field], QueryDict(typed)) == {"f": answer}


@pytest.mark.parametrize("kind", ["hidden", "calculated", "heading", "guidance"])
def test_what_nobody_types_is_not_read(kind: str) -> None:
    assert answers_from([a_field("f", kind, value="1")], QueryDict("f=9")) == {}


def drawn(field: dict[str, Any], answer: object, errors: dict[str, str] | None = None) -> str:
    """Draw one field as pages do."""
    fields = completed(a_form(field))["pages"][0]["fields"]  # type: ignore[index]
    page = engines["jinja2"].from_string(
        '{% from "components/form_fields.html" import draw %}'
        "{{ draw(fields, answers, errors, lang, lists) }}"
    )
    lists = lists_for(fields, PLACES)
    given = {"fields": fields, "answers": {"f": answer}, "errors": errors or {}}
    return page.render({**given, "lang": "vi", "lists": lists})


def posted(html: str) -> QueryDict:
    """Send what stands in the inputs, as a browser would."""
    query = QueryDict(mutable=True)
    for tag in re.findall(r"<input[^>]*>", html):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") not in {"radio", "checkbox"} or re.search(r"\schecked\b", tag):
            query.appendlist(given["name"], given.get("value", ""))
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        query.appendlist(name, chosen[1] if chosen else "")
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', html, re.S
    ):
        query.appendlist(name, text)
    return query


OPTIONS = [{"value": value, "label": {"vi": f"Mục {value}"}} for value in ("a", "b")]
MANY = [{"value": str(at), "label": {"vi": f"Mục {at}"}} for at in range(9)]
KEPT: list[tuple[dict[str, Any], object]] = [
    (a_field("f"), "Mẫu <b>"[:3]),
    (a_field("f", "long_text"), "một\nhai"),
    (a_field("f", "number"), 0),
    (a_field("f", "number", decimals=1), 85.5),
    (a_field("f", "money"), 2000),
    (a_field("f", "date"), "2026-01-05"),
    (a_field("f", "time"), "14:30"),
    (a_field("f", "yes_no"), False),
    (a_field("f", "declaration"), True),
    (a_field("f", "choice", options=OPTIONS), "b"),
    (a_field("f", "choice", options=MANY), "8"),
    (a_field("f", "choice", list="ethnic_groups@1"), "06"),
    (a_field("f", "choices", options=OPTIONS), ["a", "b"]),
    (a_field("f", "personal_number"), "037190000001"),
    (a_field("f", "tax_code"), "0101234565"),
    (a_field("f", "phone"), "0912345678"),
    (a_field("f", "email"), "mau@vidu.vn"),
    (a_field("f", "address"), HOME),
    (a_field("f", "address", old=True), OLD_HOME),
    (
        a_field("f", "person", parts=["name", "personal_number", "birth_date", "sex", "address"]),
        {
            "name": "A",
            "personal_number": "037190000001",
            "birth_date": "1990-05-01",
            "sex": "female",
            "address": HOME,
        },
    ),
    (a_field("f", "organisation"), {"name": "A", "tax_code": "0101234565"}),
    (a_field("f", "land_parcel"), {"sheet": "12", "parcel": "4", "area": 85.5}),
    (a_field("f", "signature"), {"name": "A", "date": "2026-01-05"}),
    (a_field("f", "table", fields=[a_field("a"), a_field("b", "date")]), [{"a": "x", "b": ""}]),
]


@pytest.mark.parametrize(("field", "answer"), KEPT)
def test_an_answer_that_is_drawn_and_sent_again_is_the_same(
    field: dict[str, Any], answer: object
) -> None:
    html = drawn(field, answer)

    assert answers_from([field], posted(html)) == {"f": answer}


@pytest.mark.parametrize(("field", "answer"), KEPT)
def test_every_input_has_one_name_one_id_and_a_label(field: dict[str, Any], answer: object) -> None:
    html = drawn(field, answer, {"f": "Sai."})

    ids = re.findall(r'\sid="([^"]+)"', html)
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
    inputs = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    visible = {
        re.search(r'\sid="([^"]+)"', tag)[1]  # type: ignore[index]
        for tag in inputs
        if 'type="hidden"' not in tag
    }
    assert len(ids) == len(set(ids))
    assert visible <= labelled
    assert "Sai." in html


@pytest.mark.parametrize("kind", ["person", "organisation", "land_parcel", "signature"])
def test_a_wrong_part_is_told_beside_its_input(kind: str) -> None:
    field = a_field("f", kind)
    part = "sheet" if kind == "land_parcel" else "name"

    html = drawn(field, {}, {f"f.{part}": "Xin xem lại."})

    assert re.search(rf'id="f\.{part}-error".*?Xin xem lại\.', html, re.S)
    assert f'id="f.{part}"' in html


def test_what_is_hidden_leaves_nothing_on_the_page() -> None:
    assert drawn(a_field("f", "hidden", value='"bí mật"'), "bí mật").strip() == ""


def test_an_agency_is_chosen_from_those_that_exist() -> None:
    assert '<select class="govuk-select" id="f" name="f"' in drawn(a_field("f", "agency"), "")


def test_a_choice_from_a_long_list_is_searched_and_keeps_what_was_typed() -> None:
    html = drawn(a_field("f", "choice", list="ethnic_groups@1"), "Người nào")

    assert html.count("<option") == 54
    assert 'list="f-options" value="Người nào"' in html


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Người nào", []),
        ("la", ["La Chi", "La Ha", "La Hủ"]),
        ("LÀ", ["La Chi", "La Ha", "La Hủ"]),
        ("chí la", ["La Chi"]),
        ("Mường", []),
        ("06", []),
        ("  ", []),
    ],
)
def test_what_was_typed_of_a_long_list_brings_what_is_like_it(
    typed: str, offered: list[str]
) -> None:
    form = completed(a_form(a_field("f", "choice", list="ethnic_groups@1")))
    fields: list[Any] = form["pages"][0]["fields"]  # type: ignore[index]
    answers = answers_from(fields, QueryDict(f"f={typed}"))

    options = [(one["value"], one["label"]) for one in fields[0]["options"]]
    like = [words["vi"] for _, words in options_like(options, answers["f"])]

    assert set(offered) <= set(like)
    assert bool(like) is bool(offered)


def test_the_one_chosen_of_those_counts_and_not_what_was_typed() -> None:
    fields = [a_field("f", "choice", list="ethnic_groups@1")]

    assert answers_from(fields, QueryDict("f=la&f=39")) == {"f": "39"}
