"""What browsers tell of pages that were kept from doing something."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from motcua.people.queries import refused_content
from motcua.web.violations import LONGEST, OF_ONE_NETWORK
from tests.web.portals import NOW, text_of

pytestmark = pytest.mark.django_db
ADDRESS = "/vi-pham-noi-dung"
MINE = "http://testserver/ho-so-cua-toi"


def tell(body: object = None, **given: Any) -> int:
    told = {"document-uri": MINE, "effective-directive": "script-src-attr", **given}
    content = json.dumps({"csp-report": told}) if body is None else body
    answer = Client().generic("POST", ADDRESS, content, "application/csp-report")
    assert answer.content == b""
    return answer.status_code


def counted() -> int:
    return refused_content(NOW)


def test_a_report_is_counted_for_who_keeps_the_system() -> None:
    assert counted() == 0

    assert tell() == 204

    assert counted() == 1


def test_the_log_gets_directive_and_page_and_nothing_of_its_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, logger="motcua.web.violations"):
        tell(**{"document-uri": f"{MINE}?q=001090000011", "script-sample": "Nguyễn Văn Kín"})

    assert caplog.messages == ["content policy: script-src-attr refused on page citizen:mine"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        '{"csp-report": []}',
        '{"csp-report": {"effective-directive": 7}}',
        "[" * 5000,
        json.dumps({"csp-report": {"document-uri": MINE, "effective-directive": "x\r\ny"}}),
        json.dumps({"csp-report": {"document-uri": "http://[", "effective-directive": "img-src"}}),
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_no_report_of_ours_is_answered_alike_and_not_counted(body: str) -> None:
    assert tell(body) == 204

    assert counted() == 0


def test_what_extensions_put_into_a_page_and_other_sites_do_not_count() -> None:
    tell(**{"source-file": "moz-extension://1/a.js"})
    tell(**{"document-uri": "http://example.org/ho-so-cua-toi"})

    assert counted() == 0


def test_one_network_is_counted_a_few_times_an_hour() -> None:
    for _ in range(OF_ONE_NETWORK + 5):
        tell()

    assert counted() == OF_ONE_NETWORK
    assert f"đã chặn {OF_ONE_NETWORK} lần" in text_of(Client().get("/status").content)
