"""Form II.06g: why what is open and overdue at the end of a period has not been settled yet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from motcua.dossiers.late_lists import causes_of
from motcua.indicators.counting import Engine
from motcua.indicators.counting import Row as Found
from motcua.indicators.fields import OTHER, fields_of
from motcua.indicators.rules import OWN, Asked
from motcua.indicators.statutory_counting import behind
from motcua.indicators.statutory_rules import OVERDUE, Table, told_of
from motcua.kernel.text import folded

UNKNOWN = "Chưa ghi nguyên nhân"
HEADINGS = ("Số lượng hồ sơ", "Nguyên nhân quá hạn", "Ghi chú")


@dataclass(frozen=True, slots=True)
class Held:
    """So many dossiers of a field wait beyond their time for one cause."""

    field: str
    cause: str
    many: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The form of a period and a scope; `total` is column 13 of form II.06a for the same."""

    table: Table
    asked: Asked
    rows: tuple[Held, ...]
    total: int


def backlog(table: Table, asked: Asked, engine: Engine) -> Backlog:
    """Count what was open and overdue when a period ended, by field and cause; four statements.

    Causes are those known today: an apology tells them, or the records show them. Of dossiers of
    other systems none is known.
    """
    told = Counter((field, cause) for field, cause, _ in _told(asked, engine))
    ordered = sorted(told.items(), key=lambda one: (one[0][0] == OTHER, folded(one[0][0]), -one[1]))
    rows = tuple(Held(field, cause, many) for (field, cause), many in ordered)
    return Backlog(table, asked, rows, sum(told.values()))


def behind_cause(
    field: str, cause: str, asked: Asked, engine: Engine, *, after: str, most: int
) -> tuple[int, list[Found]]:
    """Return how many dossiers a row counts and some of them; an empty field is all of them."""
    found = [
        dossier
        for its_field, its_cause, dossier in _told(asked, engine)
        if not field or (its_field, its_cause) == (field, cause)
    ]
    later = [dossier for dossier in found if dossier["number"] > after]
    return len(found), later[:most]


def _told(asked: Asked, engine: Engine) -> Iterator[tuple[str, str, Found]]:
    found = behind(OVERDUE, asked, engine, None)
    fields = fields_of({dossier["procedure"] for dossier in found})
    causes = causes_of(dossier["id"] for dossier in found if dossier["source"] == OWN)
    for dossier in found:
        field = fields.get(dossier["procedure"], OTHER)
        yield field, causes.get(dossier["id"], UNKNOWN), dossier


def as_json(told: Backlog) -> dict[str, object]:
    """Return the form as other programs read it, with its scope, cut-off and basis."""
    rows = [{"field": row.field, "cause": row.cause, "dossiers": row.many} for row in told.rows]
    return {**told_of(told.table, told.asked), "rows": rows, "total": told.total}
