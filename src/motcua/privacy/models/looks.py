"""Who has looked at which dossier, and who has searched; never changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from motcua.privacy.looking_rules import GROUND_NAMES, Found


class Look(models.Model):
    """That an officer read a dossier in a quarter of an hour (lượt xem hồ sơ), and by what right.

    Written before the page goes out. The database refuses every change, and forgetting before the
    law allows it. `searched` says that a search of the same person led there.
    """

    person = models.UUIDField()
    agency = models.UUIDField()
    dossier = models.UUIDField()
    quarter = models.IntegerField("phần tư giờ, đếm từ 1970")
    ground = models.CharField(
        max_length=10, choices=[(one.value, words) for one, words in GROUND_NAMES.items()]
    )
    searched = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "person", "quarter"], name="look_once_a_quarter"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "at"], name="look_person"),
            BrinIndex(fields=["at"], name="look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ← {self.dossier}"


class Lookup(models.Model):
    """That an officer searched for somebody (lượt tra cứu), and which dossiers they were shown.

    What was typed is not kept: a keyed hash tells only whether it was the same as another time.
    """

    person = models.UUIDField()
    agency = models.UUIDField()
    by_what = models.CharField(
        max_length=4,
        choices=[(Found.CODE.value, "mã hồ sơ"), (Found.NAME.value, "tên, mã số thuế")],
    )
    digest = models.BinaryField()
    shown = ArrayField(models.UUIDField())
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="lookup_person"),
            BrinIndex(fields=["at"], name="lookup_at"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {len(self.shown)}"
