"""Uploads in parts over the web: begun, continued, asked about, finished by the page's own form."""

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings

from motcua.documents.models import Upload
from motcua.documents.queries import content_of, documents_by_id
from motcua.documents.upload_rules import PART_BYTES
from motcua.dossiers.models import Attachment, Dossier
from motcua.kernel.actors import Actor
from tests.builders import a_citizen, a_component, a_draft, a_procedure
from tests.papers import a_pdf
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
CONTENT = a_pdf(pages=30)
HALF = len(CONTENT) // 2


def begun(client: Client, **told: object) -> Any:
    body = {"name": "đơn.pdf", "size": len(CONTENT), **told}
    return client.post("/tai-len", json.dumps(body), content_type="application/json")


def part(client: Client, url: str, start: int, end: int, **headers: str) -> Any:
    return client.patch(
        url,
        CONTENT[start:end],
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(start), **headers},
    )


@pytest.fixture
def applicant() -> Actor:
    return a_citizen()


@pytest.fixture
def draft(applicant: Actor) -> Dossier:
    return a_draft(by=applicant, papers=())


def test_a_file_too_large_for_memory_lies_on_the_disk_without_a_name(
    settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOADS, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = tmp_path / "uploads", 100
    sent = SimpleUploadedFile("đơn.pdf", CONTENT, content_type="application/pdf")
    request = RequestFactory().post("/", {"file": sent})

    (taken,) = request.FILES.getlist("file")

    with taken:
        assert list(settings.UPLOADS.iterdir()) == []
        assert (taken.name, taken.size, taken.read()) == ("đơn.pdf", len(CONTENT), CONTENT)


def test_a_file_in_parts_is_attached_by_the_page_s_own_form(
    applicant: Actor, draft: Dossier
) -> None:
    client = browser_of(applicant)
    answer = begun(client, sha256=sha256(CONTENT).hexdigest())
    told = answer.json()

    assert (answer.status_code, answer.headers["Location"]) == (201, told["url"])
    assert told["part"] == PART_BYTES
    assert part(client, told["url"], 0, HALF).headers["Upload-Offset"] == str(HALF)
    lost = client.head(told["url"])
    assert (lost.headers["Upload-Offset"], lost.headers["Upload-Length"]) == (
        str(HALF),
        str(len(CONTENT)),
    )
    assert lost.headers["Cache-Control"] == "no-store"
    assert part(client, told["url"], HALF, len(CONTENT)).status_code == 204
    form = {"component": "GT", "file.upload": told["id"]}
    for _ in range(2):  # the answer was lost, so it is sent again
        assert client.post(f"/ho-so-cua-toi/{draft.id}/giay-to", form).status_code == 302

    paper = Attachment.objects.get(dossier=draft)
    assert paper.name == "đơn.pdf"
    assert content_of(documents_by_id([paper.document])[paper.document]) == CONTENT  # type: ignore[index]


def test_a_part_in_the_wrong_place_is_told_the_right_one(applicant: Actor) -> None:
    client = browser_of(applicant)
    url = begun(client).json()["url"]
    part(client, url, 0, HALF)

    again = part(client, url, 0, HALF)

    assert (again.status_code, again.headers["Upload-Offset"]) == (409, str(HALF))


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 13])
def test_a_part_without_a_place_is_refused(applicant: Actor, offset: str) -> None:
    client = browser_of(applicant)
    url = begun(client).json()["url"]

    answer = part(client, url, 0, HALF, **{"Upload-Offset": offset})

    assert answer.status_code == 422
    assert "không đúng cỡ" in answer.json()["message"]


def test_a_part_that_broke_off_is_refused_whole(applicant: Actor) -> None:
    client = browser_of(applicant)
    url = begun(client).json()["url"]

    answer = client.generic(
        "PATCH",
        url,
        CONTENT[:HALF],
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
        CONTENT_LENGTH=str(HALF + 10),
        **{"wsgi.input": io.BytesIO(CONTENT[:HALF])},  # type: ignore[arg-type]
    )

    assert answer.status_code == 422
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"name": "a", "size": "x"}', b"\xff", b'{"name": "a"}']
)
def test_what_cannot_be_read_begins_nothing(applicant: Actor, body: bytes) -> None:
    answer = browser_of(applicant).post("/tai-len", body, content_type="application/json")

    assert answer.status_code == 400


def test_strangers_are_told_to_sign_in_and_others_that_there_is_nothing(applicant: Actor) -> None:
    url = begun(browser_of(applicant)).json()["url"]
    other = browser_of(a_citizen("Lê Văn Khác"))

    assert begun(Client()).status_code == 401
    assert Client().head(url).status_code == 401
    assert other.head(url).status_code == 404
    assert part(other, url, 0, HALF).status_code == 404
    assert other.delete(url).status_code == 404


def test_sending_needs_the_token_of_the_page(applicant: Actor) -> None:
    client = browser_of(applicant)
    url = begun(client).json()["url"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert begun(strict).status_code == 403
    assert part(strict, url, 0, HALF).status_code == 403
    assert strict.delete(url).status_code == 403


def test_an_upload_is_given_up(applicant: Actor) -> None:
    client = browser_of(applicant)
    url = begun(client).json()["url"]

    assert client.delete(url).status_code == 204
    assert client.head(url).status_code == 404


def test_too_large_a_file_and_too_many_are_refused_before_they_are_sent(
    applicant: Actor, settings: Settings
) -> None:
    client = browser_of(applicant)
    settings.MAX_OPEN_UPLOADS = 1

    large = begun(client, size=settings.MAX_FILE_BYTES + 1)
    begun(client)
    many = begun(client)

    assert large.status_code == many.status_code == 422
    assert "lớn quá 20 MB" in large.json()["message"]
    assert "quá nhiều tệp" in many.json()["message"]


def test_a_refused_file_says_so_at_its_component(applicant: Actor, draft: Dossier) -> None:
    client = browser_of(applicant)
    page = f"/ho-so-cua-toi/{draft.id}/giay-to"

    unknown = client.post(page, {"component": "GT", "file.upload": str(uuid4())})
    strange = client.post(page, {"component": "GT", "file.upload": "x"})
    unfinished = client.post(page, {"component": "GT", "file.upload": begun(client).json()["id"]})

    assert "Không tìm thấy" in text_of(unknown.content)
    assert "Không tìm thấy" in text_of(strange.content)
    assert "chưa gửi xong" in text_of(unfinished.content)


def test_a_component_takes_only_its_own_types(applicant: Actor) -> None:
    portrait = a_component("GT", file_types=["image/jpeg"])
    draft = a_draft(a_procedure(components=(portrait,)), by=applicant, papers=())

    answer = browser_of(applicant).post(
        f"/ho-so-cua-toi/{draft.id}/giay-to",
        {"component": "GT", "file": SimpleUploadedFile("a.pdf", a_pdf())},
    )

    assert answer.status_code == 422
    assert "Chỉ nhận tệp JPG" in text_of(answer.content)
