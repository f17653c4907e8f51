"""Messages to people, and whether they arrived."""

from django.db import models

from motcua.kernel.ids import new_id


class Message(models.Model):
    """A message to a person: shown in the system, and sent by e-mail where there is one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.UUIDField()
    dossier = models.UUIDField(null=True)
    event = models.BigIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    email_state = models.CharField(
        max_length=10,
        choices=[
            ("none", "không gửi"),
            ("waiting", "chờ gửi"),
            ("sent", "đã gửi"),
            ("failed", "gửi lỗi"),
        ],
        default="none",
    )
    emailed_at = models.DateTimeField(null=True)
    portal = models.CharField(
        "mở ở",
        max_length=10,
        choices=[("citizen", "trang công dân"), ("officer", "cán bộ"), ("onestop", "một cửa")],
        db_default="citizen",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="message_once_per_event"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="message_of_person"),
            models.Index(
                fields=["dossier"],
                name="message_of_dossier",
                condition=models.Q(dossier__isnull=False),
            ),
            models.Index(
                fields=["person"], name="message_unread", condition=models.Q(read_at=None)
            ),
            models.Index(
                fields=["event", "id"],
                name="message_to_send",
                condition=models.Q(email_state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
