"""Who vouches for people, who is signed in where, and the log of both."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id
from motcua.people.identity_rules import Provider
from motcua.people.models.accounts import Account
from motcua.people.sign_in_rules import Happened, Method


class IdentityProvider(models.Model):
    """A system that vouches for people (hệ thống định danh và xác thực điện tử), as data.

    Its secret lies in a file of the state folder. `metadata` and `keys` are what it last published;
    `keys_asked_at` is when it was last asked, so that a flood of unknown keys asks it rarely.
    """

    code = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=300, unique=True)
    client_id = models.CharField(max_length=200)
    scopes = models.CharField(max_length=200)
    claims = models.JSONField()
    levels = models.JSONField()
    least_level = models.SmallIntegerField()
    is_enabled = models.BooleanField(default=True)
    metadata = models.JSONField(null=True)
    metadata_at = models.DateTimeField(null=True)
    keys = models.JSONField(null=True)
    keys_asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code

    @property
    def as_configured(self) -> Provider:
        """Return the configuration as a value."""
        return Provider(
            self.code,
            self.name,
            self.issuer,
            self.client_id,
            self.scopes,
            dict(self.claims),
            dict(self.levels),
            self.least_level,
        )


class Identity(models.Model):
    """That an account belongs to a subject of an issuer (định danh điện tử).

    Found by issuer and subject alone, of which only the keyed hash is kept: a subject may be an
    identity number. An account has one identity of a provider.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(IdentityProvider, models.PROTECT, related_name="+", db_index=False)
    subject_digest = models.BinaryField(unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "account"], name="identity_one_of_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.account_id}"


class SignIn(models.Model):
    """One session of an account (phiên đăng nhập): since when, from where, how sure of whom.

    It is open while its row is here; ending it deletes the row together with the session.
    `seen_at` is at most a minute behind.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins", db_index=False)
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField("địa chỉ mạng", max_length=45)
    device = models.CharField("thiết bị", max_length=60)
    method = models.CharField(max_length=10, choices=[(m.value, m.label) for m in Method])
    level = models.SmallIntegerField("mức độ định danh")
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="+")
    provider_session = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_in_by_provider_has_identity",
                condition=Q(method=Method.PROVIDER.value, identity__isnull=False)
                | ~Q(method=Method.PROVIDER.value) & Q(identity=None),
            )
        ]
        indexes = [
            models.Index(fields=["account", "-begun_at"], name="sign_in_account"),
            models.Index(
                fields=["provider_session"],
                condition=Q(provider_session__isnull=False),
                name="sign_in_provider_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.begun_at}"


class SignInLine(models.Model):
    """A line of the log of signing in (nhật ký đăng nhập): what, when, who, from which address
    and port. Of a login that nobody has, only the keyed hash is kept: it may be a mistyped
    password. Lines are never changed; a job deletes the old ones.
    """

    what = models.CharField(max_length=16, choices=[(h.value, h.label) for h in Happened])
    at = models.DateTimeField()
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    login_digest = models.BinaryField(null=True)
    address = models.CharField(max_length=45)
    port = models.IntegerField(null=True)
    method = models.CharField(
        max_length=10, choices=[(m.value, m.label) for m in Method], blank=True
    )

    class Meta:
        indexes = [
            models.Index(F("account"), F("at").desc(), name="sign_in_line_account"),
            models.Index(fields=["at"], name="sign_in_line_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.what}"


class SignInPolicy(models.Model):
    """What is demanded of those who sign in from a day on (quy định đăng nhập), and why."""

    id = models.UUIDField(primary_key=True, default=new_id)
    from_on = models.DateField(unique=True)
    basis = models.CharField("căn cứ", max_length=300)
    values = models.JSONField()

    def __str__(self) -> str:
        return f"{self.from_on}"
