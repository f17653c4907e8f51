"""Filing online as far as the review page, for any modelled procedure."""

import random
from datetime import date
from typing import Any

from motcua.demo.history.answers import plausible
from motcua.demo.names import invent
from motcua.demo.reading import FACTS, flagship, rows
from motcua.forms.rules import known_values, shown_fields, shown_pages
from tests.journeys.papers import a_photograph
from tests.journeys.province import Someone, answer

HOA_LU = "Ủy ban nhân dân phường Hoa Lư"


def answers_for(slug: str, case: str, **differently: object) -> dict[str, Any]:
    """Return answers that the form of a modelled procedure takes in a case."""
    rng = random.Random(7)  # noqa: S311 -- the same answers every time
    who = invent(rng, 123, HOA_LU)
    commune = next(row["code"] for row in rows(FACTS / "communes.csv"))
    form = flagship(slug, "form.json")
    drawn = plausible(form, case, who, commune, date.today(), rng)  # noqa: DTZ011 -- a test
    return {**drawn, **differently}


def begins(citizen: Someone, code: str, case: str) -> None:
    """Open a draft of a procedure and choose who settles it."""
    citizen.goes_to(f"/thu-tuc/{code}")
    citizen.clicks("Nộp hồ sơ trực tuyến")
    citizen.page.locator(f"#case-{case}").check()
    citizen.clicks("Bắt đầu")
    if citizen.page.locator("#commune").count():
        citizen.page.select_option("#commune", label=HOA_LU)
    citizen.page.locator("#result_channel-online").check()
    citizen.clicks("Lưu và tiếp tục")


def answers_pages(citizen: Someone, slug: str, case: str, answers: dict[str, Any]) -> None:
    """Answer page after page; what a page asks follows from the answers before."""
    form = flagship(slug, "form.json")
    known = ""
    for page in shown_pages(form, answers, case):
        citizen.page.wait_for_url(f"**/ke-khai/{page['id']}")
        for question in shown_fields(page, known_values(form, answers, case)):
            value = answers.get(str(question["id"]))
            if question.get("prefill") == "applicant.full_name":
                known = _settled_name(citizen, str(question["id"]))
            if question["kind"] == "signature" and known:
                value = {**answers[str(question["id"])], "name": known}
            if value is not None:
                answer(citizen.page, dict(question), value)
        citizen.clicks("Lưu và tiếp tục")


def _settled_name(citizen: Someone, name: str) -> str:
    """Return the name that the register gives for whoever signed in; empty when it is typed."""
    settled = citizen.page.locator(f'.motcua-settled[id="{name}"] .motcua-settled__words')
    return settled.first.inner_text().strip() if settled.count() else ""


def attaches(citizen: Someone, component: str) -> None:
    """Put a photograph under a component."""
    row = citizen.page.locator(f"#upload-{component}")
    row.locator('input[type="file"]').set_input_files(a_photograph("Giấy tờ mẫu"))  # type: ignore[arg-type]
    send = row.get_by_role("button", name="Tải lên")
    if send.count() and send.first.is_visible():
        send.first.click()
    listed = citizen.page.locator(f"#upload-{component} .motcua-upload__files")
    listed.get_by_text("giay-chung-sinh.jpg").first.wait_for()
    citizen.looks()


def the_code(citizen: Someone) -> str:
    """Return the code that the page shows."""
    return citizen.page.locator(".motcua-code").first.inner_text().strip()
