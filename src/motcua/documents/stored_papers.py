"""Tables of the personal store: kinds of papers, what each owner has, and who used it why."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.documents.retention_rules import What
from motcua.documents.store_rules import Owner, Source, Trust, Use, Worth, worth_on
from motcua.kernel.ids import new_id


class PaperKind(models.Model):
    """A kind of paper (loại giấy tờ): the national code of a result, or a local one."""

    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class Retention(models.Model):
    """How long something is kept from a day on (thời hạn bảo quản), set beside what ships.

    `keep_months` empty is for good; `kind_code` empty is for every kind without a rule of its own.
    """

    what = models.CharField(max_length=10, choices=[(one.value, one.label) for one in What])
    kind_code = models.CharField("mã loại giấy tờ", max_length=40, blank=True)
    keep_months = models.SmallIntegerField("thời hạn bảo quản, tháng", null=True)
    valid_from = models.DateField()
    basis = models.CharField("căn cứ", max_length=300)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "kind_code", "valid_from"], name="retention_once_a_day"
            ),
            models.CheckConstraint(
                name="retention_keeps_some_time",
                condition=Q(keep_months=None) | Q(keep_months__gt=0),
            ),
            models.CheckConstraint(name="retention_says_why", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.kind_code} {self.valid_from}"


class ComponentKind(models.Model):
    """Which kind of paper a component of a procedure may be met with, whatever its version."""

    procedure_code = models.CharField(max_length=30)
    component = models.CharField(max_length=40)
    kind = models.ForeignKey(PaperKind, models.PROTECT, related_name="components")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure_code", "component", "kind"], name="component_kind_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_code} {self.component} {self.kind_id}"


class StoredPaperQuerySet(models.QuerySet["StoredPaper"]):
    """Stored papers, and what is in one store."""

    def of(self, owner: Owner) -> "StoredPaperQuerySet":
        """Keep what is in the store of an owner, removed uploads left out."""
        if owner.person is not None:
            return self.filter(owner=owner.person, removed_at=None)
        return self.filter(organisation=owner.organisation, removed_at=None)


class StoredPaper(models.Model):
    """A paper in the store of a person or an organisation: what it is, whence, what it is worth.

    Whether it still counts follows from its dates and from what was done to it. What was taken
    from it is sealed under a key of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind_code = models.CharField("mã loại giấy tờ", max_length=40, blank=True)
    kind_name = models.CharField("loại giấy tờ", max_length=500)
    source = models.CharField(max_length=10, choices=[(s.value, s.label) for s in Source])
    trust = models.CharField(max_length=10, choices=[(t.value, t.label) for t in Trust])
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="+", db_index=False
    )
    code = models.CharField("mã kết quả số hóa", max_length=120, blank=True)
    agency = models.UUIDField(null=True)
    agency_name = models.CharField("cơ quan cấp", max_length=200, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    scope = models.CharField("phạm vi hiệu lực", max_length=300, blank=True)
    replaced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    dossier = models.UUIDField("hồ sơ gốc", null=True)
    entry = models.UUIDField("mục trong sổ kết quả", null=True)
    signatures = models.JSONField(default=list)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    put_by = models.UUIDField(null=True)
    put_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField("hết hạn lưu trong kho, đã xóa lúc", null=True)

    objects = StoredPaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_paper_has_one_owner",
                condition=Q(owner__isnull=False, organisation=None)
                | Q(owner=None, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(entry__isnull=False), name="stored_paper_entry_once"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="stored_paper_code_once"
            ),
            models.CheckConstraint(
                name="stored_paper_own_is_only_own",
                condition=Q(source=Source.UPLOAD.value, trust=Trust.OWN.value)
                | ~Q(source=Source.UPLOAD.value) & ~Q(trust=Trust.OWN.value),
            ),
            models.CheckConstraint(
                name="stored_paper_only_own_is_removed",
                condition=Q(removed_at=None) | Q(source=Source.UPLOAD.value),
            ),
            models.CheckConstraint(
                name="stored_paper_has_copy_or_data",
                condition=Q(document__isnull=False)
                | Q(sealed__isnull=False)
                | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="stored_paper_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "-put_at", "-id"],
                condition=Q(removed_at=None),
                name="stored_paper_owner",
            ),
            models.Index(
                fields=["organisation", "-put_at", "-id"],
                condition=Q(organisation__isnull=False, removed_at=None),
                name="stored_paper_organisation",
            ),
            models.Index(
                fields=["document"],
                condition=Q(document__isnull=False),
                name="stored_paper_document",
            ),
        ]

    def __str__(self) -> str:
        return self.kind_name

    @property
    def whose(self) -> Owner:
        """Return whose store the paper is in."""
        return Owner(self.owner_id, self.organisation_id)

    def worth(self, day: date) -> Worth:
        """Say what the paper is worth on a day."""
        return worth_on(
            day,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            replaced_at=self.replaced_at,
            revoked_at=self.revoked_at,
        )


class PaperUse(models.Model):
    """One use of a stored paper: who, when, why, for which dossier, and that its owner agreed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    paper = models.ForeignKey(StoredPaper, models.PROTECT, related_name="uses", db_index=False)
    use = models.CharField(max_length=10, choices=[(u.value, u.label) for u in Use])
    purpose = models.CharField("mục đích", max_length=300)
    dossier = models.UUIDField(null=True)
    consented = models.BooleanField("chủ kho đồng ý", default=False)
    by = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_use_filed_with_consent",
                condition=~Q(use=Use.FILED.value) | Q(consented=True, dossier__isnull=False),
            ),
            models.CheckConstraint(name="paper_use_says_why", condition=~Q(purpose="")),
        ]
        indexes = [
            models.Index(fields=["paper", "-at", "-id"], name="paper_use_paper"),
            models.Index(
                fields=["dossier"], condition=Q(dossier__isnull=False), name="paper_use_dossier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.paper_id} {self.at}"
