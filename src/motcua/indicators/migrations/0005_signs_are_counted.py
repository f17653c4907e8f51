"""Figures of who filed and of patterns by month, and marks of what in them is stale.

What a dossier shows depends on others that it shares a device, an account, an owner or a minute of
finishing with, so a mark says what is shared with what changed, as it was and as it is.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

_MONTH = "date_trunc('month', coalesce({0}.received_at, {0}.finished_at), 'Asia/Ho_Chi_Minh')"
_INTO = """
INSERT INTO indicators_stalesigns
    (settling_agency, begins, account, device, owner, procedure, finished_at)
"""
_OF_ROWS = f"""{_INTO}
SELECT DISTINCT one.settling_agency, {_MONTH.format("one")}, one.account, one.device, one.owner,
    one.procedure, one.finished_at
FROM {{rows}} AS one WHERE coalesce(one.received_at, one.finished_at) IS NOT NULL
"""  # noqa: S608 -- names of columns only, here and below
# What is shared with others counts only where it changed: most changes are steps of one dossier.
_SIDE = f"""
SELECT one.settling_agency, {_MONTH.format("one")},
    CASE WHEN filed.anew THEN one.account END, CASE WHEN filed.anew THEN one.device END,
    CASE WHEN owned.anew THEN one.owner END, CASE WHEN owned.anew THEN one.procedure END,
    CASE WHEN ended.anew THEN one.finished_at END
FROM {{rows}} AS one LEFT JOIN {{others}} AS other ON other.id = one.id
CROSS JOIN LATERAL (SELECT
    (one.received_at, one.submitted_at, one.channel, one.account, one.device, one.owner)
    IS DISTINCT FROM (other.received_at, other.submitted_at, other.channel, other.account,
        other.device, other.owner) AS anew) AS filed
CROSS JOIN LATERAL (SELECT (one.received_at, one.owner, one.procedure)
    IS DISTINCT FROM (other.received_at, other.owner, other.procedure) AS anew) AS owned
CROSS JOIN LATERAL (SELECT (one.settling_agency, one.finished_at)
    IS DISTINCT FROM (other.settling_agency, other.finished_at) AS anew) AS ended
WHERE coalesce(one.received_at, one.finished_at) IS NOT NULL
"""  # noqa: S608
_UPDATED = (
    _INTO
    + _SIDE.format(rows="old_rows", others="new_rows")
    + "UNION"
    + _SIDE.format(rows="new_rows", others="old_rows")
)
# Whether a document is expected, and how much there is to read, is the catalogue's.
_OF_PROCEDURES = f"""
INSERT INTO indicators_stalesigns (settling_agency, begins)
SELECT DISTINCT one.settling_agency, {_MONTH.format("one")} FROM indicators_dossierfact AS one
WHERE one.received_at IS NOT NULL AND one.procedure IN ({{changed}})
"""  # noqa: S608
_TELLS = "SELECT code FROM {rows} WHERE NOT gives_document OR reading_words IS NOT NULL"
_DIFFERS = """
SELECT code FROM new_rows JOIN old_rows USING (code)
WHERE (new_rows.gives_document, new_rows.reading_words)
    IS DISTINCT FROM (old_rows.gives_document, old_rows.reading_words)
"""
# 7352: no counting anew between noticing what the catalogue changed and the end of the change.
_LOCK = "PERFORM pg_advisory_xact_lock(7352);\n"
_NEW, _OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
_SAID = {
    "dossier": {
        "new": _OF_ROWS.format(rows="new_rows"),
        "changed": _UPDATED,
        "gone": _OF_ROWS.format(rows="old_rows"),
    },
    "procedure": {
        "new": _LOCK + _OF_PROCEDURES.format(changed=_TELLS.format(rows="new_rows")),
        "changed": _LOCK + _OF_PROCEDURES.format(changed=_DIFFERS),
        "gone": _LOCK + _OF_PROCEDURES.format(changed=_TELLS.format(rows="old_rows")),
    },
}
_WHEN = {
    "new": f"AFTER INSERT ON indicators_{{0}}fact REFERENCING {_NEW}",
    "changed": f"AFTER UPDATE ON indicators_{{0}}fact REFERENCING {_OLD} {_NEW}",
    "gone": f"AFTER DELETE ON indicators_{{0}}fact REFERENCING {_OLD}",
}
NOTICED = [
    f"CREATE FUNCTION motcua_{of}_signs_{what}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
    f"{said.strip()};\nRETURN NULL;\nEND $$;\n"
    f"CREATE TRIGGER {of}_signs_{what} {_WHEN[what].format(of)}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION motcua_{of}_signs_{what}();\n"
    for of, all_said in _SAID.items()
    for what, said in all_said.items()
]
FORGOTTEN = [
    f"DROP TRIGGER {of}_signs_{what} ON indicators_{of}fact;\n"
    f"DROP FUNCTION motcua_{of}_signs_{what}();\n"
    for of in _SAID
    for what in _WHEN
]
_COUNTS = (
    "received", "late_for_good", "finished", "synced", "online", "by_post", "online_as_due",
    "gives_document", "document_electronic", "result_electronic", "digitised", "digitised_as_due",
    "reused", "from_store", "population_data", "fee_due", "paid_online", "disliked", "liked",
    "synced_fee", "synced_population", "submitter_known", "genuine",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_changes_are_noticed")]
    operations = [
        migrations.CreateModel(
            name="StaleSigns",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("settling_agency", models.CharField(max_length=35)),
                ("begins", models.DateTimeField()),
                ("account", models.BigIntegerField(null=True)),
                ("device", models.BigIntegerField(null=True)),
                ("owner", models.BigIntegerField(null=True)),
                ("procedure", models.CharField(max_length=30, null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignRules",
            fields=[("digest", models.CharField(max_length=64, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SignFigures",
            fields=[
                ("begins", models.DateTimeField()),
                ("month", models.CharField(max_length=7)),
                *((name, models.IntegerField()) for name in _COUNTS),
                ("seconds", models.BigIntegerField(verbose_name="từ tiếp nhận đến xong, cộng lại")),
                (
                    "open_due",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), null=True, size=None
                    ),
                ),
                ("settling_agency", models.CharField(max_length=35)),
                ("sign", models.CharField(max_length=40)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "begins",
                        "settling_agency",
                        "sign",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(["".join(NOTICED)], ["".join(FORGOTTEN)]),
    ]
