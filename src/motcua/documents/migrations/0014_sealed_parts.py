"""Parts of files on their way are sealed; those of the release before have to be sent again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0013_sealed_files")]
    operations = [
        migrations.AddField("upload", "wrapped_key", models.BinaryField(null=True)),
        migrations.AddField("upload", "lying", models.BigIntegerField(db_default=0, default=0)),
    ]
