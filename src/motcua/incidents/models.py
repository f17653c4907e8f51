"""Incidents, what must be told by when, how far they reach, and the minutes of all of it."""

from django.db import models
from django.db.models import F, Q

from motcua.incidents.rules import FLOW_NAMES, STATE_NAMES, DutyState
from motcua.kernel.ids import new_id


class Incident(models.Model):
    """Something that happened to the system or to personal data in it (sự cố).

    By one law or both (`is_network`, `is_personal`). All clocks run from `found_at`, which is said
    once and not changed. `cause` is the alarm or the finding it came from, `about` whose reading it
    is about, if anybody's. Words about it are in `told`, by the names of `rules.FIELDS`. An
    exercise (diễn tập) runs like any other and tells nobody outside.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField("số", max_length=12, unique=True)
    title = models.CharField(max_length=200)
    is_exercise = models.BooleanField("diễn tập")
    is_network = models.BooleanField("sự cố an ninh mạng")
    is_personal = models.BooleanField("vi phạm dữ liệu cá nhân")
    is_severe = models.BooleanField("nghiêm trọng")
    is_at_once = models.BooleanField("đụng đến an ninh quốc gia hoặc ngừng trên diện rộng")
    tells_people = models.BooleanField("phải báo người có dữ liệu")
    found_at = models.DateTimeField("phát hiện lúc")
    found_by = models.CharField("ai phát hiện", max_length=200)
    happened_from = models.DateTimeField(null=True)
    happened_until = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
    cause = models.CharField(
        max_length=10, blank=True, choices=[("alarm", "cảnh báo"), ("finding", "dấu hiệu xem")]
    )
    cause_id = models.UUIDField(null=True)
    about = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    state = models.CharField(
        max_length=10, choices=[(one.value, words) for one, words in STATE_NAMES.items()]
    )
    ended_at = models.DateTimeField("đề nghị đóng lúc", null=True)
    ended_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incident_has_a_flow", condition=Q(is_network=True) | Q(is_personal=True)
            ),
            models.UniqueConstraint(
                fields=["cause", "cause_id"],
                name="incident_once_a_cause",
                condition=Q(cause_id__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_is_closed_by_two",
                condition=Q(state="open", ended_at=None, ended_by=None, closed_by=None)
                | Q(state="ending", ended_by__isnull=False, ended_at__isnull=False, closed_by=None)
                | Q(state="closed", closed_at__isnull=False) & ~Q(closed_by=F("ended_by")),
            ),
        ]
        indexes = [models.Index(fields=["-found_at", "-id"], name="incident_newest")]

    def __str__(self) -> str:
        return self.number


class Duty(models.Model):
    """Something of an incident that must be told to somebody by a moment, or that was waived with a
    reason (việc phải báo). `how` says how it went out, or why not; `paper` is what was drawn then.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="duties")
    flow = models.CharField(
        max_length=10, choices=[(one.value, words) for one, words in FLOW_NAMES.items()]
    )
    code = models.CharField(max_length=20)
    due_at = models.DateTimeField("hạn")
    state = models.CharField(
        max_length=10,
        choices=[("open", "chưa làm"), ("done", "đã làm"), ("waived", "không phải làm")],
    )
    how = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    paper = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "code"], name="duty_once_an_incident"),
            models.CheckConstraint(
                name="duty_ends_by_somebody_with_words",
                condition=Q(state=DutyState.OPEN.value, ended_at=None, ended_by=None)
                | ~Q(state=DutyState.OPEN.value)
                & Q(ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(how=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="duty_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.code}"


class Extent(models.Model):
    """How far an incident reaches (phạm vi): what was asked of the log of reading, and what it
    counted at that moment. Never changed; asked again, it is another row."""

    id = models.UUIDField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="extents")
    since = models.DateTimeField()
    until = models.DateTimeField()
    person = models.UUIDField(null=True)
    dossier = models.UUIDField(null=True)
    agency = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    lines = models.IntegerField()
    readers = models.IntegerField()
    dossiers = models.IntegerField()
    people = models.IntegerField()
    at = models.DateTimeField()
    by = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.incident_id} {self.since}"


class Notice(models.Model):
    """What the people concerned are told: written by one person, sent by another (thông báo)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notices")
    extent = models.ForeignKey(Extent, models.PROTECT, related_name="+", db_index=False)
    body = models.CharField(max_length=4000)
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_is_released_by_another",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False)
                & ~Q(released_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.drafted_at}"


class Minute(models.Model):
    """A line of the minutes of an incident (nhật ký xử lý): who did what when; never changed."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="minutes", db_index=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    what = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["incident", "at", "id"], name="minute_of_incident")]

    def __str__(self) -> str:
        return f"{self.at} {self.what}"
