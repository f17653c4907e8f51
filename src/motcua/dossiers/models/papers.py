"""Numbers, the statutory forms in force, how agencies restyle them, and what was issued."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models.dossier import Dossier
from motcua.events.templates import Template
from motcua.kernel.ids import new_id

FORMS = [
    ("receipt", "giấy tiếp nhận"),
    ("supplement", "yêu cầu bổ sung"),
    ("refusal", "từ chối tiếp nhận"),
    ("apology", "xin lỗi"),
    ("stop", "dừng giải quyết"),
    ("control", "phiếu kiểm soát"),
    ("register", "sổ theo dõi"),
]


class NumberFormat(models.Model):
    """How dossier numbers are written from a day on, and the text that says so."""

    template = models.CharField(max_length=60)
    valid_from = models.DateField(unique=True)
    basis = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.template


class NumberSeries(models.Model):
    """The last number given: dossiers by agency and day, results and slips by agency and year."""

    agency = models.UUIDField()
    kind = models.CharField(
        max_length=10, choices=[("dossier", "hồ sơ"), ("result", "kết quả"), *FORMS]
    )
    period = models.DateField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "period"], name="series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.last}"


class PaperFormQuerySet(models.QuerySet["PaperForm"]):
    """Forms by the day of issue."""

    def in_force(self, day: date) -> "PaperFormQuerySet":
        """Keep the forms that papers issued on a day are drawn by."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class PaperForm(models.Model):
    """A form (mẫu) of a circular: its number and name there, and the days on which it is used.

    `layout` names the built-in drawing, `symbol` ends the number of a paper (ký hiệu), `unit` is
    how the one-stop unit of a committee is called at the head.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.CharField(max_length=10, choices=FORMS)
    number = models.CharField("mẫu số", max_length=4)
    name = models.CharField(max_length=200)
    layout = models.CharField(max_length=40)
    unit = models.CharField(max_length=120)
    symbol = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = PaperFormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "valid_from"], name="paper_form_once"),
            models.CheckConstraint(
                name="paper_form_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"Mẫu số {self.number} {self.basis}"


class PaperTemplate(Template):
    """How an agency draws a form in its own way (Typst); `agency` empty means the whole province.

    One person drafts, another publishes; then it is frozen.
    """

    form = models.ForeignKey(PaperForm, models.PROTECT, related_name="templates")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "agency"],
                condition=Q(published_at=None),
                nulls_distinct=False,
                name="paper_template_one_draft",
            ),
            models.CheckConstraint(
                name="paper_template_published_by_a_second_person",
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.valid_from}"


class Slip(models.Model):
    """A statutory slip as it was issued: its form, its number, its file, its moment.

    `fallback` says why the agency's own template could not be used, when it could not.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slips", db_index=False)
    form = models.CharField(max_length=20)
    event = models.BigIntegerField(unique=True)
    document = models.UUIDField()
    issued_at = models.DateTimeField()
    agency = models.UUIDField(null=True)
    number = models.CharField("số", max_length=40, blank=True, db_default="")
    drawn_by = models.UUIDField("mẫu", null=True)
    template = models.UUIDField("mẫu riêng của cơ quan", null=True)
    fallback = models.CharField(max_length=300, blank=True, db_default="")
    signed = models.BooleanField(db_default=False)

    class Meta:
        indexes = [models.Index(fields=["dossier", "form"], name="slip_dossier")]

    def __str__(self) -> str:
        return f"{self.form} {self.dossier_id}"


class Stop(models.Model):
    """The decision to stop settling a dossier (dừng giải quyết): why, on what basis, at which
    step, and what becomes of the fees."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="stopped"
    )
    reason = models.TextField()
    basis = models.CharField(max_length=300)
    fees = models.CharField("xử lý phí, lệ phí", max_length=300, blank=True)
    step = models.CharField("giai đoạn", max_length=200, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="stop_says_why", condition=~Q(reason="") & ~Q(basis="")),
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)
