"""Write the test cases of the sample's forms anew: every case filled in whole, and left empty.

Each form is filled with invented answers, and what comes out is kept: the pages asked, the errors,
the computed values. Read the difference before you commit it: a test case that changed says that
the form does something else now. It needs the system around it:

    ./motcua manage shell -c "import runpy; runpy.run_path('tools/form_trials.py', {}, '__main__')"
"""

import json
import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.demo.reading import FLAGSHIPS, flagship
from motcua.forms.fields import COMPUTED, Places
from motcua.forms.rules import fields_of
from motcua.forms.trials import outcome

DAY = date(2026, 6, 1)
COMMUNE = "14329"
PLACES = Places({"37": "Tỉnh Ninh Bình"}, {COMMUNE: "Phường Hoa Lư"}, "37")
EMPTY = "Bỏ trống tất cả"


def main() -> None:
    """Write `trials.json` beside every form."""
    for file in sorted(FLAGSHIPS.glob("*/form.json")):
        trials = list(trials_of(file.parent.name))
        written = json.dumps(trials, ensure_ascii=False, indent=1) + "\n"
        (file.parent / "trials.json").write_text(written, encoding="utf-8")


def trials_of(slug: str) -> list[dict[str, Any]]:
    """Return the test cases of a form: one for every case of its procedure, and an empty one."""
    form = flagship(slug, "form.json")
    cases = {"": "Điền đủ"}
    if (FLAGSHIPS / slug / "procedure.json").exists():
        modelled = flagship(slug, "procedure.json")["cases"]
        cases = {one["code"]: f"Điền đủ: {one['label']['vi']}" for one in modelled} or cases
    rng = random.Random(slug)  # noqa: S311 -- the same answers every time
    trials = []
    for serial, (case, name) in enumerate(cases.items()):
        answers = plausible(form, case, invent(rng, serial, "Hoa Lư"), COMMUNE, DAY, rng)
        trials.append(_trial(form, name, case, answers))
    return [*trials, _trial(form, EMPTY, next(iter(cases)), {})]


def _trial(
    form: Mapping[str, object], name: str, case: str, answers: Mapping[str, object]
) -> dict[str, Any]:
    computed = [str(one["id"]) for one in fields_of(form) if one["kind"] in COMPUTED]
    given = {key: value for key, value in answers.items() if key not in computed}
    found = outcome(form, given, case, DAY, PLACES)
    values = {key: found.values.get(key) for key in computed if found.values.get(key) is not None}
    expected = {"pages": found.pages, "errors": sorted(found.errors), "values": values}
    return {
        "name": name,
        "case": case,
        "day": DAY.isoformat(),
        "answers": given,
        "expected": expected,
    }


if __name__ == "__main__":
    main()
