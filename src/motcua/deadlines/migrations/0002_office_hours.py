"""Timetables in force from a day on, and calendars of agencies."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AgencyCalendar",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="organisations.agency",
                    ),
                ),
                (
                    "calendar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owner",
                        to="deadlines.calendar",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motcua.kernel.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField()),
                ("same_day_cut_off", models.TimeField()),
                ("basis", models.CharField(max_length=300)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timetables",
                        to="deadlines.calendar",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.SmallIntegerField()),
                ("begins", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "timetable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shifts",
                        to="deadlines.officehours",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.UniqueConstraint(
                fields=("calendar", "valid_from"), name="office_hours_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="office_hours_have_a_basis"
            ),
        ),
        migrations.AddConstraint(
            model_name="officeshift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("begins"))),
                name="office_shift_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="officeshift",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__gte", 0), ("weekday__lte", 6)),
                name="office_shift_on_a_weekday",
            ),
        ),
        migrations.AddConstraint(
            model_name="officeshift",
            constraint=models.UniqueConstraint(
                fields=("timetable", "weekday", "begins"), name="office_shift_once"
            ),
        ),
    ]
