"""Who may ask for what: every page, every operation of the API and every act, asked for by all,
against a table that people read (docs/security/access.csv)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.security.asking import API, WORDS, Row, addresses, filled, outcome, parts, takes
from tests.security.calling import sent
from tests.security.world import COLUMNS, World, a_world
from tests.web.portals import seen_by_all

TABLE = Path(__file__).resolve().parents[2] / "docs" / "security" / "access.csv"
STAGES = {"draft", "submitted", "moving", "decided"}
pytestmark = pytest.mark.django_db


def table() -> list[Row]:
    """Return the table, a row for each stage that it names together."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    assert tuple(heads[3:]) == COLUMNS
    return [
        Row(address, method, about, tuple(cells))
        for address, method, abouts, *cells in rows
        for about in abouts.split() or [""]
    ]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """The province, made once for all who come; nothing that they do lasts."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEYS", tmp_path_factory.mktemp("keys"))
        seen_by_all(patch)
        with transaction.atomic():
            yield a_world()
            transaction.set_rollback(True)


def asked(world: World, column: str, rows: list[Row]) -> dict[tuple[str, str, str], str]:
    """Return what came of asking for each row as somebody."""
    browser, caller, found = world.browser(column), world.caller(column), {}
    for row in rows:
        things = {**world.things, **world.waiting.get(row.about, {})}
        client = caller if row.address.startswith(API) else browser
        given = sent(row.method, row.address, things)
        with transaction.atomic():
            found[row.name] = outcome(client, row.method, filled(row.address, things), **given)
            transaction.set_rollback(True)
    return found


def test_no_address_is_missing_from_the_table_and_none_is_gone() -> None:
    assert {row.address for row in table()} == set(addresses())


def test_what_is_about_a_dossier_is_told_for_every_stage_once() -> None:
    told: dict[tuple[str, str], list[str]] = {}
    for row in table():
        told.setdefault((row.address, row.method), []).append(row.about)

    for (address, method), abouts in told.items():
        expected = STAGES if "dossier_id" in parts(address) else {""}
        assert sorted(abouts) == sorted(expected), (method, address)


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_gets_what_the_table_says(world: World, column: str) -> None:
    rows, at = table(), COLUMNS.index(column)

    found = asked(world, column, rows)

    wrong = [
        f"{row.method} {row.address} {row.about}: {WORDS.get(found[row.name], found[row.name])},"
        f" {WORDS[row.cells[at]]} by the table"
        for row in rows
        if found[row.name] != row.cells[at]
    ]
    assert not wrong, "\n".join(wrong)


def test_an_address_takes_no_other_method_than_the_table_says(world: World) -> None:
    known = {(row.address, row.method) for row in table()}
    others = [
        Row(address, method, "", ())
        for address in addresses()
        for method in takes(address)
        if (address, method) not in known
    ]

    found = asked(world, "owner", others)

    assert [name for name, came in found.items() if came] == []
