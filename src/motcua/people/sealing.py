"""The sealer of this installation, under the master key of the settings."""

from functools import lru_cache

from django.conf import settings

from motcua.kernel.sealing import Sealer


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """Return the sealer; made once, because preparing the cipher costs more than using it."""
    return Sealer(settings.MASTER_KEY)


def number_digest(number: str) -> bytes:
    """Return the look-up hash of a personal identification number."""
    return sealer().digest("personal-number", number)


def digest_at(kind: str, issuer: str, value: str) -> bytes:
    """Return the look-up hash of what an identity provider calls a person or a session."""
    return sealer().digest(kind, f"{issuer}\n{value}")


def login_digest(login: str) -> bytes:
    """Return the look-up hash of a login name."""
    return sealer().digest("login", login)
