"""Certificates of officers and agencies, what is being signed, and what was signed with them."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.signing.rules import Keeper, Level

KEEPERS = [
    (Keeper.KEY_FILE.value, "tệp khóa của hệ thống"),
    (Keeper.TOKEN.value, "thiết bị PKCS#11"),
    (Keeper.REMOTE.value, "dịch vụ ký số từ xa"),
]
LEVELS = [(level.value, level.value) for level in Level]
STATES = [("waiting", "đang ký"), ("made", "đã ký"), ("failed", "không ký được")]


class Certificate(models.Model):
    """A signing certificate (chứng thư chữ ký số) and who keeps its key.

    `key_file` names a key in a file, `key_name` one in a token (`token:label`) or at a service.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    owner = models.UUIDField()
    kind = models.CharField(max_length=10, choices=[("person", "cá nhân"), ("seal", "cơ quan")])
    subject_name = models.CharField(max_length=200)
    serial = models.CharField(max_length=60, unique=True)
    pem = models.TextField()
    keeper = models.CharField(
        max_length=10,
        choices=KEEPERS,
        default=Keeper.KEY_FILE.value,
        db_default=Keeper.KEY_FILE.value,
    )
    key_file = models.CharField(max_length=200, blank=True)
    key_name = models.CharField(max_length=200, blank=True, db_default="")
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_names_its_key",
                condition=Q(keeper=Keeper.KEY_FILE.value, key_name="") & ~Q(key_file="")
                | ~Q(keeper=Keeper.KEY_FILE.value) & Q(key_file="") & ~Q(key_name=""),
            ),
        ]
        indexes = [models.Index(fields=["owner", "kind"], name="certificate_owner")]

    def __str__(self) -> str:
        return self.subject_name


class SignatureRequest(models.Model):
    """A signature that somebody outside must make or time-stamp (yêu cầu ký số).

    Its id is the correlation id told to the keeper of the key. `shown_digest` is the SHA-256 of
    exactly the bytes that were laid before the signer, `prepared` the file with the hole,
    `attributes` what the key signs, `answer` the raw signature once it came. `act` says what
    the signature is for, to whoever goes on when it is made.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="requests")
    subject = models.UUIDField()
    act = models.CharField(max_length=20)
    key = models.UUIDField("việc hoặc phiếu cần ký")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    shown_digest = models.CharField(max_length=64)
    prepared = models.UUIDField("tệp chờ ký")
    hole_begins = models.IntegerField()
    hole_ends = models.IntegerField()
    attributes = models.BinaryField()
    answer = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    tries = models.IntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    document = models.UUIDField(null=True)
    by = models.UUIDField()
    agency = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "key"],
                condition=Q(state="waiting"),
                name="signature_request_one_waiting",
            ),
            models.CheckConstraint(
                name="signature_request_made_has_a_document",
                condition=~Q(state="made") | Q(document__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="signature_request_waiting"
            ),
            models.Index(fields=["subject"], name="signature_request_subject"),
            models.Index(fields=["key", "act", "asked_at"], name="signature_request_key"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state}"


class Signature(models.Model):
    """A signature on one exact version of a file (chữ ký số); its id is that of its request.

    `shown_digest` is the SHA-256 of the bytes before the signature, with which the signed file
    begins; `message_digest` what the signature itself says it covers.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="signatures")
    document = models.UUIDField()
    signed_digest = models.CharField(max_length=64)
    shown_digest = models.CharField(max_length=64, blank=True, db_default="")
    message_digest = models.CharField(max_length=64, blank=True, db_default="")
    level = models.CharField(
        max_length=6, choices=LEVELS, default=Level.BASIC.value, db_default=Level.BASIC.value
    )
    subject = models.UUIDField()
    by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "certificate"], name="signature_once_per_document"
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="signature_subject"),
            models.Index(fields=["message_digest"], name="signature_message_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.signed_at}"
