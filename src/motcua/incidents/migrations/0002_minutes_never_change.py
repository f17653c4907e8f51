from django.db import migrations

TABLES = ("minute", "extent")
CREATE = "".join(
    f"""
CREATE TRIGGER incident_{table}_append_only BEFORE UPDATE OR DELETE ON incidents_{table}
FOR EACH ROW EXECUTE FUNCTION motcua_refuse_change();
CREATE TRIGGER incident_{table}_no_truncate BEFORE TRUNCATE ON incidents_{table}
FOR EACH STATEMENT EXECUTE FUNCTION motcua_refuse_change();
"""
    for table in TABLES
)
DROP = "".join(
    f"""
DROP TRIGGER incident_{table}_no_truncate ON incidents_{table};
DROP TRIGGER incident_{table}_append_only ON incidents_{table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    """What was done about an incident, and how far it was said to reach, is never changed."""

    dependencies = [
        ("incidents", "0001_incidents"),
        ("events", "0003_append_only_chain"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
