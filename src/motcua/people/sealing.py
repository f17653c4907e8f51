"""The sealer of this installation, under the master key of the settings."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from motcua.kernel.sealing import Sealer
from motcua.runtime.token_keys import opened

# Names of files of the folder of keys, as `runtime.keys` writes them.
MASTER, DIGEST = "master", "digest"


def sealer() -> Sealer:
    """Return the sealer; made once for a key: preparing the cipher costs more than using it.

    Where the keys lie in the state folder, their file is looked at each time, which costs about a
    microsecond: every process seals with a new key from the moment it stands there.
    """
    path = f"{settings.KEYS}/{MASTER}"
    changed = _changed(path) if settings.KEYS_IN_FILE else 0
    return _made(settings.MASTER_KEY, settings.DIGEST_KEY, path, changed)


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def _made(given: str, digest_key: str, path: str, changed: int) -> Sealer:
    if not changed:
        return Sealer(given, digest_key)
    kept, digest = Path(path).read_text(), Path(path).with_name(DIGEST)
    return Sealer(
        ",".join(opened(one, digest.parent) for one in kept.split()),
        opened(digest.read_text().strip(), digest.parent) if digest.exists() else digest_key,
    )


def number_digest(number: str) -> bytes:
    """Return the look-up hash of a personal identification number."""
    return sealer().digest("personal-number", number)


def digest_at(kind: str, issuer: str, value: str) -> bytes:
    """Return the look-up hash of what an identity provider calls a person or a session."""
    return sealer().digest(kind, f"{issuer}\n{value}")


def login_digest(login: str) -> bytes:
    """Return the look-up hash of a login name."""
    return sealer().digest("login", login)
