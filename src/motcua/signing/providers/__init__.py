"""Where keys are kept: one file per keeper. Each signs bytes for a certificate.

A key in a file is on this machine: using it is computation. The others are asked outside of any
transaction, with the id of the request, and may be asked again with the same id.
"""

from uuid import UUID

from motcua.signing.models import Certificate
from motcua.signing.providers import key_file, remote, token
from motcua.signing.rules import Keeper

__all__ = ["is_local", "signature"]


def is_local(certificate: Certificate) -> bool:
    """Say whether signing with a certificate asks nobody outside this process."""
    return certificate.keeper == Keeper.KEY_FILE


def signature(certificate: Certificate, content: bytes, request: UUID, *, again: bool) -> bytes:
    """Return the signature over `content`, from whoever keeps the key.

    Raises `KeeperUnavailable` when it should be tried again later, `KeeperRefused` when not.
    `again` says that the keeper may have been asked before.
    """
    if certificate.keeper == Keeper.REMOTE:
        return remote.signature(certificate, content, request, again=again)
    if certificate.keeper == Keeper.TOKEN:
        return token.signature(certificate, content)
    return key_file.signature(certificate, content)
