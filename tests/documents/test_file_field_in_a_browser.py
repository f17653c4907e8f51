"""A file as the answer to a question, in a real browser: sent when chosen, saved while typing."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as chosen
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import Settings

from motcua.documents.models import Document
from motcua.documents.queries import content_of
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier
from tests.builders import FORM, a_citizen, a_draft, a_procedure
from tests.conftest import TESTS
from tests.documents.server import Server
from tests.forms.test_rules import a_field
from tests.journeys.conftest import ARGUMENTS, CHROMIUM
from tests.papers import a_pdf
from tests.web.portals import browser_of

STREAM = b"<< /Length 3000000 >>\nstream\n" + random.Random(2).randbytes(3_000_000) + b"\nendstream"  # noqa: S311
CONTENT = a_pdf(extra=STREAM)
WAIT = 20_000


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.kill()


def a_form_with_a_file() -> dict[str, Any]:
    first = FORM["pages"][0]
    return {**FORM, "pages": [{**first, "fields": [a_field("giay", "file"), *first["fields"]]}]}


def chosen_in_the_page(page: Page) -> None:
    field = page.locator("[data-file-field]")
    program = {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    paper = {"name": "giấy tờ.pdf", "mimeType": "application/pdf", "buffer": CONTENT}
    fake = {**program, "name": "a.pdf"}

    field.locator("input[type=file]").set_input_files(program)  # type: ignore[arg-type]
    expect(field.locator("[data-upload-status]")).to_contain_text("không đúng loại")
    field.locator("input[type=file]").set_input_files(fake)  # type: ignore[arg-type]
    expect(field.locator("[data-upload-status]")).to_contain_text("không đúng với phần đuôi")
    field.locator("input[type=file]").set_input_files(paper)  # type: ignore[arg-type]
    expect(field.locator("[data-file-said]")).to_have_text("giấy tờ.pdf", timeout=WAIT)
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=WAIT)
    page.reload()
    expect(page.locator("[data-file-said]")).to_have_text("giấy tờ.pdf")


@pytest.mark.usefixtures("real_commits")
def test_a_chosen_file_is_sent_at_once_and_saved_with_the_page(
    server: Server, settings: Settings
) -> None:
    settings.UPLOADS, settings.FILES = TESTS.root / "uploads", TESTS.root / "files"
    applicant = a_citizen()
    draft = a_draft(a_procedure(form=a_form_with_a_file()), by=applicant)
    session = browser_of(applicant).cookies[chosen.SESSION_COOKIE_NAME].value
    server.start()
    place = f"http://127.0.0.1:{server.port}"
    cookie = {"name": chosen.SESSION_COOKIE_NAME, "value": session, "url": place}

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 900}, locale="vi-VN")
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{place}/ho-so-cua-toi/{draft.id}/ke-khai/{FORM['pages'][0]['id']}")
        chosen_in_the_page(page)
        browser.close()

    kept = Document.objects.get(name="giấy tờ.pdf")
    assert (kept.subject, content_of(kept)) == (draft.id, CONTENT)
    answered: Any = answers_of(Dossier.objects.get(pk=draft.id))["giay"]
    assert answered == {"document": str(kept.id), "name": "giấy tờ.pdf"}
