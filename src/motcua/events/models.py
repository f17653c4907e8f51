"""What happened (nhật ký xử lý), and who must still be told."""

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One thing that happened, written once and never changed.

    The events of a subject form a chain: the database numbers them and stores with each the
    hash of the one before, so that a change, a gap or a swap shows. The table is partitioned by the
    year in which a subject was made, as its id says: whoever asks for a subject's events, and names
    it, looks into one partition.
    """

    verb = models.CharField(max_length=60)
    subject = models.UUIDField()
    sequence = models.IntegerField()
    by = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    facts = models.JSONField()
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="event_one_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Delivery(models.Model):
    """An event that a subscriber has not handled yet."""

    # No constraint: events are never deleted, and checking in every partition costs each delivery.
    # No index: nothing looks for the deliveries of an event.
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    subscriber = models.CharField(max_length=40)
    subject = models.UUIDField()
    failures = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "subject", "event"], name="delivery_once_each"
            ),
        ]
        indexes = [
            models.Index(fields=["subscriber", "failures", "id"], name="delivery_next"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} ← {self.event_id}"
