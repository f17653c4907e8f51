"""Flat rows that figures are counted from: facts only, nothing personal, rebuilt at any time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.indicators.rules import OWN, SOURCES

CHANNELS = [(1, "trực tiếp"), (2, "trực tuyến"), (3, "bưu chính công ích")]
RATINGS = [("like", "hài lòng"), ("dislike", "không hài lòng")]
TODAY = models.Func(
    template="(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", output_field=models.DateField()
)
SUBMITTERS = [("self", "tự nộp"), ("assisted", "được hỗ trợ"), ("officer", "cán bộ nộp")]


class DossierColumns(models.Model):
    """What figures need of one dossier; ours are kept by the event log, others are imported.

    Moments are whole seconds, as the National Portal compares them. Codes are those of the State,
    so that a dossier of another system stands beside ours. `month` is the local month in which it
    was received, empty before that. `since` is the local day since which it stands so.
    """

    source = models.CharField(max_length=10, choices=SOURCES, default=OWN)
    number = models.CharField("mã hồ sơ", max_length=60)
    procedure = models.CharField("mã thủ tục", max_length=30)
    settling_agency = models.CharField("cơ quan giải quyết", max_length=35)
    receiving_agency = models.CharField("cơ quan tiếp nhận", max_length=35, blank=True)
    channel = models.SmallIntegerField("kênh thực hiện", choices=CHANNELS)
    status = models.SmallIntegerField("trạng thái (mã quốc gia)")
    month = models.CharField(max_length=7, blank=True)
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField("ngày tiếp nhận", null=True)
    due_at = models.DateTimeField("ngày hẹn trả", null=True)
    limit_due_at = models.DateTimeField("hạn theo thời hạn tối đa, khi không hẹn ngày", null=True)
    finished_at = models.DateTimeField("xử lý xong, hoặc dừng", null=True)
    delivered_at = models.DateTimeField("trả kết quả", null=True)
    supplement_requested_at = models.DateTimeField(null=True)
    supplement_done_at = models.DateTimeField(null=True)
    supplement_count = models.SmallIntegerField(default=0)
    fee_due = models.BigIntegerField(default=0)
    paid_online = models.BooleanField(default=False)
    result_electronic = models.BooleanField(default=False)
    component_digitised = models.BooleanField(default=False)
    reused = models.BooleanField(default=False)
    from_store = models.BooleanField(default=False)
    vneid = models.BooleanField(default=False)
    synced = models.BooleanField(default=False)
    rating = models.CharField(max_length=10, choices=RATINGS, blank=True)
    submitter = models.CharField(max_length=10, choices=SUBMITTERS, blank=True)
    device = models.BigIntegerField("dấu của thiết bị, không đọc ngược được", null=True)
    reception_seconds = models.IntegerField(null=True)
    account = models.BigIntegerField("dấu của tài khoản nộp, không đọc ngược được", null=True)
    owner = models.BigIntegerField("dấu của chủ hồ sơ, không đọc ngược được", null=True)
    fill_seconds = models.IntegerField("từ lúc mở đến lúc nộp", null=True)
    first_due_at = models.DateTimeField("ngày hẹn trả ban đầu", null=True)
    due_untraced = models.BooleanField("ngày hẹn khác với lịch sử của nó", null=True)
    result_is_input = models.BooleanField("tệp kết quả trùng tệp nộp vào", null=True)

    since = models.DateField(db_default=TODAY)

    class Meta:
        abstract = True


class DossierFact(DossierColumns):
    """A dossier as it stands."""

    id = models.UUIDField(primary_key=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="dossier_fact_once"),
            models.CheckConstraint(
                name="dossier_fact_status_is_national", condition=Q(status__gte=1, status__lte=10)
            ),
            models.CheckConstraint(
                name="dossier_fact_month_says_when_received",
                condition=Q(received_at=None, month="")
                | Q(received_at__isnull=False) & ~Q(month=""),
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="dossier_fact_received"),
            models.Index(
                fields=["settling_agency", "received_at", "id"], name="dossier_fact_at_agency"
            ),
            models.Index(fields=["account", "received_at"], name="dossier_fact_account_when"),
            models.Index(fields=["device", "received_at"], name="dossier_fact_device_when"),
            models.Index(fields=["owner"], name="dossier_fact_owner"),
            models.Index(fields=["settling_agency", "finished_at"], name="dossier_fact_finished"),
        ]

    def __str__(self) -> str:
        return self.number


class PastDossierFact(DossierColumns):
    """A dossier as it stood at the end of each day from `since` to the day before `until`.

    Written by the database when a fact changes, and never changed.
    """

    fact = models.UUIDField()
    until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="past_dossier_received")]

    def __str__(self) -> str:
        return f"{self.number} đến {self.until}"


class ProcedureColumns(models.Model):
    """What figures need of one procedure of the catalogue that is in force."""

    tier = models.CharField(max_length=10, blank=True)
    settled_by = models.CharField("cơ quan giải quyết", max_length=35, blank=True)
    settled_here = models.BooleanField()
    online = models.BooleanField("cung cấp trực tuyến một phần hoặc toàn trình")
    has_fee = models.BooleanField("có phí, lệ phí")
    gives_document = models.BooleanField("có kết quả là giấy tờ")
    for_citizens = models.BooleanField("công dân thực hiện được")
    content_complete = models.BooleanField("đủ các bộ phận tạo thành")
    reading_words = models.IntegerField("số chữ của các câu hỏi luôn phải đọc", null=True)
    since = models.DateField(db_default=TODAY)

    class Meta:
        abstract = True


class ProcedureFact(ProcedureColumns):
    """A procedure (thủ tục hành chính) as it stands."""

    code = models.CharField(max_length=30, primary_key=True)

    def __str__(self) -> str:
        return self.code


class PastProcedureFact(ProcedureColumns):
    """A procedure as it stood from `since` to the day before `until`; written by the database."""

    code = models.CharField(max_length=30)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.code} đến {self.until}"


class Figures(models.Model):
    """How many dossiers of a cell meet each condition; `rolling.CELLS` says which.

    `begins` is the first moment of its day or month, `open_due` holds the due moments of those
    whose lateness depends on when it is measured, in order.
    """

    begins = models.DateTimeField()
    month = models.CharField(max_length=7)
    received = models.IntegerField()
    late_for_good = models.IntegerField()
    finished = models.IntegerField()
    seconds = models.BigIntegerField("từ tiếp nhận đến xong, cộng lại")
    synced = models.IntegerField()
    online = models.IntegerField()
    by_post = models.IntegerField()
    online_as_due = models.IntegerField()
    gives_document = models.IntegerField()
    document_electronic = models.IntegerField()
    result_electronic = models.IntegerField()
    digitised = models.IntegerField()
    digitised_as_due = models.IntegerField()
    reused = models.IntegerField()
    from_store = models.IntegerField()
    population_data = models.IntegerField()
    fee_due = models.IntegerField()
    paid_online = models.IntegerField()
    disliked = models.IntegerField()
    liked = models.IntegerField()
    synced_fee = models.IntegerField()
    synced_population = models.IntegerField()
    submitter_known = models.IntegerField()
    genuine = models.IntegerField()
    open_due = ArrayField(models.DateTimeField(), null=True)

    class Meta:
        abstract = True


class DayFigures(Figures):
    """The dossiers that an agency received on a day, counted."""

    settling_agency = models.CharField(max_length=35)
    pk = models.CompositePrimaryKey("begins", "settling_agency")

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.begins:%Y-%m-%d}"


class MonthFigures(Figures):
    """The dossiers of a procedure that an agency received in a month, counted."""

    settling_agency = models.CharField(max_length=35)
    procedure = models.CharField(max_length=30)
    pk = models.CompositePrimaryKey("procedure", "begins", "settling_agency")

    class Meta:
        indexes = [
            models.Index(fields=["settling_agency", "begins"], name="month_figures_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.procedure} {self.month}"


class ProcedureFigures(Figures):
    """The dossiers of a procedure that all agencies received in a month: sums of `MonthFigures`."""

    procedure = models.CharField(max_length=30)
    pk = models.CompositePrimaryKey("begins", "procedure")

    def __str__(self) -> str:
        return f"{self.procedure} {self.month}"


class SignFigures(Figures):
    """The dossiers of an agency's month that show a sign or a pattern or are of a kind, counted."""

    settling_agency = models.CharField(max_length=35)
    sign = models.CharField(max_length=40)
    pk = models.CompositePrimaryKey("begins", "settling_agency", "sign")

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.sign} {self.month}"


