"""Reading the tables of who may ask for what (docs/security/access.csv) and who sees what of a
dossier (fields.csv), and asking by them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from tests.security.asking import API, Row, filled, outcome
from tests.security.calling import sent
from tests.security.world import COLUMNS, FIELDS, World

TABLES = Path(__file__).resolve().parents[2] / "docs" / "security"
SEEN, NEVER = "x", "-"


@dataclass(slots=True)
class Answers:
    """What somebody got: a cell for each row of the table, and where each field stood in clear."""

    cells: dict[tuple[str, str, str], str] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)


def table() -> list[Row]:
    """Return the table, a row for each stage that it names together."""
    with (TABLES / "access.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    assert tuple(heads[3:]) == COLUMNS
    return [
        Row(address, method, about, tuple(cells))
        for address, method, abouts, *cells in rows
        for about in abouts.split() or [""]
    ]


def fields() -> dict[str, dict[str, str]]:
    """Return by field who may see it in clear somewhere, a cell for each column."""
    with (TABLES / "fields.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["field"] for row in rows} == set(FIELDS)
    return {row["field"]: {name: row[name] for name in COLUMNS} for row in rows}


def asked(world: World, column: str, rows: Sequence[Row]) -> Answers:
    """Return what came of asking for each row as somebody; nothing of it lasts."""
    browser, caller, found = world.browser(column), world.caller(column), Answers()
    for row in rows:
        things = world.about(row)
        client = caller if row.address.startswith(API) else browser
        given = sent(row.method, row.address, things)
        with transaction.atomic():
            cell, said = outcome(client, row.method, filled(row.address, things), **given)
            transaction.set_rollback(True)
        found.cells[row.name] = cell
        for name, forms in FIELDS.items():
            if any(form.encode() in said for form in forms):
                found.shown.setdefault(name, []).append(f"{row.method} {row.address} {row.about}")
    return found
