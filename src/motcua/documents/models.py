"""Stored files, the papers they are, files on their way, and who has looked."""

from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from motcua.documents.stored_papers import (
    ComponentKind,
    PaperKind,
    PaperUse,
    Retention,
    StoredPaper,
)
from motcua.kernel.ids import new_id

__all__ = [
    "ComponentKind",
    "Document",
    "PaperKind",
    "PaperUse",
    "Retention",
    "StoredFile",
    "StoredPaper",
]


class StoredFile(models.Model):
    """Bytes, kept once, known by their SHA-256; `scanned` says that no virus was found in them.

    They lie in the store sealed under a key of their own, as `stored_as`, which is the SHA-256 of
    what lies there. `lies_open`: they lie there unsealed as well, or as yet, under `digest`.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    scanned = models.BooleanField(default=False)
    stored_at = models.DateTimeField()
    stored_as = models.CharField(max_length=64, null=True)
    wrapped_key = models.BinaryField(null=True)
    lies_open = models.BooleanField(default=False, db_default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_is_sealed_with_its_key",
                condition=Q(stored_as=None, wrapped_key=None, lies_open=True)
                | Q(stored_as__isnull=False, wrapped_key__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], condition=Q(lies_open=True), name="stored_file_open"),
        ]

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
            ("evidence", "tài liệu kiểm chứng"),
        ],
    )
    subject = models.UUIDField(null=True)
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject"], name="document_subject")]

    def __str__(self) -> str:
        return self.name


class Original(models.Model):
    """A picture as it was sent, sealed under a key of its own, where the law wants that kept.

    The sealed bytes lie in the store under `digest`; without the wrapped key nobody reads them.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    sha256 = models.CharField("SHA-256 của tệp đã gửi", max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class UploadQuerySet(models.QuerySet["Upload"]):
    def locked(self, upload: UUID) -> "Upload | None":
        """Fetch an upload and hold its row until the transaction ends."""
        return self.select_for_update().filter(pk=upload).first()


class Upload(models.Model):
    """A file on its way in parts; `offset` is how much of it is on the disk.

    Each part is sealed under the key of the upload; `lying` is how many bytes that makes there.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    owner = models.UUIDField()
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    wrapped_key = models.BinaryField(null=True)
    lying = models.BigIntegerField(default=0, db_default=0)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="upload_within_its_size",
                condition=Q(size__gt=0, offset__gte=0, offset__lte=F("size")),
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="upload_owner"),
            models.Index(fields=["expires_at"], name="upload_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.offset}/{self.size}"


class Reading(models.Model):
    """That somebody was given a paper: who, for which agency, when, and why; never changed."""

    document = models.UUIDField()
    subject = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    why = models.CharField(
        max_length=10,
        choices=[
            ("own", "chủ giấy tờ tự xem"),
            ("helping", "người khai hộ xem"),
            ("duty", "giải quyết hồ sơ"),
            ("identity", "xem ảnh giấy tờ tùy thân"),
        ],
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reading_of_identity_has_reason", condition=~Q(why="identity") | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["document", "at"], name="reading_document"),
            models.Index(fields=["subject", "at"], name="reading_subject"),
            BrinIndex(fields=["at"], name="reading_at"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ← {self.document}"
