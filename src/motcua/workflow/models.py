"""Processes (quy trình điện tử), their runs, and the steps that wait for people."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class ProcessVersion(models.Model):
    """A process as approved and published; frozen from that moment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60)
    version = models.IntegerField(default=1)
    bpmn = models.TextField()
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="process_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class ProcessInstance(models.Model):
    """One run of a process (lượt thực hiện quy trình); the marking says where its tokens stand."""

    id = models.UUIDField(primary_key=True, default=new_id)
    process = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="+")
    subject = models.UUIDField(unique=True)
    marking = ArrayField(models.CharField(max_length=100))
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.subject} {self.marking}"


class Task(models.Model):
    """A step that waits for a person (bước xử lý).

    `due_at` is the step's own budget; `subject_due_at` is when the whole subject is due, kept
    here so that an inbox is one index scan.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    instance = models.ForeignKey(ProcessInstance, models.PROTECT, related_name="tasks")
    subject = models.UUIDField()
    node = models.CharField(max_length=100)
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
