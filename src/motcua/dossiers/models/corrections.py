"""Results that were issued with a mistake, and what took their place."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class Correction(models.Model):
    """The correction of an issued result (đính chính): returned to who settles, signed and issued
    anew, with the issued paper it replaces.

    What answers had to say instead is sealed with the content. `old_…` is the result as it was
    issued before; its QR code goes on to say that it was replaced.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections")
    reason = models.TextField("sai sót")
    apology = models.TextField("lời xin lỗi", blank=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    signer = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_document = models.UUIDField(null=True)
    verify_code = models.CharField(max_length=24, unique=True, null=True)
    issued_by = models.UUIDField(null=True)
    issued_at = models.DateTimeField(null=True)
    old_number = models.CharField(max_length=40, blank=True)
    old_document = models.UUIDField(null=True)
    old_verify_code = models.CharField(max_length=24, unique=True, null=True)
    old_issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(issued_at=None), name="correction_one_open"
            ),
            models.CheckConstraint(name="correction_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="correction_issued_is_signed",
                condition=Q(issued_at=None)
                | Q(signed_at__isnull=False, old_issued_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at}"
