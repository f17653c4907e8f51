from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0014_answers_version")]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="answered_by",
            field=models.UUIDField(null=True, verbose_name="người bổ sung"),
        ),
    ]
