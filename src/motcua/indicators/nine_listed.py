"""The dossiers behind the figures of the nine indexes: a page is chosen first, then given points.

A page is found by an index, in the order in which dossiers were received, so that it takes as long
for ten million as for ten: points are worked out for what it shows alone, as cells work them out.
"""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import ibis

from motcua.indicators.conditions import DOSSIERS, WITH_RESULT, with_documents
from motcua.indicators.listing import DOSSIER
from motcua.indicators.nine_cells import Whose
from motcua.indicators.nine_points import POINTS, column_of, with_points
from motcua.indicators.rolled_up import Statement, scope_of
from motcua.indicators.rules import Asked

_OF = {
    Whose.AGENCY: "settling_agency = %(who)s",
    # Facts say when a dossier was accepted, to the second: an officer's are found by that.
    Whose.OFFICER: """id = ANY(ARRAY(
            SELECT id FROM dossiers_dossier WHERE case_officer = %(who)s
                AND accepted_at >= greatest(%(begins)s, %(after)s) AND accepted_at < %(ends)s
        ))""",
}
_AFTER = "AND (received_at, id) > (%(after)s, %(after_id)s)"
_PAGE = """
WITH a_page AS MATERIALIZED (
    SELECT * FROM indicators_dossierfact
    WHERE {of} AND received_at >= %(begins)s AND received_at < %(ends)s
        AND status = ANY(%(settled)s) AND finished_at IS NOT NULL AND {scope} {after}
    ORDER BY received_at, id LIMIT %(most)s
)
SELECT {columns} FROM ({points}) AS judged ORDER BY received_at, id
"""


class Place(NamedTuple):
    """Where a page begins: after the dossier that was received then and has this id."""

    received_at: datetime
    id: UUID


@lru_cache(maxsize=1)
def _points() -> str:
    """Return the SQL that gives points to the dossiers of a page; putting it together takes longer
    than the statement runs."""
    relation = ibis.table(DOSSIERS.schema(), name="a_page")
    return str(ibis.to_sql(with_points(with_documents(relation)), dialect="postgres"))


def nine_listed(asked: Asked, whose: Whose, who: str, after: Place | None, most: int) -> Statement:
    """Return the statement that lists dossiers of an agency or an officer with their points."""
    text = _PAGE.format(
        of=_OF[whose],
        scope=scope_of(asked),
        after=_AFTER if after else "",
        columns=", ".join((*DOSSIER, "officer", *(column_of(one) for one in POINTS))),
        points=_points().replace("%", "%%"),
    )
    given = {
        "who": who if whose is Whose.AGENCY else UUID(who),
        "begins": asked.period.begins,
        "ends": asked.period.ends,
        "settled": list(WITH_RESULT),
        "agencies": list(asked.agencies or ()),
        "procedures": list(asked.procedures or ()),
        "after": after and after.received_at,
        "after_id": after and after.id,
        "most": most,
    }
    return Statement(text, given)
