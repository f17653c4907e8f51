"""What people ask about their own data."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id
from motcua.privacy.request_rules import KIND_NAMES, OUTCOME_NAMES


class DataRequest(models.Model):
    """What somebody asks about their own data (yêu cầu của chủ thể dữ liệu), and what became of it.

    Their words and the answers are sealed under a key of its own. `due_at` is the limit that counts
    now; when it was made longer, `first_due_at` still says what it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.UUIDField()
    kind = models.CharField(
        max_length=10, choices=[(one.value, words) for one, words in KIND_NAMES.items()]
    )
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    with_processor = models.BooleanField("bên khác đang giữ dữ liệu giúp", default=False)
    asked_at = models.DateTimeField()
    answer_due_at = models.DateTimeField("hạn trả lời tiếp nhận")
    first_due_at = models.DateTimeField("hạn ban đầu")
    due_at = models.DateTimeField("hạn giải quyết")
    answered_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, words) for one, words in OUTCOME_NAMES.items()],
        default="open",
    )
    article = models.CharField("căn cứ từ chối", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_request_ends_by_somebody",
                condition=Q(state="open", ended_at=None, ended_by=None)
                | ~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="data_request_refusal_names_its_article",
                condition=~Q(state="refused") | ~Q(article=""),
            ),
            models.CheckConstraint(
                name="data_request_longer_once",
                condition=Q(extended_at=None, due_at=F("first_due_at"))
                | Q(extended_at__isnull=False, due_at__gt=F("first_due_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="data_request_person"),
            models.Index(
                fields=["due_at", "id"], name="data_request_open", condition=Q(state="open")
            ),
            models.Index(
                fields=["-ended_at"], name="data_request_ended", condition=~Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at}"
