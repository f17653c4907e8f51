"""Who may ask for what: every page, every operation of the API and every act, asked for by all,
against a table that people read (docs/security/access.csv)."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.security.asking import WORDS, Row, addresses, parts, takes
from tests.security.table import NEVER, SEEN, Answers, asked, fields, table
from tests.security.world import COLUMNS, World

STAGES = {"draft", "submitted", "moving", "decided"}
pytestmark = pytest.mark.django_db
Get = Callable[[str], Answers]


@pytest.fixture(scope="module")
def got(world: World) -> Get:
    """What somebody gets who asks for every row of the table; asked once."""
    return cache(lambda column: asked(world, column, table()))


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
def test_everybody_gets_what_the_table_says(got: Get, column: str) -> None:
    rows, at = table(), COLUMNS.index(column)

    found = got(column).cells

    wrong = [
        f"{row.method} {row.address} {row.about}: {WORDS.get(found[row.name], found[row.name])},"
        f" {WORDS[row.cells[at]]} by the table"
        for row in rows
        if found[row.name] != row.cells[at]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_sees_those_fields_of_a_dossier_that_the_table_says(
    got: Get, column: str
) -> None:
    shown = got(column).shown

    wrong = [
        f"{name}: {shown.get(name, ['nowhere'])[:5]}, {cells[column]} by the table"
        for name, cells in fields().items()
        if (SEEN if name in shown else NEVER) != cells[column]
    ]

    assert not wrong, "\n".join(wrong)


def test_of_a_foreign_dossier_nothing_is_said_but_that_there_is_none() -> None:
    foreign = [COLUMNS.index(name) for name in COLUMNS if name.startswith(("other_", "former"))]
    foreign += [COLUMNS.index(name) for name in COLUMNS if name.endswith(("elsewhere", "_admin"))]

    said = {
        (row.name, COLUMNS[at], row.cells[at])
        for row in table()
        if "dossier_id" in parts(row.address)
        for at in foreign
    }

    assert [one for one in said if one[2] != "?"] == []


def test_an_address_takes_no_other_method_than_the_table_says(world: World) -> None:
    known = {(row.address, row.method) for row in table()}
    others = [
        Row(address, method, "", ())
        for address in addresses()
        for method in takes(address)
        if (address, method) not in known
    ]

    found = asked(world, "owner", others).cells

    assert [name for name, came in found.items() if came] == []
