"""Whatever changes a fact marks its figures as stale and keeps how it stood on earlier days.

Done by the database, so that no way of writing facts can forget it.
"""

from django.db import migrations

_DOSSIER = (
    "source, number, procedure, settling_agency, receiving_agency, channel, status, month,"
    " submitted_at, received_at, due_at, limit_due_at, finished_at, delivered_at,"
    " supplement_requested_at, supplement_done_at, supplement_count, fee_due, paid_online,"
    " result_electronic, component_digitised, reused, from_store, vneid, synced, rating, submitter,"
    " device, reception_seconds, account, owner, fill_seconds, first_due_at, due_untraced,"
    " result_is_input, since"
)
_PROCEDURE = (
    "code, tier, settled_by, settled_here, online, has_fee, gives_document, for_citizens,"
    " content_complete, reading_words, since"
)
_TODAY = "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
_CELLS_OF = """
SELECT DISTINCT settling_agency, procedure, date_trunc('day', received_at, 'Asia/Ho_Chi_Minh')
FROM {rows} WHERE received_at IS NOT NULL
"""
_CELLS = f"""
INSERT INTO indicators_stale (settling_agency, procedure, begins)
{_CELLS_OF}
"""
_KEEP_DOSSIER = f"""
INSERT INTO indicators_pastdossierfact (fact, {_DOSSIER}, until)
SELECT id, {_DOSSIER}, {_TODAY} FROM old_rows WHERE since < {_TODAY}
"""  # noqa: S608 -- names of columns only, here and below
_KEEP_PROCEDURE = f"""
INSERT INTO indicators_pastprocedurefact ({_PROCEDURE}, until)
SELECT {_PROCEDURE}, {_TODAY} FROM old_rows WHERE since < {_TODAY}
"""  # noqa: S608
# Of a procedure that the catalogue does not know, a document is expected.
_OF_PROCEDURES = """
INSERT INTO indicators_stale (settling_agency, procedure, begins)
SELECT DISTINCT fact.settling_agency, fact.procedure,
    date_trunc('day', fact.received_at, 'Asia/Ho_Chi_Minh')
FROM indicators_dossierfact AS fact
WHERE fact.received_at IS NOT NULL AND fact.procedure IN ({changed})
"""
_UPDATED = f"{_CELLS.format(rows='old_rows')} UNION {_CELLS_OF.format(rows='new_rows')}"
# 7352: no counting anew between noticing what the catalogue changed and the end of the change.
_LOCK = "PERFORM pg_advisory_xact_lock(7352);"


def _function(name: str, *statements: str) -> str:
    body = "".join(one.strip().rstrip(";") + ";\n" for one in statements)
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{body}"
        "RETURN NULL;\nEND $$;\n"
    )


CREATE = [
    "CREATE FUNCTION motcua_stands_since() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    f"BEGIN\nNEW.since := {_TODAY};\nRETURN NEW;\nEND $$;\n",
    _function("motcua_dossier_fact_new", _CELLS.format(rows="new_rows")),
    _function("motcua_dossier_fact_changed", _UPDATED, _KEEP_DOSSIER),
    _function("motcua_dossier_fact_gone", _CELLS.format(rows="old_rows"), _KEEP_DOSSIER),
    _function(
        "motcua_procedure_fact_new",
        _LOCK,
        _OF_PROCEDURES.format(changed="SELECT code FROM new_rows WHERE NOT gives_document"),
    ),
    _function(
        "motcua_procedure_fact_changed",
        _LOCK,
        _OF_PROCEDURES.format(
            changed="SELECT code FROM new_rows JOIN old_rows USING (code)"
            " WHERE new_rows.gives_document <> old_rows.gives_document"
        ),
        _KEEP_PROCEDURE,
    ),
    _function(
        "motcua_procedure_fact_gone",
        _LOCK,
        _OF_PROCEDURES.format(changed="SELECT code FROM old_rows WHERE NOT gives_document"),
        _KEEP_PROCEDURE,
    ),
]
_NEW, _OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
_TRIGGERS = [
    "CREATE TRIGGER {0}_fact_since BEFORE UPDATE ON indicators_{0}fact"
    " FOR EACH ROW EXECUTE FUNCTION motcua_stands_since();\n",
    f"CREATE TRIGGER {{0}}_fact_new AFTER INSERT ON indicators_{{0}}fact REFERENCING {_NEW}"
    " FOR EACH STATEMENT EXECUTE FUNCTION motcua_{0}_fact_new();\n",
    f"CREATE TRIGGER {{0}}_fact_changed AFTER UPDATE ON indicators_{{0}}fact REFERENCING {_OLD}"
    f" {_NEW} FOR EACH STATEMENT EXECUTE FUNCTION motcua_{{0}}_fact_changed();\n",
    f"CREATE TRIGGER {{0}}_fact_gone AFTER DELETE ON indicators_{{0}}fact REFERENCING {_OLD}"
    " FOR EACH STATEMENT EXECUTE FUNCTION motcua_{0}_fact_gone();\n",
]
TRIGGERS = [one.format(of) for of in ("dossier", "procedure") for one in _TRIGGERS]
DROP = [
    *(
        f"DROP TRIGGER {of}_fact_{what} ON indicators_{of}fact;\n"
        for of in ("dossier", "procedure")
        for what in ("since", "new", "changed", "gone")
    ),
    *(
        f"DROP FUNCTION motcua_{of}_fact_{what}();\n"
        for of in ("dossier", "procedure")
        for what in ("new", "changed", "gone")
    ),
    "DROP FUNCTION motcua_stands_since();\n",
]
# What stands already is counted with the first run.
_ALL_STALE = _CELLS.format(rows="indicators_dossierfact")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_history_and_figures")]
    operations = [
        migrations.RunSQL(["".join(CREATE + TRIGGERS)], ["".join(DROP)]),
        migrations.RunSQL([_ALL_STALE], migrations.RunSQL.noop),
    ]
