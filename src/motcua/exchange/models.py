"""Peers, how each is doing, and the messages on their way to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.events.versions import Version
from motcua.exchange.rules import UNFINISHED, State
from motcua.kernel.ids import new_id

STATES = [
    (State.WAITING.value, "chờ gửi"),
    (State.RECEIVED.value, "đã nhận"),
    (State.DEAD.value, "không gửi được"),
    (State.GIVEN_UP.value, "đã bỏ"),
]


class PeerVersion(Version):
    """How a peer (hệ thống nhận tin) is reached and what it hears: set up and proposed by one
    person, put in force by another; then frozen.

    Without `agencies` it hears of the dossiers of all. The secret is sealed under the version's id.
    """

    address = models.CharField("địa chỉ", max_length=500)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    verbs = ArrayField(models.CharField(max_length=60))
    agencies = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="peer_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(published_at=None), name="peer_one_draft"
            ),
            models.CheckConstraint(
                name="peer_published_by_a_second_person",
                condition=Q(published_by=None)
                | Q(proposed_by=None)
                | ~Q(published_by=F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["code"],
                name="peer_in_force",
                condition=Q(published_at__isnull=False, retired_at=None),
            ),
        ]


class Line(models.Model):
    """How the way to a peer is doing: paused by somebody, failing, left alone for a while."""

    peer = models.CharField(primary_key=True, max_length=60)
    paused_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.peer


class Message(models.Model):
    """One thing that one peer is told, once, after all that came before of the same dossier.

    The first unfinished message of a dossier has `due_at`, the ones behind it have none.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    peer = models.CharField(max_length=60)
    dossier = models.UUIDField()
    number = models.CharField("mã hồ sơ", max_length=60)
    event = models.BigIntegerField()
    sequence = models.IntegerField()
    verb = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=State.WAITING.value)
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    answer = models.CharField("trả lời", max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["peer", "dossier", "sequence"], name="outgoing_once_per_event"
            ),
        ]
        indexes = [
            models.Index(
                fields=["peer", "due_at"],
                name="outgoing_due",
                condition=Q(state=State.WAITING.value, due_at__isnull=False),
            ),
            models.Index(
                fields=["peer", "dossier", "sequence"],
                name="outgoing_unfinished",
                condition=Q(state__in=UNFINISHED),
            ),
            models.Index(
                fields=["id"], name="outgoing_waiting", condition=Q(state=State.WAITING.value)
            ),
            models.Index(fields=["id"], name="outgoing_dead", condition=Q(state=State.DEAD.value)),
            models.Index(
                fields=["peer", "id"], name="outgoing_dead_of", condition=Q(state=State.DEAD.value)
            ),
            models.Index(
                fields=["finished_at"],
                name="outgoing_finished",
                condition=Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peer} ← {self.verb} {self.number}"
