"""What was laid before a signer, and dossiers that are signed together."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id

STATES = [
    ("waiting", "chờ ký"),
    ("asked", "chờ nơi giữ khóa"),
    ("signed", "đã ký"),
    ("failed", "không ký được"),
]
OPEN_STATES = ("waiting", "asked")


class ShownDraft(models.Model):
    """A draft of a result that a signer opened (dự thảo đã đọc): these bytes and no others.

    `facts_digest` is the SHA-256 of the template and of everything it shows; when it is no longer
    that of the dossier, the draft has changed and must be read again. `revision` is the dossier's
    when it was last opened, for lists.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="shown_drafts", db_index=False
    )
    task = models.UUIDField("bước ký")
    signer = models.UUIDField()
    document = models.UUIDField()
    digest = models.CharField(max_length=64)
    facts_digest = models.CharField(max_length=64)
    revision = models.IntegerField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "task", "signer", "facts_digest"], name="shown_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return self.digest


class BulkSigning(models.Model):
    """Dossiers that a signatory signs with one confirmation (ký nhiều hồ sơ một lần)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    signer = models.UUIDField()
    agency = models.UUIDField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(ended_at=None), name="bulk_signing_open"),
            models.Index(fields=["signer", "asked_at"], name="bulk_signing_signer"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BulkItem(models.Model):
    """One dossier of a bulk signing: which draft was confirmed, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    bulk = models.ForeignKey(BulkSigning, models.PROTECT, related_name="items", db_index=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    task = models.UUIDField("bước ký")
    draft = models.ForeignKey(ShownDraft, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    reason = models.CharField("lý do không ký được", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "dossier"], name="bulk_item_once"),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=OPEN_STATES),
                name="bulk_item_one_open_per_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.state}"


class SignedForm(models.Model):
    """A filled-in form, given to its applicant to sign with their own certificate (tờ khai ký số).

    `given` is the paper as it was given, `answers_digest` the SHA-256 of what it states; `signed`
    is that paper with the applicant's signature.
    """

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="signed_form"
    )
    given = models.UUIDField("tờ khai để ký")
    answers_digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    signed = models.UUIDField("tờ khai đã ký", null=True)
    signer = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.signer
