"""No act writes an index that another one makes needless."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Tables of these apps grow with every dossier; those named hold the few rows that people set.
GROWING = ("dossiers", "documents", "digitisation", "events", "workflow", "privacy")
SET_BY_PEOPLE = {
    "digitisation_batch",
    "digitisation_ordinal",
    "documents_componentkind",
    "documents_paperkind",
    "dossiers_apology",
    "dossiers_latecause",
    "dossiers_latenessperiod",
}
# Plain indexes whose columns another one begins with, whatever operators they are for.
NEEDLESS = """
WITH plain AS (
    SELECT indexrelid, indrelid, indkey::text AS columns, indisunique AS is_unique
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    JOIN pg_am ON pg_am.oid = relam AND amname = 'btree'
    WHERE indpred IS NULL AND indexprs IS NULL
    AND split_part(indrelid::regclass::text, '_', 1) = ANY(%s)
)
SELECT needless.indrelid::regclass::text, needless.indexrelid::regclass::text
FROM plain AS needless JOIN plain AS other USING (indrelid)
WHERE needless.indexrelid <> other.indexrelid AND NOT needless.is_unique
AND other.columns || ' ' LIKE needless.columns || ' %%'
AND (other.columns <> needless.columns OR other.is_unique OR other.indexrelid < needless.indexrelid)
"""


def test_no_index_of_a_table_that_grows_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NEEDLESS, [list(GROWING)])
        found = cursor.fetchall()

    assert {table for table, _ in found} == SET_BY_PEOPLE
