"""The nine indexes by month, and marks of what in them is stale.

Cells are counted in the background, the newest month first, so nothing is counted here.
"""

from django.db import migrations, models

_MONTH = "date_trunc('month', received_at, 'Asia/Ho_Chi_Minh')"
_INTO = "INSERT INTO indicators_stalenine (settling_agency, procedure, begins)"
_OF_ROWS = f"""
SELECT DISTINCT settling_agency, procedure, {_MONTH} FROM {{rows}}
WHERE received_at IS NOT NULL AND finished_at IS NOT NULL AND status IN (9, 10)
"""  # noqa: S608 -- names of tables and columns only, here and below
# Of a cell that is not counted yet nothing need be said: what it is counted from comes first.
_OF_PROCEDURES = f"""{_INTO}
SELECT DISTINCT settling_agency, procedure, begins FROM indicators_ninefigures
WHERE procedure IN ({{changed}})
"""  # noqa: S608
_DIFFERS = """
SELECT code FROM new_rows JOIN old_rows USING (code)
WHERE (new_rows.gives_document, new_rows.online, new_rows.content_complete)
    IS DISTINCT FROM (old_rows.gives_document, old_rows.online, old_rows.content_complete)
"""
# 7352: no counting anew between noticing what the catalogue changed and the end of the change.
_LOCK = "PERFORM pg_advisory_xact_lock(7352);\n"
_OLD_OR_NEW = f"{_OF_ROWS.format(rows='old_rows')} UNION {_OF_ROWS.format(rows='new_rows')}"
_SAID = {
    "dossier": {
        "new": _INTO + _OF_ROWS.format(rows="new_rows"),
        "changed": _INTO + _OLD_OR_NEW,
        "gone": _INTO + _OF_ROWS.format(rows="old_rows"),
    },
    "procedure": {
        "new": _LOCK + _OF_PROCEDURES.format(changed="SELECT code FROM new_rows"),
        "changed": _LOCK + _OF_PROCEDURES.format(changed=_DIFFERS),
        "gone": _LOCK + _OF_PROCEDURES.format(changed="SELECT code FROM old_rows"),
    },
}
_NEW, _OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
_WHEN = {
    "new": f"AFTER INSERT ON indicators_{{0}}fact REFERENCING {_NEW}",
    "changed": f"AFTER UPDATE ON indicators_{{0}}fact REFERENCING {_OLD} {_NEW}",
    "gone": f"AFTER DELETE ON indicators_{{0}}fact REFERENCING {_OLD}",
}
NOTICED = [
    f"CREATE FUNCTION motcua_{of}_nine_{what}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
    f"{said.strip()};\nRETURN NULL;\nEND $$;\n"
    f"CREATE TRIGGER {of}_nine_{what} {_WHEN[what].format(of)}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION motcua_{of}_nine_{what}();\n"
    for of, all_said in _SAID.items()
    for what, said in all_said.items()
]
FORGOTTEN = [
    f"DROP TRIGGER {of}_nine_{what} ON indicators_{of}fact;\n"
    f"DROP FUNCTION motcua_{of}_nine_{what}();\n"
    for of in _SAID
    for what in _WHEN
]
_INDEXES = (1, 2, 3, 4, 5, 6, 7, 9)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_what_dossiers_share")]
    operations = [
        migrations.CreateModel(
            name="NineFigures",
            fields=[
                ("begins", models.DateTimeField()),
                ("settling_agency", models.CharField(max_length=35)),
                ("procedure", models.CharField(max_length=30)),
                ("officer", models.CharField(blank=True, max_length=36)),
                ("dossiers", models.IntegerField()),
                *((f"points_{one}", models.IntegerField()) for one in _INDEXES),
                *((f"known_{one}", models.IntegerField()) for one in _INDEXES),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "begins",
                        "settling_agency",
                        "procedure",
                        "officer",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NineMonths",
            fields=[
                ("begins", models.DateTimeField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="StaleNine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("settling_agency", models.CharField(max_length=35)),
                ("procedure", models.CharField(max_length=30)),
                ("begins", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(["".join(NOTICED)], ["".join(FORGOTTEN)]),
    ]
