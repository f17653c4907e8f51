"""Tables that are taken away: nothing that a person typed is computed by a spreadsheet, and who
took them is in the event log."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.text import spreadsheet_safe
from motcua.organisations.models import Agency, Officer
from motcua.people.models import Person
from motcua.procedures.models import Sector
from motcua.reform.models import Criterion
from tests.security.asking import Row, filled
from tests.security.table import table
from tests.security.world import COLUMNS, World

pytestmark = pytest.mark.django_db
SEEDS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff20")
EVIL = "=HYPERLINK(1)"
# Tables with people in them, which are not everybody's to take.
LOGGED = {"mot-cua/so-theo-doi.xlsx", "tai-khoan/danh-sach.csv"}


def exports() -> list[tuple[str, Row]]:
    """Name every address that gives a table as a file, with somebody who is let in."""
    return [
        (COLUMNS[row.cells.index("x")], row)
        for row in table()
        if row.method == "GET" and row.address.endswith((".csv", ".xlsx")) and "x" in row.cells
    ]


@pytest.fixture(scope="module")
def files(world: World) -> Iterator[dict[str, tuple[bytes, list[str]]]]:
    """What each address gives when every name begins like a formula, and what the log says."""
    found = {}
    with transaction.atomic():
        for kind, name in ((Person, "full_name"), (Officer, "full_name"), (Agency, "name")):
            kind.objects.update(**{name: EVIL})
        Dossier.objects.update(applicant_name=EVIL)
        Criterion.objects.update(name=EVIL)
        Sector.objects.filter(pk=Sector.objects.values("pk")[:1]).update(name=EVIL)
        for who, row in exports():
            before = Event.objects.count()
            answer: Any = world.browser(who).get(filled(row.address, world.about(row)))
            content = b"".join(answer) if answer.streaming else answer.content
            said = list(Event.objects.order_by("id").values_list("verb", flat=True)[before:])
            found[row.address] = content, said
        yield found
        transaction.set_rollback(True)


def cells(content: bytes) -> Iterator[tuple[str, bool]]:
    """Yield what each cell of a table says, and whether a spreadsheet would compute it."""
    if content.startswith(b"PK"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                yield from ((str(one.value), one.data_type == "f") for one in row if one.value)
        return
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from ((cell, cell.startswith(SEEDS)) for cell in line)


def test_no_cell_of_any_table_is_computed(files: dict[str, tuple[bytes, list[str]]]) -> None:
    found = {address: list(cells(content)) for address, (content, _) in files.items()}

    assert {address for address, known in found.items() if any(live for _, live in known)} == set()
    assert sum(EVIL in text for known in found.values() for text, _ in known) >= len(found)


def test_who_took_people_away_is_in_the_log(files: dict[str, tuple[bytes, list[str]]]) -> None:
    silent = [address for address in LOGGED if not files[address][1]]

    assert silent == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_begins_like_a_formula_gets_a_mark(seed: str) -> None:
    assert spreadsheet_safe(f"{seed}1") == f"'{seed}1"