class SignRules(models.Model):
    """By which numbers and words `SignFigures` were counted; one row, none before the first."""

    digest = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.digest


class StaleSigns(models.Model):
    """A month of an agency whose signs no longer are what its facts say, and what others share with
    what changed there; empty where that stayed. Written by the database, as `Stale` is."""

    id = models.BigAutoField(primary_key=True)
    settling_agency = models.CharField(max_length=35)
    begins = models.DateTimeField()
    account = models.BigIntegerField(null=True)
    device = models.BigIntegerField(null=True)
    owner = models.BigIntegerField(null=True)
    procedure = models.CharField(max_length=30, null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.begins}"


class Stale(models.Model):
    """A day of an agency and a procedure whose figures no longer are what its facts say.

    Every change of a fact adds one, by the database and with the change; counting anew takes away
    those that it has seen.
    """

    id = models.BigAutoField(primary_key=True)
    settling_agency = models.CharField(max_length=35)
    procedure = models.CharField(max_length=30)
    begins = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.procedure} {self.begins}"


class NineFigures(models.Model):
    """The dossiers of a procedure that an agency received in a month and somebody settled, counted:
    their points of each of the nine indexes, and of how many something is known.

    `officer` is who settled those of ours, empty where nobody is known.
    """

    begins = models.DateTimeField()
    settling_agency = models.CharField(max_length=35)
    procedure = models.CharField(max_length=30)
    officer = models.CharField(max_length=36, blank=True)
    dossiers = models.IntegerField()
    points_1 = models.IntegerField()
    points_2 = models.IntegerField()
    points_3 = models.IntegerField()
    points_4 = models.IntegerField()
    points_5 = models.IntegerField()
    points_6 = models.IntegerField()
    points_7 = models.IntegerField()
    points_9 = models.IntegerField()
    known_1 = models.IntegerField()
    known_2 = models.IntegerField()
    known_3 = models.IntegerField()
    known_4 = models.IntegerField()
    known_5 = models.IntegerField()
    known_6 = models.IntegerField()
    known_7 = models.IntegerField()
    known_9 = models.IntegerField()
    pk = models.CompositePrimaryKey("begins", "settling_agency", "procedure", "officer")

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.procedure} {self.begins:%Y-%m} {self.officer}"


class NineMonths(models.Model):
    """A month whose `NineFigures` are counted, and by which expression; others are not read."""

    begins = models.DateTimeField(primary_key=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.begins:%Y-%m}"


class StaleNine(models.Model):
    """A month of an agency and a procedure whose points no longer are what is recorded.

    The database adds one with every change of a fact that was or is settled with a result, the
    subscriber one where records beside the fact may have changed.
    """

    id = models.BigAutoField(primary_key=True)
    settling_agency = models.CharField(max_length=35)
    procedure = models.CharField(max_length=30)
    begins = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.settling_agency} {self.procedure} {self.begins}"
