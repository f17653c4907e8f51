"""What was said about a request, sealed under its own key and opened only here."""

from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer
from motcua.privacy.models import DataRequest


def words_of(request: DataRequest) -> dict[str, str]:
    """Return what was `asked`, why it took `longer`, how it `ended`, what was `erased` and what
    was `kept`. The caller has checked that the reader may see it."""
    sealed = Sealed(bytes(request.wrapped_key), bytes(request.sealed))
    opened = sealer().unseal(sealed, request.id.bytes)
    return {str(key): str(words) for key, words in dict(opened).items()}  # type: ignore[call-overload]
