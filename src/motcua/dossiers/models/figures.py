"""Figures about dossiers that a page could not count while somebody waits; counted every night."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id

STANDINGS = [
    ("early", "trước hạn"),
    ("on_time", "đúng hạn"),
    ("late", "trễ hạn"),
    ("overdue", "đang quá hạn"),
]
DIMENSIONS = [
    ("all", "cả tỉnh"),
    ("sector", "lĩnh vực"),
    ("agency", "cơ quan"),
    ("procedure", "thủ tục"),
    ("step", "bước"),
    ("cause", "nguyên nhân"),
]
SOURCES = [("records", "tính từ dữ liệu đã ghi"), ("apology", "theo phiếu xin lỗi")]
_AFTER_ITS_TIME = Q(standing__in=["late", "overdue"])


class Timeliness(models.Model):
    """How a dossier stands against its limit (đúng hạn, trễ hạn): once it is decided, for good;
    while it is open and overdue, as of the last count.

    `step` is the one that overran its own budget most. The cause is found in the records, or told
    by an apology: `cause_source` says which, and what an apology told is never counted over.
    """

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="timeliness"
    )
    procedure = models.UUIDField()
    sector = models.UUIDField()
    agency = models.UUIDField()
    standing = models.CharField(max_length=10, choices=STANDINGS)
    ended_at = models.DateTimeField("lúc có kết quả, hoặc lúc đếm khi chưa xong")
    days_late = models.SmallIntegerField("số ngày làm việc quá hạn", default=0)
    step = models.CharField(max_length=200, blank=True)
    step_agency = models.UUIDField(null=True)
    cause = models.CharField(max_length=20, blank=True)
    cause_source = models.CharField(max_length=10, choices=SOURCES, blank=True)
    cause_step = models.CharField(max_length=200, blank=True)
    cause_agency = models.UUIDField(null=True)
    cause_minutes = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="timeliness_late_has_a_cause",
                condition=(_AFTER_ITS_TIME & Q(days_late__gte=1) & ~Q(cause="", cause_source=""))
                | (~_AFTER_ITS_TIME & Q(days_late=0, cause="")),
            ),
        ]
        indexes = [
            models.Index(fields=["standing", "ended_at", "dossier"], name="timeliness_of_all"),
            models.Index(
                fields=["sector", "standing", "ended_at", "dossier"], name="timeliness_of_sector"
            ),
            models.Index(
                fields=["agency", "standing", "ended_at", "dossier"], name="timeliness_of_agency"
            ),
            models.Index(
                fields=["procedure", "standing", "ended_at", "dossier"],
                name="timeliness_of_procedure",
            ),
            models.Index(
                fields=["step", "standing", "ended_at", "dossier"],
                name="timeliness_of_step",
                condition=_AFTER_ITS_TIME,
            ),
            models.Index(
                fields=["cause", "standing", "ended_at", "dossier"],
                name="timeliness_of_cause",
                condition=_AFTER_ITS_TIME,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.standing}"


class LatenessPeriod(models.Model):
    """A period for which lateness was counted: the last days, or a month; `code` is `90`,
    `2026-11`."""

    code = models.CharField(max_length=10, primary_key=True)
    first = models.DateField()
    last = models.DateField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class LatenessFigure(models.Model):
    """How many dossiers of one field, agency, procedure, step or cause were late in a period;
    of the whole province, or within one agency (`scope`)."""

    id = models.BigAutoField(primary_key=True)
    period = models.ForeignKey(
        LatenessPeriod, models.CASCADE, related_name="figures", db_index=False
    )
    dimension = models.CharField(max_length=10, choices=DIMENSIONS)
    scope = models.UUIDField("trong cơ quan", null=True)
    key = models.CharField(max_length=200, blank=True)
    early = models.IntegerField()
    on_time = models.IntegerField()
    late = models.IntegerField()
    overdue = models.IntegerField()
    median_days = models.SmallIntegerField("một nửa trễ nhiều nhất", null=True)
    ninetieth_days = models.SmallIntegerField("9 trong 10 trễ nhiều nhất", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "dimension", "scope", "key"],
                name="lateness_figure_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.dimension} {self.key}"


class StepFigure(models.Model):
    """Where the time of a step goes, in working minutes of a mean dossier: waiting for somebody to
    take it, worked on, standing still by law."""

    id = models.UUIDField(primary_key=True, default=new_id)
    procedure = models.UUIDField()
    node = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    begins_minutes = models.IntegerField("sau khi tiếp nhận")
    waiting_minutes = models.IntegerField()
    working_minutes = models.IntegerField()
    paused_minutes = models.IntegerField()
    ninetieth_minutes = models.IntegerField("9 trong 10 lượt chờ và làm nhiều nhất")
    dossiers = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "node"], name="step_figure")]

    def __str__(self) -> str:
        return f"{self.procedure} {self.node}"


class ProcedureTime(models.Model):
    """How many working days a procedure takes from acceptance to decision; nothing is said of the
    days where too few dossiers went through without standing still (`counted`)."""

    procedure = models.UUIDField(primary_key=True)
    dossiers = models.IntegerField()
    counted = models.IntegerField()
    median_days = models.SmallIntegerField(null=True)
    ninetieth_days = models.SmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-dossiers", "-procedure"], name="procedure_time_by_many"),
        ]

    def __str__(self) -> str:
        return str(self.procedure)


class FillingTime(models.Model):
    """How many minutes it takes to fill in a procedure's form in one sitting; counted nightly."""

    procedure = models.UUIDField(primary_key=True)
    median_minutes = models.SmallIntegerField()
    ninetieth_minutes = models.SmallIntegerField()
    dossiers = models.IntegerField()

    def __str__(self) -> str:
        return str(self.procedure)


class UsualTime(models.Model):
    """How long a step of a procedure usually takes, in working minutes; counted every night."""

    id = models.UUIDField(primary_key=True, default=new_id)
    procedure = models.UUIDField()
    node = models.CharField(max_length=200)
    median_minutes = models.IntegerField()
    ninetieth_minutes = models.IntegerField()
    dossiers = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "node"], name="usual_time")]

    def __str__(self) -> str:
        return f"{self.procedure} {self.node}"
