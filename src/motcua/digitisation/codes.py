"""The next code of a digitised paper (TT 01/2023/TT-VPCP, article 10)."""

from datetime import datetime

from django.db import connection
from django.utils.timezone import localdate

from motcua.digitisation.knowledge import code_formats
from motcua.digitisation.rules import code_of, in_force

_NEXT = """
INSERT INTO digitisation_ordinal (kind, last) VALUES (%s, 1)
ON CONFLICT (kind) DO UPDATE SET last = digitisation_ordinal.last + 1
RETURNING last
"""


def next_code(kind: str, owner: str, at: datetime) -> str:
    """Return a code that no other paper has; inside the transaction that stores the paper."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind])
        ordinal = int(cursor.fetchone()[0])
    return code_of(in_force(code_formats(), localdate(at)), owner, kind, ordinal)
