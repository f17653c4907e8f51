"""Who serves: agencies over time, officers, and the positions they hold."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.kernel.actors import ROLE_NAMES
from motcua.kernel.ids import new_id

KINDS = [
    ("province", "Ủy ban nhân dân tỉnh"),
    ("department", "Sở, ban, ngành"),
    ("service_centre", "Trung tâm Phục vụ hành chính công"),
    ("district", "Ủy ban nhân dân cấp huyện"),
    ("commune", "Ủy ban nhân dân cấp xã"),
]
NOT_TAKEN_BACK = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
TIERS = [("province", "cấp tỉnh"), ("district", "cấp huyện"), ("commune", "cấp xã")]


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies by the day asked about."""

    def in_force(self, day: date) -> "AgencyQuerySet":
        """Keep the agencies that exist on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Agency(models.Model):
    """An agency (cơ quan) and the days on which it exists."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField("mã định danh", max_length=35, unique=True)
    code_is_sample = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    tier = models.CharField(max_length=10, choices=TIERS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    gso_code = models.CharField("mã đơn vị hành chính", max_length=10, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["gso_code"], name="agency_gso_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Return the place that a committee governs: “Phường Hoa Lư”; others are named whole."""
        place = self.name.removeprefix("Ủy ban nhân dân ")
        return place[:1].upper() + place[1:]


class Succession(models.Model):
    """Who took over from whom when agencies were merged, split or dissolved."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances")
    effective_on = models.DateField()
    basis = models.CharField(max_length=200)
    divided = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_once_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Officer(models.Model):
    """A person in office (cán bộ, công chức); the id is the person's."""

    id = models.UUIDField(primary_key=True)
    full_name = models.CharField(max_length=120)
    staff_number = models.CharField("mã cán bộ", max_length=30, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"],
                condition=Q(staff_number__isnull=False),
                name="officer_staff_number",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Position(models.Model):
    """An officer's role at an agency, from a day to a day.

    One that ends before its first day was cancelled, or taken back as soon as it had begun; when
    that was done is `ended_at`. It stays, and the same post can be given again from the same day.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="positions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="positions")
    role = models.CharField(
        max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    title = models.CharField("chức danh", max_length=120)
    unit = models.CharField("phòng, bộ phận", max_length=120, db_default="", default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "agency", "role", "valid_from"],
                condition=NOT_TAKEN_BACK,
                name="position_held_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="position_agency_role")]

    def __str__(self) -> str:
        return f"{self.title} ({self.role})"


class Absence(models.Model):
    """Days on which an officer is away; nothing is assigned to them meanwhile."""

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="absences")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(to_on__gte=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.from_on}–{self.to_on}"


class Delegation(models.Model):
    """A role that an officer lets another exercise for some days (ủy quyền), with its basis."""

    id = models.UUIDField(primary_key=True, default=new_id)
    giver = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_received")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    from_on = models.DateField()
    to_on = models.DateField()
    basis = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins", condition=Q(to_on__gte=models.F("from_on"))
            ),
            models.CheckConstraint(
                name="delegation_to_another", condition=~Q(giver=models.F("receiver"))
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="delegation_agency_role")]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}"
