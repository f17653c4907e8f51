"""Forms are drafted and proposed by one person and published by another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_published_is_frozen")]

    operations = [
        migrations.AddField(
            "formversion",
            "name",
            models.CharField(blank=True, db_default="", default="", max_length=1000),
        ),
        migrations.AddField(
            "formversion",
            "trials",
            models.JSONField(
                db_default=models.Value([], output_field=models.JSONField()), default=list
            ),
        ),
        migrations.AddField(
            "formversion", "revision", models.IntegerField(db_default=0, default=0)
        ),
        migrations.AddField("formversion", "drafted_by", models.UUIDField(null=True)),
        migrations.AddField("formversion", "drafted_at", models.DateTimeField(null=True)),
        migrations.AddField("formversion", "proposed_by", models.UUIDField(null=True)),
        migrations.AddField("formversion", "proposed_at", models.DateTimeField(null=True)),
        migrations.AddField("formversion", "published_by", models.UUIDField(null=True)),
    ]
