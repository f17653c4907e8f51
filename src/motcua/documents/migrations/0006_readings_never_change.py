"""What was noted about who looked is not changed afterwards."""

from django.db import migrations

CREATE = """
CREATE TRIGGER reading_never_changes BEFORE UPDATE ON documents_reading
FOR EACH ROW EXECUTE FUNCTION motcua_refuse_change();
"""
DROP = "DROP TRIGGER reading_never_changes ON documents_reading;"


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_reading"), ("events", "0003_append_only_chain")]
    operations = [migrations.RunSQL(CREATE, DROP)]
