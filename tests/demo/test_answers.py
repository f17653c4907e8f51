"""The answers that the sample draws: whole, as the forms take them, whoever files."""

import random
from datetime import date

import pytest

from motcua.demo.history.answers import own_particulars, plausible
from motcua.demo.names import Invented, invent
from motcua.forms.default_form import Applicants, default_form
from motcua.forms.fields import Places
from motcua.forms.rules import check
from tests.demo.reading import MODELLED, Record, part

DAY = date(2026, 6, 1)
COMMUNE = "37000"
PLACES = Places({"37": "Tỉnh Ninh Bình"}, {COMMUNE: "Xã Mẫu"}, "37", {"H42.01": "Văn phòng"})
FORMS = [
    (slug, part(slug, "form.json"), case["code"])
    for slug in MODELLED
    for case in part(slug, "procedure.json")["cases"]
] + [
    (f"{one}-{held}", default_form("don-chung", one, about_a_paper=held), "")
    for one in Applicants
    for held in (True, False)
]


def somebody(rng: random.Random) -> Invented:
    return invent(rng, rng.randrange(1000), "xã Mẫu")


def errors(form: Record, answers: dict[str, object], case: str) -> dict[str, str]:
    return check(form, answers, case=case, today=DAY, places=PLACES).errors


@pytest.mark.parametrize(
    ("form", "case"), [one[1:] for one in FORMS], ids=[f"{a}-{c}" for a, _, c in FORMS]
)
def test_plausible_answers_are_what_the_form_takes(form: Record, case: str) -> None:
    for seed in range(30):
        rng = random.Random(seed)  # noqa: S311 -- the same answers every time
        answers = plausible(form, case, somebody(rng), COMMUNE, DAY, rng)

        assert errors(form, answers, case) == {}, seed


@pytest.mark.parametrize(
    ("form", "case"), [one[1:] for one in FORMS], ids=[f"{a}-{c}" for a, _, c in FORMS]
)
def test_they_stay_so_with_the_particulars_of_another_person(form: Record, case: str) -> None:
    for seed in range(10):
        rng = random.Random(seed)  # noqa: S311 -- the same answers every time
        answers = plausible(form, case, somebody(rng), COMMUNE, DAY, rng)
        other = somebody(rng)

        assert errors(form, answers | own_particulars(form, other, answers), case) == {}, seed
