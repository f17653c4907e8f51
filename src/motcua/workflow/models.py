"""Processes (quy trình điện tử), their runs, and where the tokens of a run stand."""

from django.db import models
from django.db.models import F, Q

from motcua.events.versions import Version
from motcua.kernel.ids import new_id

AWAITED = [("timer", "đến hạn"), ("message", "thông điệp"), ("signal", "tín hiệu")]


class ProcessVersion(Version):
    """A process, drafted and proposed by one person, published by another; then frozen."""

    bpmn = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="process_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at=None), name="process_one_draft"
            ),
            models.CheckConstraint(
                name="process_published_by_a_second_person",
                condition=Q(published_by=None)
                | Q(proposed_by=None)
                | ~Q(published_by=F("proposed_by")),
            ),
        ]


class ProcessInstance(models.Model):
    """One run of a process (lượt thực hiện quy trình).

    Its tokens are rows: an open `Task` for one that waits for a person, a `Token` for any other.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    process = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="+", db_index=False)
    subject = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["process"], name="instance_running", condition=Q(finished_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}"


class Token(models.Model):
    """A token that waits for something other than a person: at a join, an event, a service, or
    around the tokens of a subprocess or of a repeated step."""

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="tokens", db_index=False
    )
    number = models.IntegerField()
    node = models.CharField(max_length=200)
    scope = models.IntegerField(default=0)
    flow = models.CharField(max_length=200, blank=True)
    size = models.IntegerField(default=-1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "number"], name="token_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.node}"


class Awaited(models.Model):
    """What a token waits for besides people: a moment, a message, a signal."""

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="awaited")
    subject = models.UUIDField()
    number = models.IntegerField()
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=AWAITED)
    name = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="awaited_timer_is_due_some_day",
                condition=~Q(kind="timer") | Q(due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="awaited_due", condition=Q(kind="timer", held_at=None)
            ),
            models.Index(fields=["name"], name="awaited_signal", condition=Q(kind="signal")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.node}"


class CalledPart(models.Model):
    """What another agency does for an interlinked procedure (phần việc liên thông, NĐ 118/2025
    art. 20): its own limit and result under the applicant's one code."""

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="called_parts")
    subject = models.UUIDField()
    number = models.IntegerField()
    node = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    agency = models.UUIDField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "opened_at"], name="called_part_subject")]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """A datum of a run that its steps have set; those never set have their zero value."""

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="values", db_index=False
    )
    name = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "name"], name="value_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """A step that waits for a person (bước xử lý); while open it is a token of the run.

    `due_at` is the step's own budget; `subject_due_at` is when the whole subject is due, kept
    here so that an inbox is one index scan.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, related_name="tasks", db_index=False
    )
    subject = models.UUIDField()
    number = models.IntegerField()
    scope = models.IntegerField(default=0)
    loop = models.IntegerField(default=-1)
    item = models.CharField(max_length=200, blank=True)
    node = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    act = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    agency = models.UUIDField()
    assignee = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    subject_due_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_done_has_an_outcome",
                condition=Q(completed_at=None) | ~Q(outcome=""),
            ),
            models.UniqueConstraint(
                fields=["instance", "number"],
                condition=Q(completed_at=None),
                name="task_open_token_once",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "opened_at"], name="task_subject"),
            models.Index(
                fields=["agency", "role", "subject_due_at", "id"],
                name="task_waiting_at_agency",
                condition=Q(completed_at=None),
            ),
            models.Index(
                fields=["assignee", "subject_due_at", "id"],
                name="task_waiting_for_officer",
                condition=Q(completed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name
