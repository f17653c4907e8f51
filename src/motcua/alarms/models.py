"""What rang: every time a measure of the system passed its threshold."""

from django.db import models
from django.db.models import Q

from motcua.alarms.rules import LEVEL_NAMES, Level
from motcua.kernel.ids import new_id


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms, by what is asked of them."""

    def locked_open(self) -> "AlarmQuerySet":
        """Lock the alarms that have not ended."""
        return self.filter(ended_at=None).order_by("id").select_for_update()


class Alarm(models.Model):
    """A time during which something of the system needed somebody.

    `level` and `value` are the worst so far and the last. `well_since` is set while all is well
    again, but not for long enough to say so. `noted_by` has seen it and says what is being done.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    measure = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    level = models.CharField(
        max_length=10,
        choices=[(one.value, LEVEL_NAMES[one]) for one in (Level.WARNING, Level.ALARM)],
    )
    value = models.FloatField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    well_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "subject"],
                condition=Q(ended_at=None),
                name="alarm_open_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
                name="alarm_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(noted_by=None, noted_at=None)
                | Q(noted_by__isnull=False, noted_at__isnull=False),
                name="alarm_noted_by_somebody_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(ended_at__isnull=False), name="alarm_ended")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject} {self.began_at:%Y-%m-%d %H:%M}"
