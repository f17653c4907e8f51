"""What follows from limits that run out: who was told, what was apologised for, what moved."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from motcua.deadlines.rules import Stage
from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class Cause(StrEnum):
    """Why a due moment moved."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    OPINION = "opinion"
    RESUMED = "resumed"
    CALENDAR = "calendar"
    CHECKED = "checked"


PAUSING = (Cause.SUPPLEMENT, Cause.OBLIGATION, Cause.OPINION)
CAUSES = {
    Cause.SUPPLEMENT: "Tạm dừng chờ bổ sung",
    Cause.OBLIGATION: "Tạm dừng chờ nghĩa vụ tài chính",
    Cause.OPINION: "Tạm dừng chờ ý kiến",
    Cause.RESUMED: "Tính tiếp sau khi tạm dừng",
    Cause.CALENDAR: "Lịch làm việc thay đổi",
    Cause.CHECKED: "Kiểm tra hằng đêm",
}


class Recount(models.Model):
    """One counting anew of all open dossiers after a calendar was changed (tính lại ngày hẹn)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    calendar = models.ForeignKey("deadlines.Calendar", models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=10, choices=[(c.value, n) for c, n in CAUSES.items()])
    source = models.CharField(max_length=300)
    since = models.DateField("ngày đầu tiên có thể khác", null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    expected = models.IntegerField("dự kiến đổi", default=0)
    moved = models.IntegerField("đã đổi", default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="recount_newest")]

    def __str__(self) -> str:
        return f"{self.cause} {self.at}"


class Obligation(models.Model):
    """A financial obligation (nghĩa vụ tài chính) that the applicant must meet before the result:
    the notice that names it, and what proves that it was met."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="obligations", db_index=False)
    notice = models.CharField("số thông báo", max_length=200)
    demanded_by = models.UUIDField()
    demanded_at = models.DateTimeField()
    proof = models.CharField("chứng từ", max_length=200, blank=True)
    met_by = models.UUIDField(null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(met_at=None), name="obligation_one_open"
            ),
            models.CheckConstraint(name="obligation_names_its_notice", condition=~Q(notice="")),
        ]
        indexes = [models.Index(fields=["dossier", "demanded_at"], name="obligation_dossier")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.notice}"


class DueChange(models.Model):
    """A due moment that moved: from when to when, why, and by whose act."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="due_changes", db_index=False)
    old_due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=10, choices=[(c.value, n) for c, n in CAUSES.items()])
    recount = models.ForeignKey(
        Recount, models.PROTECT, null=True, related_name="changes", db_index=False
    )
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "at"], name="due_change_of_dossier"),
            models.Index(
                fields=["recount", "id"],
                name="due_change_of_recount",
                condition=Q(recount__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_at} → {self.new_due_at}"


class DueNotice(models.Model):
    """That a stage of a limit running out was reached, and who was told; once for a due moment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="due_notices", db_index=False)
    stage = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Stage])
    due_at = models.DateTimeField()
    told = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "due_at", "stage"], name="due_notice_once"),
        ]
        indexes = [models.Index(fields=["stage", "at"], name="due_notice_by_stage")]

    def __str__(self) -> str:
        return f"{self.stage} {self.dossier_id}"


class LateCause(models.Model):
    """A cause that an apology may name (lý do chậm trả kết quả), while it is in the list."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="late_cause_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Apology(models.Model):
    """Văn bản xin lỗi (Mẫu 04): why a result is late, whose fault it is, and the one new day.

    A dossier has one; written by who holds it, signed by who signs for the agency.
    """

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="apology"
    )
    cause = models.ForeignKey(LateCause, models.PROTECT, related_name="+")
    explanation = models.CharField(max_length=1000, blank=True)
    responsible = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField("hẹn lại")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="apology_names_a_later_day", condition=Q(new_due_at__gt=F("old_due_at"))
            ),
            models.CheckConstraint(
                name="apology_signed_by_somebody",
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"], name="apology_to_sign", condition=Q(signed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.new_due_at}"
