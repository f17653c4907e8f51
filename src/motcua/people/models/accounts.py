"""What people sign in with, and what is guessed at."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from motcua.kernel.ids import new_id
from motcua.people.models.persons import Person


class Account(AbstractBaseUser):
    """What a person signs in with (tài khoản).

    `first_password_until` is set while the password is one that the program made: it opens nothing
    but the page on which its owner sets their own, and nothing at all afterwards.
    `password_given_by` is who handed it over; nobody's where the system did.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    login = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True)
    first_password_until = models.DateTimeField(null=True)
    password_given_by = models.UUIDField(null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return self.login


class PasswordBefore(models.Model):
    """A password that an account had before, as a hash: administrators do not come back to it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    password = models.CharField(max_length=128)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-until"], name="password_before_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.until}"


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


class RecoveryCode(models.Model):
    """A code kept on paper for when the device is lost (mã dự phòng): good once, kept as a hash."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at}"


class Passkey(models.Model):
    """A key in a device or a security key (khóa truy cập, WebAuthn): its public half.

    `sign_count` only rises; a device that counts backwards was copied.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    name = models.CharField("tên thiết bị", max_length=60)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


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
