"""The secret that we share with a peer: sealed under the master key, never shown."""

from motcua.exchange.models import PeerVersion
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer


def seal_into(version: PeerVersion, secret: str) -> None:
    """Seal a secret into a version; it opens with that version only."""
    sealed = sealer().seal(secret, version.id.bytes)
    version.wrapped_key, version.sealed = sealed.wrapped_key, sealed.content


def secret_of(version: PeerVersion) -> str:
    """Return the secret of a version."""
    sealed = Sealed(bytes(version.wrapped_key), bytes(version.sealed))
    return str(sealer().unseal(sealed, version.id.bytes))
