"""How many results are in force, kept by the day from which they are or no longer are.

The worker counts the lines that are there, so nothing is counted here.
"""

from django.db import migrations, models

_CHANGES = """
    SELECT agency_id, sector, extract(year FROM issued_on)::int AS year, change.day,
        change.sign AS many, change.sign * (document IS NOT NULL)::int AS digitised
    FROM {rows} CROSS JOIN LATERAL (
        VALUES (valid_from, {gives}), (valid_to + 1, {takes})
    ) AS change (day, sign)
    WHERE revoked_at IS NULL AND replaced_at IS NULL AND change.day IS NOT NULL
"""
_ADDED = _CHANGES.format(rows="new_rows", gives=1, takes=-1)
_TAKEN = _CHANGES.format(rows="old_rows", gives=-1, takes=1)
_SAID = """
INSERT INTO results_standingfigures (agency, sector, year, day, many, digitised)
SELECT agency_id, sector, year, day, sum(many), sum(digitised) FROM ({changes}) AS changes
GROUP BY 1, 2, 3, 4 HAVING sum(many) <> 0 OR sum(digitised) <> 0
"""
_NEW, _OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"
_WHEN = {
    "new": (f"INSERT ON results_entry REFERENCING {_NEW}", _ADDED),
    "changed": (
        f"UPDATE ON results_entry REFERENCING {_OLD} {_NEW}",
        f"{_ADDED} UNION ALL {_TAKEN}",
    ),
    "gone": (f"DELETE ON results_entry REFERENCING {_OLD}", _TAKEN),
}
_NOTICED = [
    f"CREATE FUNCTION motcua_entry_{what}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
    f"{_SAID.format(changes=changes).strip()};\nRETURN NULL;\nEND $$;\n"
    f"CREATE TRIGGER entry_{what} AFTER {when}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION motcua_entry_{what}();\n"
    for what, (when, changes) in _WHEN.items()
]
_FORGOTTEN = [
    f"DROP TRIGGER entry_{what} ON results_entry;\nDROP FUNCTION motcua_entry_{what}();\n"
    for what in _WHEN
]


class Migration(migrations.Migration):
    dependencies = [("results", "0002_findable_at_once")]
    operations = [
        migrations.CreateModel(
            name="StandingFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.UUIDField()),
                ("sector", models.CharField(blank=True, max_length=120)),
                ("year", models.IntegerField()),
                ("day", models.DateField()),
                ("many", models.IntegerField()),
                ("digitised", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["day"], name="standing_figures_day")],
            },
        ),
        migrations.CreateModel(
            name="StandingsCounted",
            fields=[("counted_on", models.DateField(primary_key=True, serialize=False))],
        ),
        migrations.RunSQL(["".join(_NOTICED)], ["".join(_FORGOTTEN)]),
    ]
