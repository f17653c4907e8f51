"""Who applies: people, what identifies them, and how they sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from motcua.kernel.ids import new_id

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


class Account(AbstractBaseUser):
    """What a person signs in with (tài khoản)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    login = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return self.login


class AccessToken(models.Model):
    """A bearer token of a machine acting in a person's name; only its hash is kept."""

    digest = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    agency = models.UUIDField(null=True)
    purpose = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.purpose


class SecondFactor(models.Model):
    """An authenticator app that an account confirms important acts with (xác thực hai lớp).

    The secret is sealed under the master key. `last_step` is the step of the last code that was
    taken: no code is taken twice.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="second_factor"
    )
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.account_id)


class Confirmation(models.Model):
    """One use of a second factor (lần xác nhận bằng mã): good for one act, for a short while."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.given_at}"


class Attempt(models.Model):
    """How often something guessable was tried from one place in one window of time."""

    key = models.BinaryField()
    window = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="attempt_one_per_window"),
        ]
        indexes = [models.Index(fields=["window"], name="attempt_window")]

    def __str__(self) -> str:
        return f"{self.count} from {self.window}"
