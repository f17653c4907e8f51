"""Reading the table of who may ask for what (docs/security/access.csv), and asking by it."""

import csv
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from tests.security.asking import API, Row, filled, outcome
from tests.security.calling import sent
from tests.security.world import COLUMNS, World

TABLE = Path(__file__).resolve().parents[2] / "docs" / "security" / "access.csv"


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


def asked(world: World, column: str, rows: Sequence[Row]) -> dict[tuple[str, str, str], str]:
    """Return what came of asking for each row as somebody; nothing of it lasts."""
    browser, caller, found = world.browser(column), world.caller(column), {}
    for row in rows:
        things = world.about(row)
        client = caller if row.address.startswith(API) else browser
        given = sent(row.method, row.address, things)
        with transaction.atomic():
            found[row.name] = outcome(client, row.method, filled(row.address, things), **given)
            transaction.set_rollback(True)
    return found
