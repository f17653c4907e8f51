"""The button that makes the package of a closed dossier for the archive."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier
from tests.builders import a_case_officer, a_decided_dossier, a_records_clerk, step_on
from tests.web.portals import browser_of

pytestmark = pytest.mark.django_db


def address(dossier: Dossier, name: str = "package") -> str:
    return reverse(f"officer:{name}", args=[dossier.id])


def test_the_records_clerk_takes_the_package_of_a_closed_dossier() -> None:
    dossier = step_on(a_decided_dossier())
    clerk = browser_of(a_records_clerk(dossier))

    page = clerk.get(address(dossier, "dossier")).content.decode()
    answer = clerk.post(address(dossier))

    assert address(dossier) in page
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="luu-tru-{dossier.number}.zip"'
    assert answer["Cache-Control"] == "no-store"
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "muc-luc.pdf" in ZipFile(BytesIO(content)).namelist()
    after = clerk.get(address(dossier, "dossier")).content.decode()
    assert "Đã lập gói nộp lưu trữ" in after


def test_others_and_open_dossiers_have_no_such_button() -> None:
    closed = step_on(a_decided_dossier())
    waiting = a_decided_dossier()

    for dossier, reader in (
        (closed, a_case_officer(closed)),
        (waiting, a_records_clerk(waiting)),
    ):
        page = browser_of(reader).get(address(dossier, "dossier")).content.decode()
        assert address(dossier) not in page


def test_a_dossier_that_has_not_ended_is_refused_in_words() -> None:
    dossier = a_decided_dossier()
    clerk = browser_of(a_records_clerk(dossier))

    answer = clerk.post(address(dossier), follow=True, HTTP_REFERER=address(dossier, "dossier"))

    assert "chưa kết thúc nên chưa lập được gói lưu trữ" in answer.content.decode()
