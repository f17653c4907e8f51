"""Tables around what an applicant writes: how it is being filled in, and what it said before."""

from django.db import models

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
