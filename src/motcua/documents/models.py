"""Stored files, and the papers they are."""

from django.db import models

from motcua.documents.stored_papers import ComponentKind, PaperKind, PaperUse, StoredPaper
from motcua.kernel.ids import new_id

__all__ = ["ComponentKind", "Document", "PaperKind", "PaperUse", "StoredFile", "StoredPaper"]


class StoredFile(models.Model):
    """Bytes, kept once, under their SHA-256."""

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    scanned = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class Document(models.Model):
    """A paper in electronic form: what it is called, whose it is, what it belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    purpose = models.CharField(
        max_length=20,
        choices=[
            ("component", "thành phần hồ sơ"),
            ("slip", "phiếu"),
            ("draft", "dự thảo kết quả"),
            ("result", "kết quả"),
            ("scan", "bản số hóa"),
            ("store", "giấy tờ trong kho của chủ"),
            ("copy", "bản sao điện tử"),
            ("package", "gói lưu trữ"),
        ],
    )
    subject = models.UUIDField(null=True)
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="document_subject")]

    def __str__(self) -> str:
        return self.name
