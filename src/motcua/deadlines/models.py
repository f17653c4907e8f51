"""Published working calendars, and the stretches the law takes out of a limit."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Calendar(models.Model):
    """A working calendar (lịch làm việc); `edition` rises with each change of days or shifts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    published_until = models.DateField()
    same_day_cut_off = models.TimeField()
    edition = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """Hours of work on a weekday (0 is Monday), within the days on which they apply."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="shifts")
    weekday = models.SmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_begins", condition=Q(ends__gt=models.F("begins"))
            ),
            models.CheckConstraint(
                name="shift_on_a_weekday", condition=Q(weekday__gte=0, weekday__lte=6)
            ),
            models.UniqueConstraint(fields=["calendar", "weekday", "begins"], name="shift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.begins}-{self.ends}"


class Holiday(models.Model):
    """A day that is not what its weekday says: a holiday, a day off in lieu, a make-up day."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(
        max_length=30,
        choices=[
            ("holiday", "ngày nghỉ lễ, tết"),
            ("compensatory_day_off", "ngày nghỉ bù"),
            ("swapped_day_off", "ngày nghỉ hoán đổi"),
            ("makeup_working_day", "ngày làm bù"),
        ],
    )
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Pause(models.Model):
    """A stretch the law takes out of a subject's limit, e.g. while papers are supplemented."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.UUIDField()
    reason = models.CharField(max_length=40)
    policy = models.CharField(
        max_length=10,
        choices=[("restart", "tính lại từ đầu"), ("continue", "tính tiếp"), ("none", "không dừng")],
    )
    basis = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_at=None), name="pause_one_open"
            ),
        ]
        indexes = [models.Index(fields=["subject", "began_at"], name="pause_subject")]

    def __str__(self) -> str:
        return f"{self.reason} {self.began_at}"
