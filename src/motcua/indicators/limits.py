"""When staged dossiers without a due moment should have been settled, by their procedure's limit.

The on-time algorithm compares such a dossier with the longest limit of its procedure; counted here
by the working calendars, so that a limit of working days means what it says.
"""

import numpy as np
from django.db import connection, transaction

from motcua.deadlines.models import Calendar
from motcua.dossiers.recounting import NEVER, UNITS, calendars, due_in_arrays
from motcua.events.arrays import Columns, keep_for_now, read_columns

_FACTS: Columns = {
    "line": "number",
    "received_at": "moment",
    "value": "number",
    "unit": "number",
    "calendar": "number",
}
_WITHOUT_DUE = """
SELECT staged.line, staged.received_at, one.value::int4,
    array_position(%s::text[], one.unit::text)::int4,
    coalesce(array_position(%s::uuid[], agency.id), 0)::int4
FROM indicators_staged AS staged
JOIN procedures_procedure AS procedure ON procedure.code = staged.procedure
JOIN procedures_procedureversion AS version ON version.procedure_id = procedure.id
    AND version.valid_to IS NULL AND version.published_at IS NOT NULL
JOIN procedures_timelimit AS one ON one.version_id = version.id
LEFT JOIN organisations_agency AS agency ON agency.code = staged.settling_agency
WHERE staged.due_at IS NULL AND staged.received_at IS NOT NULL
"""
_COUNTED: Columns = {"line": "number", "due_at": "moment"}
_SET = """
UPDATE indicators_staged AS staged SET limit_due_at = date_trunc('second', counted.due_at)
FROM indicators_limits AS counted WHERE counted.line = staged.line
"""


@transaction.atomic
def count_limits() -> None:
    """Give every staged dossier without a due moment the end of its procedure's longest limit.

    Nothing is given where no calendar is published that far, or the procedure has no limit.
    """
    if not Calendar.objects.exists():
        return
    by = calendars()
    units = [unit.value for unit in UNITS]
    rows = read_columns(_WITHOUT_DUE, [units, list(by.agencies)], _FACTS)
    if not len(rows):
        return
    due = due_in_arrays(rows["received_at"], rows["value"], rows["unit"], rows["calendar"], by)
    lines, places = np.unique(rows["line"].astype(np.int64), return_inverse=True)
    longest = np.full(len(lines), NEVER, dtype=np.int64)
    np.maximum.at(longest, places, due)
    known = longest != NEVER
    keep_for_now("indicators_limits", _COUNTED, [lines[known], longest[known]])
    with connection.cursor() as cursor:
        cursor.execute(_SET)
