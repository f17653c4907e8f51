"""Records that a reform report is counted from, as files of other systems and acts tell them.

Each line carries its dates and where it is from. Nothing here is a sum.
"""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id
from motcua.reform.rules import INDICES, LEVELS, ORGANISATION_KINDS

SOURCE = "nguồn"


class Service(models.Model):
    """A published service at one level, from one day until another level or its withdrawal."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField("mã thủ tục", max_length=30)
    name = models.CharField("tên", max_length=2000)
    field = models.CharField("lĩnh vực", max_length=200)
    level = models.SmallIntegerField("mức độ trực tuyến", choices=LEVELS)
    published_on = models.DateField("công bố, hoặc đạt mức độ này từ ngày")
    withdrawn_on = models.DateField("thôi áp dụng từ ngày", null=True)
    integrated_on = models.DateField("tích hợp Cổng Dịch vụ công quốc gia ngày", null=True)
    source = models.CharField(SOURCE, max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "published_on"], name="service_once_a_day"),
            models.CheckConstraint(
                name="service_ends_after_it_begins",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gt=F("published_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RegisteredResult(models.Model):
    """A result in the register of another system: when it is in force, when it became electronic.

    Whose it is does not matter here, so it is not kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField("số, ký hiệu", max_length=60)
    agency = models.CharField("mã cơ quan cấp", max_length=35)
    procedure = models.CharField("mã thủ tục", max_length=30, blank=True)
    field = models.CharField("lĩnh vực", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp")
    ends_on = models.DateField("hết hiệu lực sau ngày", null=True)
    digitised_on = models.DateField("số hóa ngày", null=True)
    source = models.CharField(SOURCE, max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number", "issued_on"], name="registered_result_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrganisationCut(models.Model):
    """An organisation that was abolished or merged away, by which decision."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField("tên", max_length=300)
    kind = models.CharField("loại", max_length=30, choices=ORGANISATION_KINDS)
    parent = models.CharField("thuộc", max_length=300)
    cut_on = models.DateField("thôi hoạt động từ ngày")
    source = models.CharField(SOURCE, max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name", "cut_on"], name="organisation_cut_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndexValue(models.Model):
    """The value and rank of a province in an index of a year, whole or one part of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    index = models.CharField("chỉ số", max_length=10, choices=INDICES)
    part = models.CharField("chỉ số thành phần", max_length=120, blank=True)
    year = models.SmallIntegerField("năm")
    province = models.CharField("mã tỉnh", max_length=35)
    value = models.DecimalField("điểm", max_digits=8, decimal_places=4, null=True)
    rank = models.SmallIntegerField("thứ hạng", null=True)
    among = models.SmallIntegerField("trên số tỉnh", null=True)
    published_on = models.DateField("công bố ngày", null=True)
    source = models.CharField(SOURCE, max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index", "part", "year", "province"], name="index_value_once"
            ),
            models.CheckConstraint(
                name="index_value_says_something",
                condition=Q(value__isnull=False) | Q(rank__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.year}"
