from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0016_assistance")]

    operations = [
        migrations.CreateModel(
            name="FillingTime",
            fields=[
                ("procedure", models.UUIDField(primary_key=True, serialize=False)),
                ("median_minutes", models.SmallIntegerField()),
                ("ninetieth_minutes", models.SmallIntegerField()),
                ("dossiers", models.IntegerField()),
            ],
        ),
    ]
