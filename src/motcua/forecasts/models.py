"""What is foreseen of the open dossiers, and how the nightly learning went."""

from django.db import models
from django.db.models import Q

from motcua.forecasts.rules import BASIS_WORDS
from motcua.kernel.ids import new_id

BASES = [(basis.value, words) for basis, words in BASIS_WORDS.items()]


class Training(models.Model):
    """One night of learning (lần học): from how much, and how well it foresaw what came after.

    The scores are of moments later than everything that was learned from; they are absent where
    no such moment had ended yet. `bases` counts the forecasts by what they stand on.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    with_model = models.BooleanField()
    moments = models.IntegerField()
    dossiers = models.IntegerField()
    tried_moments = models.IntegerField(default=0)
    tried_dossiers = models.IntegerField(default=0)
    brier = models.FloatField(null=True)
    base_brier = models.FloatField(null=True)
    statistics_brier = models.FloatField(null=True)
    log_loss = models.FloatField(null=True)
    median_error_minutes = models.FloatField(null=True)
    within_ninetieth = models.FloatField(null=True)
    bins = models.JSONField(default=list)
    importance = models.JSONField(default=dict)
    bases = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="training_latest")]

    def __str__(self) -> str:
        return f"{self.at}"


class Forecast(models.Model):
    """How an open dossier will probably end (dự báo), as it was seen one night.

    `late` is absent where no limit runs, a moment where the calendar is not published that far.
    The database does not tie it to the dossier: writing them all would hold every open dossier.
    """

    dossier = models.OneToOneField(
        "dossiers.Dossier",
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="+",
    )
    agency = models.UUIDField()
    late = models.FloatField("khả năng trễ", null=True)
    overdue = models.BooleanField("đã quá hạn")
    likely_at = models.DateTimeField("nhiều khả năng xong", null=True)
    ninetieth_at = models.DateTimeField("chín phần mười xong trước", null=True)
    basis = models.CharField(max_length=10, choices=BASES)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forecast_late_is_a_chance",
                condition=Q(late=None) | Q(late__gte=0, late__lte=1),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-late", "dossier"],
                name="forecast_most_likely_late",
                condition=Q(overdue=False, late__isnull=False),
            ),
            models.Index(
                fields=["agency", "-late", "dossier"],
                name="forecast_late_at_agency",
                condition=Q(overdue=False, late__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.late}"
