"""What was unusual about the reading of a day, and what an inspector said it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Finding(models.Model):
    """That somebody's reading on a day was unusual by a rule (dấu hiệu đọc bất thường).

    It stays open until an inspector has explained it or called it misuse, with a note.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    day = models.DateField()
    person = models.UUIDField()
    agency = models.UUIDField()
    rule = models.CharField(max_length=20)
    measured = models.IntegerField()
    allowed = models.IntegerField()
    about = models.UUIDField("người bị xem, nếu dấu hiệu là về một người hay một nơi")
    dossiers = ArrayField(models.UUIDField())
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[
            ("open", "chờ xem xét"),
            ("explained", "có lý do"),
            ("misuse", "xem sai mục đích"),
        ],
        default="open",
    )
    note = models.CharField(max_length=1000, blank=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "person", "agency", "rule", "about"], name="finding_once"
            ),
            models.CheckConstraint(
                name="finding_is_judged_by_somebody_with_a_note",
                condition=Q(state="open", judged_by=None, judged_at=None)
                | ~Q(state="open")
                & Q(judged_by__isnull=False, judged_at__isnull=False)
                & ~Q(note=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-found_at", "-id"], name="finding_state")]

    def __str__(self) -> str:
        return f"{self.rule} {self.day}"
