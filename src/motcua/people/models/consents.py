"""What people have consented to."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Consent(models.Model):
    """That somebody agreed to a purpose (sự đồng ý): to which text, when, and until when.

    The database lets nothing of it change but its end, once.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=30)
    version = models.SmallIntegerField("bản nội dung")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "person"],
                condition=Q(withdrawn_at=None),
                name="consent_once_for_a_purpose",
            ),
        ]
        indexes = [models.Index(fields=["person", "given_at"], name="consent_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
