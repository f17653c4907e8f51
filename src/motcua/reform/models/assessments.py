"""Assessing oneself by a scoring template: criteria, points, evidence, appraisal."""

from django.db import models
from django.db.models import F, Q

from motcua.events.templates import Template
from motcua.kernel.ids import new_id
from motcua.reform.criteria_rules import SCORED_BY
from motcua.reform.rules import INDICES


class ScoringTemplate(Template):
    """A set of criteria (bộ tiêu chí): what is scored, how many points each can give, by which
    decision. Once published it never changes."""

    index = models.CharField("chỉ số", max_length=10, choices=INDICES)
    name = models.CharField("tên", max_length=200)
    basis = models.CharField("căn cứ", max_length=300)
    total = models.DecimalField("tổng điểm tối đa", max_digits=7, decimal_places=2)
    most_bonus = models.DecimalField("điểm thưởng tối đa", max_digits=7, decimal_places=2)
    most_penalty = models.DecimalField("điểm trừ tối đa", max_digits=7, decimal_places=2)

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """An area, a criterion or a part of one; those without parts below them are scored."""

    id = models.UUIDField(primary_key=True, default=new_id)
    template = models.ForeignKey(ScoringTemplate, models.CASCADE, related_name="criteria")
    place = models.SmallIntegerField()
    code = models.CharField("mã", max_length=12)
    name = models.CharField("nội dung", max_length=500)
    most = models.DecimalField("điểm tối đa", max_digits=7, decimal_places=2)
    scored_by = models.CharField(max_length=6, choices=SCORED_BY, default="self")
    measure = models.CharField("số liệu của hệ thống", max_length=10, blank=True)
    full_at = models.DecimalField("đủ điểm từ %", max_digits=5, decimal_places=2, null=True)
    none_under = models.DecimalField("không điểm dưới %", max_digits=5, decimal_places=2, null=True)
    evidence = models.CharField("tài liệu kiểm chứng cần có", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["template", "place"], name="criterion_place_once"),
            models.CheckConstraint(
                name="criterion_full_above_none",
                condition=Q(none_under=None) | Q(none_under__lt=F("full_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Assessment(models.Model):
    """One agency, one year, one template: scored by itself, then appraised, then closed.

    `held_by` is the agency whose officers score: the agency itself; for the province, the office
    that opened the round.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    template = models.ForeignKey(ScoringTemplate, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    agency = models.UUIDField()
    held_by = models.UUIDField()
    due_on = models.DateField("hạn tự chấm")
    opened_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    appraised_at = models.DateTimeField("thẩm định xong, đề nghị giải trình", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "agency", "template"], name="assessment_once_a_year"
            ),
            models.CheckConstraint(
                name="assessment_steps_in_order",
                condition=(Q(appraised_at=None) | Q(submitted_at__isnull=False))
                & (Q(closed_at=None) | Q(appraised_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["held_by", "year"], name="assessment_held_by")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"


class CriterionScore(models.Model):
    """Points of one criterion: what records said, what the agency says, what was recognised.

    `counted_*` are the numbers of this system at the moment of scoring, kept as they were seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    counted_part = models.BigIntegerField(null=True)
    counted_whole = models.BigIntegerField(null=True)
    counted_points = models.DecimalField(
        "điểm theo số liệu", max_digits=7, decimal_places=2, null=True
    )
    counted_at = models.DateTimeField(null=True)
    own_points = models.DecimalField("điểm tự chấm", max_digits=7, decimal_places=2, null=True)
    own_note = models.CharField("lý giải", max_length=1000, blank=True)
    scored_by = models.UUIDField(null=True)
    appraised_points = models.DecimalField(
        "điểm thẩm định", max_digits=7, decimal_places=2, null=True
    )
    appraised_note = models.CharField("lý do thẩm định", max_length=1000, blank=True)
    appraised_by = models.UUIDField(null=True)
    explanation = models.CharField("giải trình", max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="score_once"),
            models.CheckConstraint(
                name="score_not_below_zero",
                condition=(Q(own_points=None) | Q(own_points__gte=0))
                & (Q(appraised_points=None) | Q(appraised_points__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion_id}"


class Evidence(models.Model):
    """What proves a score (tài liệu kiểm chứng): a document that is named, with its file or not."""

    id = models.UUIDField(primary_key=True, default=new_id)
    score = models.ForeignKey(CriterionScore, models.PROTECT, related_name="evidence")
    title = models.CharField("tên, số, ký hiệu, ngày ban hành", max_length=300)
    document = models.UUIDField(null=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Adjustment(models.Model):
    """Points given or taken beside the criteria (điểm thưởng, điểm phạt), with the reason."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="adjustments")
    points = models.DecimalField("điểm, âm là trừ", max_digits=7, decimal_places=2)
    reason = models.CharField("lý do, căn cứ", max_length=500)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="adjustment_is_something", condition=~Q(points=0)),
        ]

    def __str__(self) -> str:
        return f"{self.points}"
