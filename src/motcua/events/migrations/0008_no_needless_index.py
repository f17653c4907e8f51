"""Drop indexes that others make needless: every act writes them.

Nothing looks for the deliveries of one event.
"""

import django.db.models.deletion
from django.db import migrations, models

NEEDLESS = ("events_delivery_event_id_c08f510e",)

# Dropped beside running desks, so that nobody waits for it.
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "{}\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("events", "0007_what_only_owners_may")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL([_DROP.format(name)], migrations.RunSQL.noop) for name in NEEDLESS
            ],
            state_operations=[
                migrations.AlterField(
                    "delivery",
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.event",
                    ),
                ),
            ],
        ),
    ]
