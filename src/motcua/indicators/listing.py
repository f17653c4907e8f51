"""What stands behind a number: the same relation, the same conditions, row by row."""

from motcua.indicators.conditions import concerned, received
from motcua.indicators.counting import Engine, Row, meets
from motcua.indicators.rules import Asked, Counted, Of

PAGE = 50
DOSSIER = (
    "id",
    "source",
    "number",
    "procedure",
    "settling_agency",
    "status",
    "received_at",
    "due_at",
    "finished_at",
)


def listed(
    part: Counted,
    asked: Asked,
    engine: Engine,
    *,
    month: str = "",
    after: str = "",
    most: int = PAGE + 1,
) -> list[Row]:
    """Return what a count counts, in the order of its number or code, after one of them.

    Of dossiers, a month keeps those received in it; they are measured as the whole period is.
    """
    of, names = part
    relation = concerned(asked) if of is Of.PROCEDURES else received(asked)
    key = "code" if of is Of.PROCEDURES else "number"
    condition = meets(relation, of, names, asked)
    found = relation if condition is None else relation.filter(condition)
    chosen = found.select(key) if of is Of.PROCEDURES else found.select(*DOSSIER)
    if month and of is not Of.PROCEDURES:
        chosen = found.filter(found.month == month).select(*DOSSIER)
    if after:
        chosen = chosen.filter(chosen[key] > after)
    return engine.rows(chosen.order_by(key).limit(most))
