"""Messages to officers open in their portal; those of one event are sent together."""

from django.db import migrations, models

_PORTAL = """ALTER TABLE "notifications_message"
ADD COLUMN IF NOT EXISTS "portal" varchar(10) DEFAULT 'citizen' NOT NULL"""
_NO_PORTAL = """-- squawk-ignore ban-drop-column
ALTER TABLE "notifications_message" DROP COLUMN IF EXISTS "portal\""""
# Built beside running desks, so that nobody waits for it.
_BUILD = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "message_to_send" ON "notifications_message" ("event", "id")
WHERE "email_state" = 'waiting'"""
_DROP = """-- squawk-ignore ban-concurrent-index-creation-in-transaction
DROP INDEX CONCURRENTLY IF EXISTS "message_to_send\""""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[_PORTAL],
            reverse_sql=[_NO_PORTAL],
            state_operations=[
                migrations.AddField(
                    model_name="message",
                    name="portal",
                    field=models.CharField(
                        choices=[
                            ("citizen", "trang công dân"),
                            ("officer", "cán bộ"),
                            ("onestop", "một cửa"),
                        ],
                        db_default="citizen",
                        max_length=10,
                        verbose_name="mở ở",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=[_BUILD],
            reverse_sql=[_DROP],
            state_operations=[
                migrations.AddIndex(
                    model_name="message",
                    index=models.Index(
                        condition=models.Q(("email_state", "waiting")),
                        fields=["event", "id"],
                        name="message_to_send",
                    ),
                ),
            ],
        ),
    ]
