"""Who serves may use the tables, and may not change them.

Web servers and workers sign in as a role that owns nothing: whoever gets a statement past the
program cannot take a trigger away, nor touch a line of the log that was written. Which tables only
grow is not listed here: their own triggers say so.
"""

import psycopg

OLDEST_WITH_MAINTAIN = 170_000  # PostgreSQL 17 lets others gather statistics
# A right, and which of a table's triggers refuses it for good (bits of pg_trigger.tgtype).
_DELETE, _UPDATE = 8, 16
_RIGHTS = {"SELECT": 0, "INSERT": 0, "UPDATE": _UPDATE, "DELETE": _DELETE}
_OF_OWNERS = {"TRUNCATE": -1, "REFERENCES": -1, "TRIGGER": -1}
_MAINTAIN = {"MAINTAIN": _UPDATE | _DELETE}
_ALONE = "SELECT pg_advisory_xact_lock(7353)"
_KNOWN = "SELECT FROM pg_roles WHERE rolname = %s"
_TABLES = """
WITH refused AS (
    SELECT tgrelid, bit_or(tgtype::int) AS bits FROM pg_trigger
    JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname = 'motcua_refuse_change' GROUP BY tgrelid
)
SELECT CASE WHEN due THEN format('GRANT %%s ON %%s TO %%I', wanted, place, role)
    ELSE format('REVOKE %%s ON %%s FROM %%I', wanted, place, role) END
FROM (
    SELECT held.oid::regclass AS place, given.name AS wanted, %(role)s AS role,
        has_table_privilege(%(role)s, held.oid, given.name) AS is_granted,
        given.bits >= 0 AND given.bits & coalesce(refused.bits, 0) = 0
            AND (given.name = 'SELECT' OR NOT held.relispartition) AS due
    FROM pg_class AS held LEFT JOIN refused ON refused.tgrelid = held.oid
    CROSS JOIN unnest(%(names)s::text[], %(bits)s::int[]) AS given(name, bits)
    WHERE held.relnamespace = current_schema()::regnamespace AND held.relkind IN ('r', 'p', 'v')
) AS one WHERE due <> is_granted ORDER BY 1
"""
_OTHERS = """
SELECT format('GRANT USAGE ON SCHEMA %%I TO %%I', current_schema(), %(role)s)
WHERE NOT has_schema_privilege(%(role)s, current_schema(), 'USAGE')
UNION ALL
SELECT format('GRANT USAGE ON SEQUENCE %%s TO %%I', oid::regclass, %(role)s) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace
    AND CASE relkind WHEN 'S' THEN NOT has_sequence_privilege(%(role)s, oid, 'USAGE') END
UNION ALL
SELECT format('GRANT EXECUTE ON FUNCTION %%s TO %%I', oid::regprocedure, %(role)s) FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prosecdef
    AND NOT has_function_privilege(%(role)s, oid, 'EXECUTE')
"""


def let_serve(owner: psycopg.Connection, role: str) -> int:
    """Give a role what serving takes, and take from it what it does not; return how many rights
    changed. Nothing changes the second time, nor where there is no such role.

    `owner` is signed in as whoever owns the tables. What a table refuses by a trigger of its own
    (`motcua_refuse_change`) is not granted either, and never TRUNCATE.
    """
    with owner.transaction(), psycopg.ClientCursor(owner) as cursor:
        if cursor.execute(_KNOWN, [role]).fetchone() is None:
            return 0
        cursor.execute(_ALONE)
        maintain = _MAINTAIN if owner.info.server_version >= OLDEST_WITH_MAINTAIN else {}
        rights = {**_RIGHTS, **_OF_OWNERS, **maintain}
        given = {"role": role, "names": list(rights), "bits": list(rights.values())}
        lacking = cursor.execute(_OTHERS, given).fetchall()
        lacking += cursor.execute(_TABLES, given).fetchall()
        for (statement,) in lacking:
            cursor.execute(statement)
    return len(lacking)
