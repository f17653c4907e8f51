"""What every answer tells a browser to keep to, and what no address does without being asked."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.security.asking import API, Row, addresses, filled
from tests.security.table import table
from tests.security.world import COLUMNS, STRANGER, World
from tests.web.portals import browser_of

pytestmark = pytest.mark.django_db
# Told by machines that hold no cookie: browsers that report, providers that end a session.
WITHOUT_TOKEN = {"vi-pham-noi-dung", "dang-nhap/dinh-danh/<slug:code>/phien"}
# A GET that reads leaves who read; one that shows a form may begin what the form is for.
WRITTEN_BY_READING = {
    "django_session",
    "documents_reading",
    "dossiers_slip",
    "events_delivery",
    "events_event",
    "people_attempt",
    "privacy_look",
    "privacy_lookup",
}
# Says what Django's own check of a deployment finds, a line for each, and then our settings.
_TELL = """
import json, django
from django.conf import settings as s
django.setup()
from django.core.checks import run_checks
for found in run_checks(include_deployment_checks=True):
    if not found.is_silenced():
        print(found)
print(json.dumps([
    s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
    s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,
]))
"""
_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!SET\b)(\w+)"?', re.IGNORECASE)


def pages(world: World) -> Iterator[tuple[str, Row]]:
    """Name every page with somebody who is let in: of those signed in, if any is."""
    seen = set()
    for row in table():
        known = [name for name, cell in zip(COLUMNS, row.cells, strict=True) if cell == "x"]
        if row.method == "GET" and known and row.address not in seen:
            seen.add(row.address)
            yield (known[1] if known[0] == STRANGER and len(known) > 1 else known[0]), row


@pytest.fixture(scope="module")
def answers(world: World) -> dict[str, tuple[str, Any, set[str]]]:
    """Who asked for each page, what came, and which tables it wrote."""
    found: dict[str, tuple[str, Any, set[str]]] = {}
    browsers: dict[tuple[str, bool], Client] = {}
    for name, row in pages(world):
        is_api = row.address.startswith(API)
        if (name, is_api) not in browsers:
            browsers[name, is_api] = world.caller(name) if is_api else world.browser(name)
        written: set[str] = set()

        def watched(execute: Any, sql: str, *rest: Any, into: set[str] = written) -> Any:
            into.update(_WRITES.findall(sql))
            return execute(sql, *rest)

        with transaction.atomic(), connection.execute_wrapper(watched):
            answer = browsers[name, is_api].get(filled(row.address, world.about(row)))
            if answer.streaming:
                b"".join(answer)
            transaction.set_rollback(True)
        found[row.address] = name, answer, written
    return found


def test_no_page_may_run_what_was_written_into_it(answers: dict[str, Any]) -> None:
    for address, (_, answer, _) in answers.items():
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "unsafe" not in policy, address
        assert "default-src" in policy, address
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, address


def test_no_answer_is_guessed_at_framed_or_told_elsewhere(answers: dict[str, Any]) -> None:
    for address, (_, answer, _) in answers.items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Referrer-Policy"] == "same-origin", address
        assert answer.headers["X-Frame-Options"] == "DENY", address


def test_nothing_shown_to_somebody_signed_in_is_kept_by_a_browser(answers: dict[str, Any]) -> None:
    kept = [
        address
        for address, (name, answer, _) in answers.items()
        if name != STRANGER and "no-store" not in answer.headers.get("Cache-Control", "")
    ]

    assert kept == []


def test_whoever_is_signed_in_can_leave_from_every_page(answers: dict[str, Any]) -> None:
    stuck = [
        address
        for address, (name, answer, _) in answers.items()
        if name != STRANGER
        and answer.status_code == 200
        and not address.startswith(API)
        and answer.headers.get("Content-Type", "").startswith("text/html")
        and b'action="/dang-xuat"' not in answer.content
    ]

    assert stuck == []


def test_reading_changes_nothing_but_what_tells_of_the_reading(answers: dict[str, Any]) -> None:
    changed = {
        address: sorted(written - WRITTEN_BY_READING)
        for address, (_, _, written) in answers.items()
        if written - WRITTEN_BY_READING
    }

    assert changed == {}


def test_nothing_is_changed_without_the_token_of_a_page(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser_of(world.actors["owner"]).cookies

    let_in = []
    for address in addresses():
        if address.startswith(API) or address in WITHOUT_TOKEN:
            continue
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = client.generic(method, filled(address, world.things))
            if answer.status_code != 403:
                let_in.append((method, address, answer.status_code))
    assert let_in == []


def test_over_https_everything_stays_with_the_host_and_with_https(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "MOTCUA_HTTPS": "1",
        "MOTCUA_DEBUG": "0",
        "MOTCUA_STATE": str(tmp_path),
        "MOTCUA_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
    }

    (tmp_path / "uploads").mkdir()
    told = subprocess.run(
        [sys.executable, "-c", _TELL], env=surroundings, check=True, capture_output=True, text=True
    )

    *findings, said = told.stdout.splitlines()
    assert findings == []
    assert json.loads(said) == ["__Host-session", "__Host-csrf", True, True, True, 31_536_000, True]
