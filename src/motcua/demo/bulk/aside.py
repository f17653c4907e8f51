"""Indexes put aside while rows are loaded: built once over all rows, they take a fraction of the
time that keeping them takes.

What is put aside is written down as the statements that bring it back, in the same transaction.
Primary keys stay, for others refer to them, and ids come in the order of time. That of the log
goes once the events of open dossiers are chained by it.
"""

from motcua.demo.bulk.plan import Connection, Phase, add

LOG, CHAIN = "events_event", "event_one_chain"
LOADED = (
    "people_person",
    "dossiers_dossier",
    "dossiers_answers",
    "dossiers_attachment",
    "dossiers_refusal",
    "workflow_processinstance",
    "workflow_task",
    "workflow_token",
    "dossiers_result",
    "results_entry",
    LOG,
    "indicators_dossierfact",
)
FIGURES = (
    "indicators_dayfigures",
    "indicators_monthfigures",
    "indicators_procedurefigures",
    "indicators_signfigures",
    "indicators_ninefigures",
)
# Table by table, so that each is read from the disk once, however many indexes it has; the largest
# first, so that two connections end at about the same time.
_PUT_ASIDE = """
SELECT index.indexrelid::regclass::text, index.indrelid::regclass::text, held.conname,
    regexp_replace(pg_get_indexdef(index.indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index AS index JOIN pg_class AS loaded ON loaded.oid = index.indrelid
LEFT JOIN pg_constraint AS held ON held.conindid = index.indexrelid AND held.contype = 'u'
WHERE index.indrelid = ANY (%s::regclass[]) AND NOT index.indisprimary
ORDER BY loaded.relkind = 'p' DESC, pg_relation_size(loaded.oid) DESC,
    pg_relation_size(index.indexrelid) DESC, index.indexrelid
"""
# What another connection is busy with, that one freezes.
_FREEZE = (
    "VACUUM (FREEZE, INDEX_CLEANUP OFF, TRUNCATE OFF, SKIP_LOCKED, BUFFER_USAGE_LIMIT 0) "
    + ", ".join(LOADED)
)
_PARTS = """
SELECT oid::regclass::text FROM pg_class WHERE oid = ANY (%(tables)s::regclass[]) AND relkind = 'r'
UNION ALL SELECT inhrelid::regclass::text FROM pg_inherits
WHERE inhparent = ANY (%(tables)s::regclass[])
"""


def put_aside(connection: Connection) -> None:
    """Drop every index of what is loaded but the primary keys; bringing them back is planned."""
    found = connection.execute(_PUT_ASIDE, [list(LOADED)]).fetchall()
    for index, table, constraint, definition in found:
        add(connection, Phase.INDEXES, {"statement": definition})
        if constraint is None:
            connection.execute(f"DROP INDEX {index}")
            continue
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        unique = f"ALTER TABLE {table} ADD CONSTRAINT {constraint} UNIQUE USING INDEX {index}"
        add(connection, Phase.CONSTRAINTS, {"statement": unique})
    add(connection, Phase.CHAINS, {"statement": f"ALTER TABLE {LOG} DROP CONSTRAINT {CHAIN}"})
    chain = f"ALTER TABLE {LOG} ADD CONSTRAINT {CHAIN} PRIMARY KEY (subject, sequence)"
    add(connection, Phase.CONSTRAINTS, {"statement": chain})
    # Figures are counted by what the planner knows of facts.
    add(connection, Phase.CONSTRAINTS, {"statement": "ANALYZE indicators_dossierfact"})
    # No trigger tells what is in force: the worker counts it when the load is over.
    recount = "DELETE FROM results_standingscounted"
    add(connection, Phase.CONSTRAINTS, {"statement": recount})
    for (part,) in connection.execute(_PARTS, {"tables": [*LOADED, *FIGURES]}).fetchall():
        connection.execute(f"ALTER TABLE {part} SET (autovacuum_enabled = false)")
        reset = f"ALTER TABLE {part} RESET (autovacuum_enabled)"
        add(connection, Phase.BY_ITSELF, {"statement": reset})


def freeze(connection: Connection) -> None:
    """Mark rows as seen by all for good, while their pages are in memory and fresh in the log of
    writes. Left to whoever reads them first, each page would be logged as a whole, twice."""
    connection.execute(_FREEZE)


def tidy_later(connection: Connection) -> None:
    """Plan that what was loaded is vacuumed and looked at by the planner."""
    for table in (*LOADED, *FIGURES, "dossiers_numberseries"):
        add(connection, Phase.TIDYING, {"statement": f"VACUUM (ANALYZE) {table}"})
