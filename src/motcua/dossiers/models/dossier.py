"""The dossier (hồ sơ thủ tục hành chính) and what belongs to it."""

from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from motcua.documents.store_rules import Owner
from motcua.dossiers.rules import LABELS, OPEN, Channel, ResultChannel, Status
from motcua.events.rows import read
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import DossierId, new_id

_FINDABLE = ("search", "receiving_agency", "settling_agency", "submitted_at")
_OPEN = sorted(status.value for status in OPEN)


def in_name_of(owner: Owner) -> Q:
    """Return the condition of the dossiers that are somebody's: a person's own, or an
    organisation's."""
    if owner.organisation is not None:
        return Q(organisation=owner.organisation)
    return Q(applicant=owner.person, organisation=None)


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers, and the one that is being changed."""

    def locked(self, dossier: DossierId | UUID) -> "Dossier":
        """Fetch a dossier and hold its row until the transaction ends; refuse an unknown one."""
        found = read(Dossier, "WHERE id = %s FOR UPDATE", [dossier])
        if not found:
            raise NotFound
        return found[0]


class Dossier(models.Model):
    """A citizen's application under one procedure (hồ sơ thủ tục hành chính).

    `applicant` is the person who applies: in their own name, or under a mandate in that of an
    `organisation`, whose the dossier is then and whose name `applicant_name` is.
    Where it was received, who settles it and where the applicant was helped are three facts.
    `revision` rises with every act, so that a stale page is noticed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission_code = models.CharField("mã nộp", max_length=20, unique=True)
    submission_key = models.UUIDField(null=True)
    body_digest = models.BinaryField(null=True)
    number = models.CharField("mã hồ sơ", max_length=60, unique=True, null=True)
    # Foreign keys whose column leads an index of their own below need no second one.
    procedure = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+", db_index=False
    )
    case = models.CharField(max_length=40, blank=True)
    applicant = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    applicant_name = models.CharField(max_length=120)
    filed_by = models.UUIDField()
    receiving_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    settling_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    assisting_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=[(c.value, c.label) for c in Channel])
    result_channel = models.CharField(
        max_length=10,
        choices=[(c.value, c.label) for c in ResultChannel],
        default=ResultChannel.ONLINE.value,
    )
    result_address = models.CharField(max_length=300, blank=True)
    status = models.CharField(
        max_length=20,
        choices=[(s.value, label) for s, label in LABELS.items()],
        default=Status.DRAFT.value,
    )
    revision = models.IntegerField(default=0)
    fee = models.BigIntegerField(default=0)
    lookup_code = models.CharField("mã tra cứu", max_length=12)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    officially_received_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField("hạn trả lời tiếp nhận", null=True)
    accepted_at = models.DateTimeField(null=True)
    limit_value = models.SmallIntegerField(null=True)
    limit_unit = models.CharField(max_length=15, blank=True)
    original_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField("ngày hẹn trả", null=True)
    responsible = models.UUIDField("người đang chịu trách nhiệm", null=True)
    case_officer = models.UUIDField("người thụ lý", null=True)
    step = models.CharField("bước đang xử lý", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=models.Func(models.F("applicant_name"), function="motcua_search_document"),
        output_field=SearchVectorField(), db_persist=True
    )  # fmt: skip

    objects = DossierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["filed_by", "submission_key"], name="dossier_submission_key_once"
            ),
            models.CheckConstraint(
                name="dossier_has_number_once_accepted",
                condition=Q(number__isnull=True, accepted_at__isnull=True)
                | Q(number__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_submitted_has_agencies",
                condition=Q(status=Status.DRAFT.value)
                | Q(receiving_agency__isnull=False, settling_agency__isnull=False),
            ),
            models.CheckConstraint(name="dossier_fee_not_negative", condition=Q(fee__gte=0)),
            models.CheckConstraint(
                name="dossier_times_in_order",
                condition=(Q(accepted_at=None) | Q(accepted_at__gte=models.F("submitted_at")))
                & (Q(decided_at=None) | Q(decided_at__gte=models.F("accepted_at")))
                & (Q(delivered_at=None) | Q(delivered_at__gte=models.F("decided_at"))),
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-opened_at", "-id"], name="dossier_of_applicant"),
            models.Index(
                fields=["organisation", "-opened_at", "-id"],
                name="dossier_of_organisation",
                condition=Q(organisation__isnull=False),
            ),
            models.Index(
                fields=["receiving_agency", "status", "submitted_at", "id"],
                name="dossier_at_reception",
            ),
            models.Index(
                fields=["settling_agency", "due_at", "id"],
                name="dossier_due_while_open",
                condition=Q(status__in=_OPEN),
            ),
            models.Index(
                fields=["answer_due_at"],
                name="dossier_to_answer",
                condition=Q(status=Status.SUBMITTED.value),
            ),
            models.Index(
                fields=["filed_by", "-opened_at", "-id"],
                name="dossier_drafted_by",
                condition=Q(status=Status.DRAFT.value),
            ),
            models.Index(fields=["accepted_at"], name="dossier_accepted_at"),
            models.Index(
                fields=["submitted_at", "id"],
                name="dossier_never_accepted",
                condition=Q(accepted_at=None, status__in=["declined", "withdrawn"]),
            ),
            models.Index(
                fields=["receiving_agency", "accepted_at", "id"],
                name="dossier_in_register",
                condition=Q(accepted_at__isnull=False),
            ),
            models.Index(fields=["decided_at"], name="dossier_decided_at"),
            models.Index(
                fields=["case_officer", "accepted_at"],
                name="dossier_of_case_officer",
                condition=Q(case_officer__isnull=False),
            ),
            models.Index(fields=["procedure"], name="dossier_procedure"),
            GinIndex(
                models.Func(*_FINDABLE, function="motcua_findable"),
                name="dossier_findable",
                fastupdate=False,  # a search of a hundred stretches would read what waits each time
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.submission_code

    @property
    def owner(self) -> Owner:
        """Return into whose store of papers its result goes, and out of whose it may take some."""
        if self.organisation_id is not None:
            return Owner(organisation=self.organisation_id)
        return Owner(person=self.applicant_id)


class Answers(models.Model):
    """What the applicant stated (nội dung kê khai), sealed under the dossier's own key."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, primary_key=True, related_name="answers"
    )
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.dossier_id)


class Attachment(models.Model):
    """A paper of the dossier, as a file or as a sheet handed over at the counter."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="attachments", db_index=False)
    component = models.CharField(max_length=40)
    document = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    originals = models.SmallIntegerField(default=0)
    copies = models.SmallIntegerField(default=0)
    replaced_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    stored = models.UUIDField("giấy tờ trong kho của người nộp", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "component", "document"], name="attachment_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SupplementRequest(models.Model):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: what is wrong, where, and why."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements", db_index=False)
    stage = models.CharField(
        max_length=20,
        choices=[("before_acceptance", "trước khi tiếp nhận"), ("settlement", "khi giải quyết")],
    )
    items = models.JSONField()
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    answer_by = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField("người bổ sung", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(answered_at=None), name="supplement_one_open"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "requested_at"], name="supplement_dossier")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.requested_at}"


class HandOver(models.Model):
    """A row of the Phiếu kiểm soát: who gave the dossier to whom, and when it was taken.

    Until the receiver acknowledges, the giver answers for it (TT 01/2018/TT-VPCP, Mẫu 05).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hand_overs", db_index=False)
    task = models.UUIDField()
    from_person = models.UUIDField(null=True)
    to_person = models.UUIDField()
    reason = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(acknowledged_at=None), name="hand_over_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "given_at"], name="hand_over_dossier"),
            models.Index(
                fields=["to_person"],
                name="hand_over_waiting",
                condition=Q(acknowledged_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"


class Consultation(models.Model):
    """An opinion asked of another agency (lấy ý kiến); silence is not consent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="consultations", db_index=False
    )
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    agrees = models.BooleanField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier"], name="consultation_dossier"),
            models.Index(
                fields=["agency", "due_at"],
                name="consultation_waiting",
                condition=Q(answered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} → {self.agency_id}"


class Result(models.Model):
    """The decision (kết quả giải quyết): granted or refused, drafted, signed, numbered, sealed."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="result")
    granted = models.BooleanField()
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    content = models.TextField(blank=True)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    signer = models.UUIDField(null=True)
    signed_document = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    number = models.CharField("số văn bản", max_length=40, null=True)
    issued_by = models.UUIDField(null=True)
    document = models.UUIDField(null=True)
    issued_at = models.DateTimeField(null=True)
    on_paper = models.BooleanField("chỉ có bản giấy", default=False)
    verify_code = models.CharField("mã xác thực", max_length=24, unique=True, null=True)
    delivered_by = models.UUIDField(null=True)
    delivery_channel = models.CharField(max_length=10, blank=True)
    taken_by = models.CharField("người nhận", max_length=120, blank=True)
    taken_by_number = models.CharField("giấy tờ người nhận (che bớt)", max_length=20, blank=True)
    postal_code = models.CharField("mã vận đơn", max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="result_refusal_has_a_reason", condition=Q(granted=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="result_issued_is_signed",
                condition=Q(issued_at=None)
                | Q(signed_at__isnull=False, number__isnull=False)
                & (Q(document__isnull=False) | Q(on_paper=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.dossier_id)


class Refusal(models.Model):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ: the reason and the legal basis."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="refusal"
    )
    reason = models.TextField()
    basis = models.CharField(max_length=300)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="refusal_says_why", condition=~Q(reason="") & ~Q(basis="")),
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


class Turn(models.Model):
    """Whose turn it was last when steps of a role at an agency are given out in turn."""

    id = models.BigAutoField(primary_key=True)
    agency = models.UUIDField()
    role = models.CharField(max_length=20)
    last = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="turn_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.last}"
