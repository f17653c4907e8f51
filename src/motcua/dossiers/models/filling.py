"""Tables around what an applicant writes: how it is being filled in, and what it said before."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.helping_rules import Confirmation
from motcua.dossiers.models.dossier import Dossier, SupplementRequest
from motcua.kernel.ids import new_id


class Filling(models.Model):
    """How a dossier is being filled in (việc kê khai), apart from what it says.

    `pages` tells of each page at which revision it was last changed, from which tab, at its
    which turn; `sources` tells of each answer that was not typed where it came from and when.
    """

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="filling"
    )
    revision = models.IntegerField(default=0)
    pages = models.JSONField(default=dict)
    place = models.CharField("trang đang khai dở", max_length=60, blank=True)
    saved_at = models.DateTimeField(null=True)
    sources = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.dossier_id)


class AnswersVersion(models.Model):
    """What a dossier said before it was corrected, sealed under the dossier's own key.

    It is kept when the first answer changes under a request for supplement, with who stated it
    and when; what the dossier says now stands in its answers.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="answers_versions")
    request = models.OneToOneField(SupplementRequest, models.PROTECT, related_name="answers_before")
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    stated_by = models.UUIDField()
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.stated_at}"


class Assistance(models.Model):
    """Somebody filling in for the applicant (khai hộ): both are known, the applicant confirms.

    `asked_at` is when the applicant was asked, and empty again once the helper changes anything.
    """

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="assistance"
    )
    helper = models.UUIDField("người khai hộ")
    agency = models.UUIDField("cơ quan của người khai hộ", null=True)
    began_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(
        max_length=10, choices=[(c.value, c.label) for c in Confirmation], blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assistance_confirmed_somehow",
                condition=Q(confirmed_at=None, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper} → {self.dossier_id}"
