"""Certificates of officers and agencies, and what was signed with them."""

from django.db import models

from motcua.kernel.ids import new_id


class Certificate(models.Model):
    """A signing certificate (chứng thư chữ ký số) and where its key is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    owner = models.UUIDField()
    kind = models.CharField(max_length=10, choices=[("person", "cá nhân"), ("seal", "cơ quan")])
    subject_name = models.CharField(max_length=200)
    serial = models.CharField(max_length=60, unique=True)
    pem = models.TextField()
    key_file = models.CharField(max_length=200)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind"], name="certificate_owner")]

    def __str__(self) -> str:
        return self.subject_name


class Signature(models.Model):
    """A signature on one exact version of a file (chữ ký số)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="signatures")
    document = models.UUIDField()
    signed_digest = models.CharField(max_length=64)
    subject = models.UUIDField()
    by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "certificate"], name="signature_once_per_document"
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="signature_subject")]

    def __str__(self) -> str:
        return f"{self.document} {self.signed_at}"
