"""Papers on their way from paper to electronic document, and the programme that works them off."""

from django.db import models
from django.db.models import Q

from motcua.digitisation.rules import LABELS, State
from motcua.kernel.ids import new_id


class Batch(models.Model):
    """A batch of results on paper to be digitised (đợt số hóa), given to one clerk or to all."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sector = models.CharField("lĩnh vực", max_length=200, blank=True)
    year = models.SmallIntegerField(null=True)
    assigned_to = models.UUIDField(null=True)
    sample_percent = models.SmallIntegerField("phần trăm kiểm tra mẫu", default=5)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="batch_once"),
            models.CheckConstraint(
                name="batch_sample_is_a_share", condition=Q(sample_percent__range=(0, 100))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BatchEntry(models.Model):
    """A result of the register that a batch is to digitise; in one open batch at a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entries", db_index=False)
    entry = models.UUIDField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(done_at=None), name="batch_entry_once"
            ),
        ]
        indexes = [models.Index(fields=["batch", "done_at", "id"], name="batch_entry_waiting")]

    def __str__(self) -> str:
        return str(self.entry)


class DigitalCopy(models.Model):
    """A paper being digitised, and what became of it (bản số hóa).

    It belongs to a component of a dossier or to a result of the register. What was read from it
    is sealed under its own key; so is the whole code, because it names the owner's number.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", db_index=False
    )
    settling_agency = models.UUIDField("cơ quan xác nhận")
    dossier = models.UUIDField(null=True)
    component = models.CharField(max_length=40, blank=True)
    entry = models.UUIDField("kết quả trong sổ", null=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, related_name="copies", db_index=False
    )
    owner = models.UUIDField(null=True)
    kind = models.CharField("mã loại giấy tờ", max_length=60)
    name = models.CharField(max_length=300)
    paper_pages = models.SmallIntegerField("số trang giấy")
    state = models.CharField(
        max_length=10, choices=[(state.value, label) for state, label in LABELS.items()]
    )
    revision = models.IntegerField(default=0)
    row_key = models.CharField("dấu của dòng trong danh sách", max_length=64, null=True)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    read_problem = models.CharField(max_length=200, blank=True)
    document = models.UUIDField("bản chụp đã ký", null=True)
    searchable = models.UUIDField("bản tìm được chữ", null=True)
    code = models.CharField("mã, chưa có phần của chủ", max_length=120, null=True, unique=True)
    made_by = models.UUIDField()
    opened_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    stored_by = models.UUIDField(null=True)
    stored_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "row_key"],
                condition=~Q(state=State.DISCARDED.value),
                name="digital_copy_row_once",
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(entry__isnull=False) & ~Q(state=State.DISCARDED.value),
                name="digital_copy_entry_once",
            ),
            models.CheckConstraint(name="digital_copy_pages", condition=Q(paper_pages__gte=1)),
            models.CheckConstraint(
                name="digital_copy_of_one_thing",
                condition=Q(dossier__isnull=False, entry=None) & ~Q(component="")
                | Q(dossier=None, entry__isnull=False, component=""),
            ),
            models.CheckConstraint(
                name="digital_copy_stored_has_a_code",
                condition=Q(stored_at=None) | Q(code__isnull=False, document__isnull=False),
            ),
            models.CheckConstraint(
                name="digital_copy_read_is_signed",
                condition=~Q(state__in=["read", "stored", "confirmed"])
                | Q(signed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "id"], name="digital_copy_at"),
            models.Index(
                fields=["settling_agency", "id"],
                condition=Q(state="stored"),
                name="digital_copy_to_confirm",
            ),
            models.Index(fields=["dossier"], name="digital_copy_dossier"),
            models.Index(fields=["batch", "stored_at"], name="digital_copy_batch"),
            models.Index(fields=["stored_by", "stored_at"], name="digital_copy_clerk"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class ScannedPage(models.Model):
    """The picture of one page. A page with notes has two: with them, and with them removed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    copy = models.ForeignKey(DigitalCopy, models.CASCADE, related_name="pages", db_index=False)
    order = models.SmallIntegerField()
    document = models.UUIDField()
    with_notes = models.BooleanField(default=False)
    notes_removed = models.BooleanField(default=False)
    dpi = models.SmallIntegerField()
    is_blank = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "order"],
                deferrable=models.Deferrable.DEFERRED,
                name="scanned_page_once",
            ),
            models.CheckConstraint(
                name="scanned_page_notes_either_way",
                condition=Q(with_notes=False) | Q(notes_removed=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.order}"


class Ordinal(models.Model):
    """How many codes were given to papers of one kind; a code is never given twice."""

    kind = models.CharField(primary_key=True, max_length=60)
    last = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"


class SampleCheck(models.Model):
    """A stored paper that a second person compared with its scan (kiểm tra mẫu)."""

    copy = models.OneToOneField(
        DigitalCopy, models.PROTECT, primary_key=True, related_name="sample_check"
    )
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    is_right = models.BooleanField(null=True)
    found = models.CharField("điều phát hiện", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sample_check_says_what_is_wrong",
                condition=~Q(is_right=False) | ~Q(found=""),
            ),
            models.CheckConstraint(
                name="sample_check_whole",
                condition=Q(checked_at=None, is_right=None)
                | Q(checked_at__isnull=False, is_right__isnull=False, checked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.copy_id)
