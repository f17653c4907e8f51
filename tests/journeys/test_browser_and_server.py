"""What a browser sends of a form and what the server makes of it: one verdict, one set of answers.

The server alone checks answers (ADR 0020), so the two can only part where answers are drawn into
inputs and read back from what the browser sends. A real browser does that here, with right and
wrong answers to every form modelled whole.
"""

import json
import random
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import pytest
from django.http import QueryDict
from django.template import engines
from playwright.sync_api import Browser

from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.forms.asking import asked
from motcua.forms.completing import completed
from motcua.forms.fields import Places
from motcua.forms.fields.kinds import rows_of
from motcua.forms.rules import check, fields_of
from motcua.web.form_input import answers_from, lists_for
from tests.demo.reading import MODELLED, part

DAY = date(2026, 6, 1)
COMMUNE = "37000"
PLACES = Places({"37": "Tỉnh Ninh Bình"}, {COMMUNE: "Xã Mẫu"}, "37", {"H42.01": "Văn phòng"})
ROUNDS = 5_000  # sets of answers to each form
PEOPLE = 100  # who answer wholly and rightly, before something is left out or spoilt
AT_ONCE = 250  # drawn on one page
MOSTLY = 0.8
DRAWN = """
{%- from "components/form_fields.html" import draw -%}
{{ draw([field], answers, {}, "vi", lists) }}"""
SENT = """drawn => Array.from(
    new DOMParser().parseFromString(drawn, "text/html").forms,
    one => new URLSearchParams(new FormData(one)).toString()
)"""
# What people write where something else is asked; other kinds are left out or stay as they are.
WRONG: dict[str, tuple[object, ...]] = {
    "text": ("", "x" * 3001, "Nguyễn 😀", "<b>&amp;</b>", "a\u0430", '"'),
    "long_text": ("", "một\nhai\n\nba", "x" * 6000, "</textarea>"),
    "number": (-5, 10**12, "tám", "12a"),
    "money": (-1, 10**15, "hai triệu"),
    "date": ("", "2026-2-31", "1800-01-01", "2999-12-31"),
    "time": ("", "25:99"),
    "yes_no": (None, True, False),
    "declaration": (False,),
    "personal_number": ("", "037", "037099000001", "03719000000x"),
    "tax_code": ("", "0101234566", "01"),
    "phone": ("", "12", "0912 345 678", "+84912345678"),
    "email": ("", "khong-phai-thu", "mau@vidu.vn"),
    "address": ({"province": "37", "commune": "", "line": ""}, {"province": "", "line": "Số 1"}),
}


def answer_sets(slug: str, form: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Make up answers and the case they are for: whole ones, with some left out or wrong.

    A table nobody answered has the empty rows with which its page is drawn.
    """
    cases = [case["code"] for case in part(slug, "procedure.json")["cases"]] or [""]
    kinds = {str(field["id"]): str(field["kind"]) for field in fields_of(form)}
    tables: dict[str, list[dict[str, Any]]] = {
        str(field["id"]): [{}] * rows_of(field)[0]
        for field in fields_of(form)
        if field["kind"] == "table"
    }
    rng = random.Random(slug)  # noqa: S311 -- the same answers every time
    people = [(rng.choice(cases), invent(rng, serial, "")) for serial in range(PEOPLE)]
    whole = [(plausible(form, case, who, COMMUNE, DAY, rng), case) for case, who in people]
    for _ in range(ROUNDS):
        filled, case = rng.choice(whole)
        answers = dict(filled)
        for name in rng.sample(sorted(answers), min(len(answers), rng.randrange(5))):
            wrong = WRONG.get(kinds[name])
            if wrong and rng.random() < MOSTLY:
                answers[name] = rng.choice(wrong)
            else:
                del answers[name]
        yield {**tables, **answers}, case


class Drawer:
    """Draws the questions of a form with their answers, each pair once."""

    def __init__(self, form: dict[str, Any]) -> None:
        self._template = engines["jinja2"].from_string(DRAWN)
        self._lists = lists_for(list(fields_of(form)), PLACES)
        self._drawn: dict[tuple[str, str], str] = {}

    def drawn(self, fields: list[Any], answers: dict[str, Any]) -> str:
        return f"<form>{''.join(self._field(one, answers) for one in fields)}</form>"

    def _field(self, field: Any, answers: dict[str, Any]) -> str:
        name = str(field["id"])
        key = name, json.dumps(answers.get(name))
        if key not in self._drawn:
            self._drawn[key] = self._template.render(
                {"field": field, "answers": answers, "lists": self._lists}
            )
        return self._drawn[key]


def batched(sets: Iterator[Any], many: int) -> Iterator[list[Any]]:
    """Hand out some at once (itertools has this from Python 3.12)."""
    while some := list(islice(sets, many)):
        yield some


def verdict(form: dict[str, Any], answers: dict[str, Any], case: str) -> dict[str, str]:
    """Return what may be stored and what is wrong, by the name of the answer or the input."""
    found = check(form, answers, case=case, today=DAY, places=PLACES)
    stored = {name: json.dumps(answer, sort_keys=True) for name, answer in found.answers.items()}
    return stored | {f"{path} is wrong": words for path, words in found.errors.items()}


def difference(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return where two verdicts part."""
    names = sorted(one.keys() | other.keys())
    both = {name: (one.get(name, ""), other.get(name, "")) for name in names}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("slug", MODELLED)
def test_what_the_browser_sends_gets_the_verdict_of_what_was_answered(
    slug: str, chromium: Browser
) -> None:
    form = completed(part(slug, "form.json"))
    drawer = Drawer(form)
    page = chromium.new_page()
    looked_at = 0
    for some in batched(answer_sets(slug, form), AT_ONCE):
        shown = [[f for _, fields in asked(form, a, case)[1] for f in fields] for a, case in some]
        drawn = [drawer.drawn(fields, a) for fields, (a, _) in zip(shown, some, strict=True)]
        sent = page.evaluate(SENT, "".join(drawn))
        for fields, (answers, case), query in zip(shown, some, sent, strict=True):
            read = answers_from(fields, QueryDict(query))

            assert difference(verdict(form, read, case), verdict(form, answers, case)) == {}
            looked_at += 1
    page.close()

    assert looked_at == ROUNDS
