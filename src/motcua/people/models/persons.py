"""Who applies: people and organisations, what identifies them, who speaks for whom."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from motcua.kernel.actors import Scope
from motcua.kernel.ids import new_id
from motcua.people.organisation_rules import Capacity, Kind, Standing, standing_on

SEXES = [("male", "Nam"), ("female", "Nữ")]


class Person(models.Model):
    """A natural person (cá nhân). Number, phone, e-mail and address are sealed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    full_name = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, choices=SEXES, null=True)
    number_digest = models.BinaryField(unique=True, null=True)
    verified_at = models.DateTimeField(null=True)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    search = models.GeneratedField(
        expression=models.Func(models.F("full_name"), function="motcua_search_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["search"], name="person_search")]

    def __str__(self) -> str:
        return self.full_name


class PopulationRecord(models.Model):
    """A line of the population register that this system may check identities against.

    In the sample province it is filled with invented people; elsewhere it stays empty and the
    national database is asked instead.
    """

    number_digest = models.BinaryField(primary_key=True)
    full_name = models.CharField(max_length=120)
    birth_date = models.DateField()
    sex = models.CharField(max_length=10, choices=SEXES)

    def __str__(self) -> str:
        return self.full_name


class Organisation(models.Model):
    """A business or another body that applies (tổ chức, doanh nghiệp, hộ kinh doanh).

    It is here only once somebody has seen the paper of its registration or the business register
    has confirmed it. All that is kept of it is public; who speaks for it are persons.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    tax_code = models.CharField("mã số thuế", max_length=14, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in Kind])
    address = models.CharField("địa chỉ trụ sở", max_length=300)
    verified_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=models.Func(models.F("name"), function="motcua_search_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_is_named", condition=~Q(name="") & ~Q(address="")
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="organisation_search")]

    def __str__(self) -> str:
        return self.name


class OrganisationRecord(models.Model):
    """A line of the business register that this system may check organisations against.

    In the sample province it is filled with invented firms; elsewhere it stays empty until a
    connection takes its place. Of the legal representative it has only the look-up hash.
    """

    tax_code = models.CharField(primary_key=True, max_length=14)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in Kind])
    address = models.CharField(max_length=300)
    representative_digest = models.BinaryField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, and those that hold on a day."""

    def in_force(self, day: date) -> "MandateQuerySet":
        """Keep what `standing_on` says is in force."""
        ends_later = Q(until_on=None) | Q(until_on__gte=day)
        return self.filter(ends_later, revoked_at=None, from_on__lte=day)


class Mandate(models.Model):
    """That a person may speak for an organisation (đại diện, ủy quyền), and on what it rests.

    Nobody speaks for an organisation without one; who only says so has a `MandateClaim`. Never
    changed but by its end.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandates", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates", db_index=False)
    capacity = models.CharField(max_length=10, choices=[(c.value, c.label) for c in Capacity])
    scope = models.CharField(max_length=10, choices=[(s.value, s.label) for s in Scope])
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    evidence = models.CharField("căn cứ", max_length=300)
    recorded_by = models.UUIDField(null=True)
    recorded_for = models.UUIDField("cơ quan ghi nhận", null=True)
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(revoked_at=None),
                name="mandate_one_standing",
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="mandate_authorised_has_end",
                condition=~Q(capacity=Capacity.AUTHORISED.value) | Q(until_on__isnull=False),
            ),
            models.CheckConstraint(name="mandate_says_why", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="mandate_revoked_says_why",
                condition=Q(revoked_at=None) | ~Q(revoke_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-recorded_at"], name="mandate_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organisation_id}"

    def standing(self, day: date) -> Standing:
        """Say whether the mandate holds on a day."""
        return standing_on(
            day, from_on=self.from_on, until_on=self.until_on, revoked_at=self.revoked_at
        )


class MandateClaim(models.Model):
    """That a person says they represent an organisation, not checked by anybody.

    It opens nothing. It names a tax code and no organisation, so that a word typed by a stranger
    is never taken for what is known of one.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    tax_code = models.CharField(max_length=14)
    evidence = models.CharField(max_length=300)
    claimed_at = models.DateTimeField()
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    refused_for = models.CharField(max_length=300, blank=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "tax_code"],
                condition=Q(settled_at=None),
                name="mandate_claim_one_open",
            ),
            models.CheckConstraint(
                name="mandate_claim_settled_one_way",
                condition=Q(settled_at=None, mandate=None, refused_for="")
                | Q(settled_at__isnull=False, mandate__isnull=False, refused_for="")
                | Q(settled_at__isnull=False, mandate=None) & ~Q(refused_for=""),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-claimed_at"], name="mandate_claim_person"),
            models.Index(
                fields=["tax_code"], condition=Q(settled_at=None), name="mandate_claim_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.tax_code}"
