"""What the province publishes of its figures: one release at a time, made of whole months."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Release(models.Model):
    """A release: when it was counted, of which months, by which rules, and its files."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField("tính lúc")
    first = models.DateField("ngày đầu")
    last = models.DateField("ngày cuối")
    rules = models.CharField("cách đo", max_length=60)
    publishing = models.CharField("cách công khai", max_length=60)
    least = models.SmallIntegerField("ít hơn thì không công khai")
    rows = models.IntegerField("số dòng")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="release_latest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class ReleaseFile(models.Model):
    """A release as a file. Kept here and not among the papers of people, so that neither what they
    store nor what they erase touches what is published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    form = models.CharField(max_length=10)
    digest = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "form"], name="release_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}.{self.form}"


class PublishedFigure(models.Model):
    """The counts of a month, an agency and a procedure; an empty code is all of them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    release = models.ForeignKey(Release, models.CASCADE, related_name="figures")
    month = models.CharField(max_length=7)
    agency = models.CharField(max_length=35, blank=True)
    procedure = models.CharField(max_length=30, blank=True)
    received = models.IntegerField()
    in_time = models.IntegerField()
    online = models.IntegerField()
    finished = models.IntegerField()
    average_hours = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    rated = models.IntegerField(null=True)
    liked = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "procedure", "agency", "month"], name="published_figure_once"
            ),
            models.CheckConstraint(
                name="published_rating_is_whole",
                condition=Q(rated=None, liked=None) | Q(rated__gte=models.F("liked")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["release", "agency", "month", "procedure"], name="published_of_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.agency} {self.procedure}"
