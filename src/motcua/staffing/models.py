"""Posts that wait for a second person."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.actors import ROLE_NAMES
from motcua.kernel.ids import new_id
from motcua.organisations.models import Agency, Officer, Position


class Appointment(models.Model):
    """A post with power over others as one administrator proposes it (đề nghị giao vị trí).

    It is worth nothing until another has confirmed it. `proposed_by` is nobody where whoever runs
    the system brought it with a file. `instead_of` is the post that ends with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(
        max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    title = models.CharField("chức danh", max_length=120)
    unit = models.CharField("phòng, bộ phận", max_length=120)
    from_on = models.DateField()
    instead_of = models.ForeignKey(
        Position, models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "agency", "role"],
                condition=Q(settled_at=None),
                name="appointment_one_waiting",
            ),
            models.CheckConstraint(
                name="appointment_confirmed_by_a_second_person",
                condition=Q(position=None)
                | (
                    Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(settled_by=F("officer_id"))
                    & (Q(proposed_by=None) | ~Q(settled_by=F("proposed_by")))
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at", "id"],
                condition=Q(settled_at=None),
                name="appointment_waiting_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"
