"""The weekly digest: who wants it, each week's paper, and to whom it was sent."""

from django.db import models

from motcua.kernel.ids import new_id


class Choice(models.Model):
    """Whether a person wants the digest, as the person said; without a row the role decides."""

    person = models.UUIDField(primary_key=True)
    wanted = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.wanted}"


class Issue(models.Model):
    """The digest of a week, as it was drawn; `week` is that of ISO 8601: 2026-W48."""

    id = models.UUIDField(primary_key=True, default=new_id)
    week = models.CharField(max_length=8, unique=True)
    at = models.DateTimeField()
    paper = models.BinaryField()

    def __str__(self) -> str:
        return self.week


class Delivery(models.Model):
    """A digest on its way to one person by e-mail."""

    id = models.UUIDField(primary_key=True, default=new_id)
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="deliveries")
    person = models.UUIDField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "person"], name="digest_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.person}"
