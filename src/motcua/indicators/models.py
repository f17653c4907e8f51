"""Flat rows that figures are counted from: facts only, nothing personal, rebuilt at any time."""

from django.db import models
from django.db.models import Q

from motcua.indicators.rules import OWN, SOURCES

CHANNELS = [(1, "trực tiếp"), (2, "trực tuyến"), (3, "bưu chính công ích")]
RATINGS = [("like", "hài lòng"), ("dislike", "không hài lòng")]
SUBMITTERS = [("self", "tự nộp"), ("assisted", "được hỗ trợ"), ("officer", "cán bộ nộp")]


class DossierFact(models.Model):
    """What figures need of one dossier; ours are kept by the event log, others are imported.

    Moments are whole seconds, as the National Portal compares them. Codes are those of the State,
    so that a dossier of another system stands beside ours. `month` is the local month in which it
    was received, empty before that.
    """

    id = models.UUIDField(primary_key=True)
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
        ]

    def __str__(self) -> str:
        return self.number


class ProcedureFact(models.Model):
    """What figures need of one procedure of the catalogue that is in force (thủ tục hành chính)."""

    code = models.CharField(max_length=30, primary_key=True)
    tier = models.CharField(max_length=10, blank=True)
    settled_by = models.CharField("cơ quan giải quyết", max_length=35, blank=True)
    settled_here = models.BooleanField()
    online = models.BooleanField("cung cấp trực tuyến một phần hoặc toàn trình")
    has_fee = models.BooleanField("có phí, lệ phí")
    gives_document = models.BooleanField("có kết quả là giấy tờ")
    for_citizens = models.BooleanField("công dân thực hiện được")
    content_complete = models.BooleanField("đủ các bộ phận tạo thành")
    reading_words = models.IntegerField("số chữ của các câu hỏi luôn phải đọc", null=True)

    def __str__(self) -> str:
        return self.code
