"""A body of the wrong shape is refused by path, and nothing of it is kept."""

import gzip
import json
from uuid import uuid4

import pytest

from motcua.documents.models import Document
from motcua.dossiers.models import Dossier
from tests.api.callers import Caller, a_body, a_key, problem_in
from tests.builders import (
    ANSWERS,
    a_citizen,
    a_procedure,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"procedure": "khong-phai-uuid"}, "procedure"),
        ({"procedure": None}, "procedure"),
        ({"answers": [1, 2]}, "answers"),
        ({"attachments": {"GT": 1}}, "attachments"),
        ({"attachments": [{"document": str(uuid4())}]}, "attachments.0.component"),
        ({"attachments": [{"component": "GT", "originals": "1"}]}, "attachments.0.originals"),
        ({"attachments": [{"component": "GT", "originals": -1}]}, "attachments.0.originals"),
        ({"attachments": [{"component": "GT", "paper": 1}]}, "attachments.0.paper"),
        ({"channel": "fax"}, "channel"),
        ({"case": 7}, "case"),
        ({"case": "x" * 41}, "case"),
        ({"assisted": "yes"}, "assisted"),
        ({"chanel": "online"}, "chanel"),
        ({"answers": {**ANSWERS, "wish": 5}}, "answers.wish"),
        ({"answers": {**ANSWERS, "unknown": 5}}, "answers.unknown"),
        ({"answers": {**ANSWERS, "wish": "a\u0000b"}}, "answers.wish"),
        ({"answers": {**ANSWERS, "wish": "\ud800"}}, "answers.wish"),
        ({"answers": {"\ud800": "x"}}, "answers"),
        ({"case": "khong-co"}, "case"),
        ({"result_channel": "post", "result_address": " "}, "result_address"),
    ],
)
def test_a_wrong_body_is_refused_by_path(change: dict[str, object], path: str) -> None:
    caller = Caller(a_citizen())
    paper = json.loads(caller.upload().content)
    body = {**a_body(a_procedure(), paper["id"]), **change}

    refused = caller.refused("fileDossier", body, headers=a_key())

    assert refused["status"] == 422
    assert path in refused["errors"], refused["errors"]
    assert Dossier.objects.count() == 0
    assert Document.objects.get(pk=paper["id"]).subject is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"answers": NaN}',
        b'{"answers": {"a": 1e999}}',
        b'{"answers": ' + b"[" * 40 + b"]" * 40 + b"}",
        b"[" * 100_000,
        b'{"answers": {"n": ' + b"9" * 5000 + b"}}",
    ],
)
def test_what_is_not_the_described_json_is_refused(body: bytes) -> None:
    caller = Caller(a_citizen())

    answer = caller.client.generic(
        "POST",
        "/api/v1/dossiers",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}", **a_key()},
    )

    assert problem_in("fileDossier", answer)["status"] == 422
    assert json.loads(answer.content)["errors"]


def test_a_body_that_was_squeezed_is_not_unpacked() -> None:
    caller = Caller(a_citizen())
    body = gzip.compress(b'{"answers": "' + b"a" * 10_000_000 + b'"}')

    answer = caller.client.generic(
        "POST", "/api/v1/dossiers", body, content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}", "Content-Encoding": "gzip", **a_key()},
    )  # fmt: skip

    assert 400 <= answer.status_code < 500
    assert problem_in("fileDossier", answer)["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", ""])
def test_another_content_type_is_refused(kind: str) -> None:
    caller = Caller(a_citizen())

    answer = caller.client.generic(
        "POST",
        "/api/v1/dossiers",
        b"{}",
        content_type=kind,
        headers={"Authorization": f"Bearer {caller.token}", **a_key()},
    )

    assert problem_in("fileDossier", answer)["status"] == 415


def test_a_file_must_come_as_multipart() -> None:
    refused = Caller(a_citizen()).refused("uploadDocument", {"file": "x"})

    assert refused["status"] == 415


@pytest.mark.parametrize("size", [1_100_000, 6_000_000])
def test_a_body_without_measure_is_refused(size: int) -> None:
    refused = Caller(a_citizen()).refused("fileDossier", {"case": "x" * size}, headers=a_key())

    assert refused["status"] == 413


@pytest.mark.parametrize("key", ["", "1", "khong-phai-uuid"])
def test_filing_needs_a_key(key: str) -> None:
    headers = {"Idempotency-Key": key} if key else {}

    refused = Caller(a_citizen()).refused("fileDossier", a_body(a_procedure()), headers=headers)

    assert "Idempotency-Key" in refused["errors"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "file_empty"),
        (b"MZ\x90\x00", "a.exe", "file_type_forbidden"),
        (b"%PDF-1.4 broken", "a.pdf", "file_broken"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "file_disguised"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(content: bytes, name: str, code: str) -> None:
    answer = Caller(a_citizen()).upload(content, name)

    assert problem_in("uploadDocument", answer)["code"] == code
