"""The catalogue of procedures (danh mục thủ tục hành chính)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from motcua.documents.rules import ACCEPTED, Wanted
from motcua.kernel.ids import new_id
from motcua.kernel.limits import UNIT_NAMES

CHANNELS = [
    ("any", "mọi cách"),
    ("online", "trực tuyến"),
    ("counter", "trực tiếp"),
    ("post", "bưu chính"),
]
SERVICE_LEVELS = [
    ("full", "toàn trình"),
    ("partial", "một phần"),
    ("counter", "nộp trực tiếp"),
    ("unknown", "chưa công bố mức độ"),
]
PAUSE_POLICIES = [("restart", "tính lại từ đầu"), ("continue", "tính tiếp"), ("none", "không dừng")]


class Sector(models.Model):
    """A field of administration (lĩnh vực)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """A procedure, whatever its version; the code is the State's."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=30, unique=True)

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """A procedure as one decision announced it; frozen when published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    version = models.IntegerField(default=1)
    name = models.CharField(max_length=1200)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="versions")
    plain = models.JSONField(null=True)
    issuer = models.CharField("cơ quan công bố", max_length=120, blank=True)
    decision = models.CharField("quyết định công bố", max_length=120, blank=True)
    levels = ArrayField(models.CharField(max_length=10), default=list)
    settled_here = models.BooleanField("do cơ quan trong tỉnh giải quyết", default=False)
    tier = models.CharField(max_length=10, blank=True)
    settled_by = models.CharField("mã cơ quan giải quyết", max_length=35, blank=True)
    service_level = models.CharField(max_length=10, choices=SERVICE_LEVELS, default="unknown")
    life_events = ArrayField(models.CharField(max_length=30), default=list)
    subjects = ArrayField(models.CharField(max_length=100), default=list)
    conditions = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    pause_before_acceptance = models.CharField(
        max_length=10, choices=PAUSE_POLICIES, default="restart"
    )
    pause_during_settlement = models.CharField(
        max_length=10, choices=PAUSE_POLICIES, default="restart"
    )
    pause_basis = models.CharField(max_length=200, blank=True)
    pause_for_obligation = models.CharField(
        max_length=10, choices=PAUSE_POLICIES, default="continue", db_default="continue"
    )
    obligation_basis = models.CharField(max_length=200, blank=True, db_default="")
    pause_for_opinion = models.CharField(
        max_length=10, choices=PAUSE_POLICIES, default="none", db_default="none"
    )
    opinion_basis = models.CharField(max_length=200, blank=True, db_default="")
    max_supplements = models.SmallIntegerField(default=1)
    result_validity_months = models.SmallIntegerField(null=True)
    result_template = models.TextField(blank=True)
    form = models.ForeignKey("forms.FormVersion", models.PROTECT, null=True, related_name="+")
    process = models.ForeignKey(
        "workflow.ProcessVersion", models.PROTECT, null=True, related_name="+"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=models.Func(models.F("name"), function="motcua_search_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(valid_to=None, published_at__isnull=False),
                name="procedure_one_version_in_force",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="procedure_search"),
            models.Index(fields=["sector", "name", "id"], name="procedure_by_sector"),
            GinIndex(fields=["life_events"], name="procedure_life_events"),
            models.Index(fields=["settled_by", "name", "id"], name="procedure_by_agency"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_filed_online(self) -> bool:
        """Say whether a citizen may file from home: settled here, with a form, at a level."""
        return (
            self.settled_here
            and self.form_id is not None
            and self.process_id is not None
            and self.service_level in {"full", "partial"}
        )

    @property
    def can_be_filed_at_the_counter(self) -> bool:
        """Say whether a one-stop shop of the province may receive it."""
        return self.settled_here and self.process_id is not None


class Part(models.Model):
    """What the constituent parts of a version share: their version and their order."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="%(class)ss")
    order = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True


class Case(Part):
    """A case (trường hợp) for which papers, limit or fee differ."""

    code = models.CharField(max_length=40)
    label = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="case_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Digitise(models.TextChoices):
    """Why a paper must be digitised, or that it need not (Thông tư 01/2023/TT-VPCP, article 4)."""

    RESULT = "result", "kết quả của thủ tục khác"
    LAW = "law", "pháp luật chuyên ngành yêu cầu"
    PROVINCE = "province", "tỉnh yêu cầu để quản lý"
    REQUEST = "request", "khi người nộp đề nghị"
    NEVER = "never", "không số hóa"


MUST_BE_DIGITISED = frozenset({Digitise.RESULT, Digitise.LAW, Digitise.PROVINCE})


class Component(Part):
    """A document that the dossier must contain (thành phần hồ sơ)."""

    code = models.CharField(max_length=40)
    name = models.JSONField()
    note = models.JSONField(null=True)
    originals = models.SmallIntegerField(default=1)
    copies = models.SmallIntegerField(default=0)
    source = models.CharField(
        max_length=10,
        choices=[
            ("form", "điền trực tuyến"),
            ("file", "tải tệp lên"),
            ("register", "đã có trong cơ sở dữ liệu"),
            ("paper", "mang theo hoặc nộp bản giấy"),
        ],
    )
    required = models.BooleanField(default=True)
    required_if = models.CharField(max_length=1000, blank=True)
    # Types of files that may be attached, none for those that may be everywhere.
    file_types = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    # A picture is kept as it was sent too, sealed, because the law wants it as evidence.
    keeps_original = models.BooleanField(default=False, db_default=False)
    # It shows an identity card: to look at it takes a right of its own and a reason.
    is_identity = models.BooleanField(default=False, db_default=False)
    digitise = models.CharField(
        max_length=10, choices=Digitise, default=Digitise.REQUEST, db_default=Digitise.REQUEST
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="component_once"),
            models.CheckConstraint(
                name="component_digitise_known", condition=Q(digitise__in=Digitise.values)
            ),
            models.CheckConstraint(
                name="component_file_types_known",
                condition=Q(file_types__contained_by=list(ACCEPTED)),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def wanted(self) -> Wanted:
        """Return what is wanted of files attached for this component."""
        return Wanted(tuple(self.file_types) or ACCEPTED, self.keeps_original)


class TimeLimit(Part):
    """How long the settlement may take, for a case or for all."""

    case = models.CharField(max_length=40, blank=True)
    value = models.SmallIntegerField()
    unit = models.CharField(max_length=15, choices=[(u.value, n) for u, n in UNIT_NAMES.items()])
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="limit_not_negative", condition=Q(value__gte=0)),
            models.UniqueConstraint(fields=["version", "case"], name="limit_once_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


class Fee(Part):
    """What is charged (phí, lệ phí), by case and channel, while it is valid."""

    case = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, choices=CHANNELS, default="any")
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[("fee", "phí"), ("levy", "lệ phí")])
    name = models.JSONField()
    basis = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="procedure_fee_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class ResultType(Part):
    """What the applicant receives (kết quả thực hiện)."""

    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.name


class LegalBasis(Part):
    """A legal document that the procedure rests on (căn cứ pháp lý)."""

    number = models.CharField(max_length=120)
    name = models.CharField(max_length=500, blank=True)
    articles = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="legal_basis_number")]

    def __str__(self) -> str:
        return self.number
