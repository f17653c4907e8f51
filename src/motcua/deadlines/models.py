"""Published working calendars, and the stretches the law takes out of a limit."""

from datetime import date

from django.db import models
from django.db.models import Q

from motcua.deadlines.rules import Key
from motcua.kernel.ids import new_id


class Calendar(models.Model):
    """A working calendar (lịch làm việc): the national one, or an agency's own on top of it.

    An agency's own hours and days go before the national ones; how far days are published is said
    by the national calendar alone. `edition` rises with each change, so that what is kept in
    memory is read anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    published_until = models.DateField()
    same_day_cut_off = models.TimeField()
    edition = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class AgencyCalendar(models.Model):
    """Which calendar is an agency's own."""

    agency = models.OneToOneField(
        "organisations.Agency", models.PROTECT, primary_key=True, related_name="+"
    )
    calendar = models.OneToOneField(Calendar, models.PROTECT, related_name="owner")

    def __str__(self) -> str:
        return str(self.agency_id)


class Shift(models.Model):
    """Hours of work on a weekday (0 is Monday) with which a calendar begins, until it has later
    ones."""

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


class OfficeHours(models.Model):
    """The timetable of a calendar from a day on (giờ làm việc), and the text that decides it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="timetables")
    valid_from = models.DateField()
    same_day_cut_off = models.TimeField()
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "valid_from"], name="office_hours_once"),
            models.CheckConstraint(name="office_hours_have_a_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.valid_from}"


class OfficeShift(models.Model):
    """Hours of work on a weekday (0 is Monday) in a later timetable."""

    timetable = models.ForeignKey(OfficeHours, models.CASCADE, related_name="shifts")
    weekday = models.SmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="office_shift_ends_after_it_begins", condition=Q(ends__gt=models.F("begins"))
            ),
            models.CheckConstraint(
                name="office_shift_on_a_weekday", condition=Q(weekday__gte=0, weekday__lte=6)
            ),
            models.UniqueConstraint(
                fields=["timetable", "weekday", "begins"], name="office_shift_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.begins}-{self.ends}"


class ParameterQuerySet(models.QuerySet["Parameter"]):
    """Numbers of the law by the day from which they hold."""

    def in_force(self, day: date) -> "ParameterQuerySet":
        """Keep those that had begun to hold by a day."""
        return self.filter(valid_from__lte=day)


class Parameter(models.Model):
    """A number of the law that the province has set from a day on (tham số pháp lý).

    What ships with Motcua is `facts/parameters.csv`; a row here takes its place from its day on.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=40, choices=[(key.value, key.value) for key in Key])
    value = models.CharField(max_length=40)
    valid_from = models.DateField()
    basis = models.CharField(max_length=300)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    objects = ParameterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="parameter_once"),
            models.CheckConstraint(name="parameter_has_a_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value} {self.valid_from}"


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
