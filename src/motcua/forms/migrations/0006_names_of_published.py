"""Forms published before names were kept get the name of their title."""

from django.db import migrations

FILL = """
ALTER TABLE forms_formversion DISABLE TRIGGER formversion_frozen;
UPDATE forms_formversion SET name = left(coalesce(definition -> 'title' ->> 'vi', ''), 1000)
WHERE name = '';
ALTER TABLE forms_formversion ENABLE TRIGGER formversion_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0005_second_person")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
