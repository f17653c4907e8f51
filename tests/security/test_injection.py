"""Pieces of SQL and names of lookups in every parameter and field: they stay values."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

import motcua
from tests.security.asking import API, FORM, Row, filled
from tests.security.table import table
from tests.security.world import COLUMNS, World

pytestmark = pytest.mark.django_db
MARK = "zqx"  # stands in every payload: it may come to the database as a value alone
PAYLOADS = (
    f"{MARK}' OR '1'='1' -- ",
    f'{MARK}"; SELECT pg_sleep(9); --',
    f"1) UNION SELECT '{MARK}', password FROM people_account --",  # noqa: S608 -- an attack
    f"{MARK}%' ESCAPE '!' OR true OR name LIKE '%_\\",
    f"$${MARK}$$ || (SELECT pg_sleep(9)) || '{{0}} %s %(a)s :a ?",
    f"{MARK} & | ! :* <-> ( ' \\' \u02bc \uff07",
    f"{MARK} " * 500,  # longer than any column of a few hundred
    f"-1 OR {MARK} 99999999999999999999 2026-02-31T25:61 1e999",
)
# Where a name would be a way through the tables, if names were taken as they come.
LOOKUPS = {
    "user__password__startswith": "a",
    "applicant__account__password__regex": "^a",
    "id__in": "1",
    "order_by": "applicant__account__password",
    "ordering": "-password",
    "fields": "password",
    "is_staff": "1",
}
_READ = re.compile(r'(GET|POST)(?:\.get(?:list)?\(|\[)\s*"([\w-]+)"')
_API = re.compile(r'alias="(\w+)"|^\s+(q|cursor|status|view|role|kind|language): ', re.MULTILINE)


def names(method: str) -> list[str]:
    """Return every name that pages and the API read from a query or a form."""
    found = set()
    for path in Path(motcua.__file__).parent.glob("**/*.py"):
        text = path.read_text()
        found |= {name for kind, name in _READ.findall(text) if kind == method}
        if path.parent.name == "api":
            found |= {one or other for one, other in _API.findall(text)}
    return sorted(found)


def rows(method: str) -> Iterator[tuple[str, Row]]:
    """Name every address once, with the first who is let in."""
    known = set()
    for row in table():
        if row.method == method and row.address not in known and "x" in row.cells:
            known.add(row.address)
            at = row.cells.index("x")
            yield COLUMNS[at + 1 if at == 0 and row.cells[1] == "x" else at], row


_clients: dict[tuple[str, bool], Client] = {}


def client(world: World, who: str, *, is_api: bool) -> Client:
    """Return what somebody asks with, the same each time."""
    if (who, is_api) not in _clients:
        _clients[who, is_api] = world.caller(who) if is_api else world.browser(who)
    return _clients[who, is_api]


def asked(world: World, who: str, row: Row, payload: dict[str, str]) -> tuple[int, list[str]]:
    """Ask with parameters or fields; return the status and the statements, without their values."""
    asking = client(world, who, is_api=row.address.startswith(API))
    kept = deepcopy(asking.cookies)  # one of the addresses signs out
    said: list[str] = []

    def watched(execute: Any, sql: str, *rest: Any) -> Any:
        said.append(sql)
        return execute(sql, *rest)

    address, sent = filled(row.address, world.about(row)), urlencode(payload)
    given: dict[str, Any] = (
        {"QUERY_STRING": sent} if row.method == "GET" else {"data": sent, "content_type": FORM}
    )
    with transaction.atomic(), connection.execute_wrapper(watched):
        answer = asking.generic(row.method, address, **given)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    asking.cookies = kept
    return answer.status_code, said


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pieces_of_sql_stay_values(world: World, method: str) -> None:
    known, broken = names(method), []
    assert len(known) > 20

    for at, (who, row) in enumerate(rows(method)):
        payload = PAYLOADS[at % len(PAYLOADS)]
        status, said = asked(world, who, row, dict.fromkeys(known, payload))
        if status >= 500 or any(MARK in sql.lower() for sql in said):
            broken.append((method, row.address, payload, status))

    assert broken == []


def test_names_of_lookups_change_no_question(world: World) -> None:
    changed = []
    for who, row in rows("GET"):
        asked(world, who, row, {})  # fills what is kept in memory
        _, usual = asked(world, who, row, {})
        status, said = asked(world, who, row, LOOKUPS)
        if status < 400 and said != usual:
            changed.append(row.address)

    assert changed == []
