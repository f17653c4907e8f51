"""What the register keeps of a holder beyond the name: sealed, and found by a keyed hash."""

from dataclasses import dataclass
from uuid import UUID

from motcua.kernel.sealing import Sealed, Sealer
from motcua.people.rules import masked_number
from motcua.people.sealing import number_digest, sealer
from motcua.results.models import Entry
from motcua.results.rules import Holder


@dataclass(frozen=True, slots=True)
class HolderShown:
    """A holder as those see them who may read the line."""

    name: str
    masked_number: str
    birth_year: int | None


def digest_of(number: str) -> bytes | None:
    """Return the look-up hash of a holder's number; nothing when there is none."""
    digits = number.strip()
    return number_digest(digits) if digits else None


def seal(holder: Holder, entry: UUID) -> Sealed:
    """Seal number and year of birth; they open only with the line's own id."""
    return seal_with(sealer(), holder.number.strip(), holder.birth_year, entry.bytes)


def seal_with(keeper: Sealer, number: str, birth_year: int | None, entry: bytes) -> Sealed:
    """Seal the same with a sealer that is at hand, for many lines at once."""
    return keeper.seal({"number": number, "birth_year": birth_year}, entry)


def opened(entry: Entry) -> Holder:
    """Open what is sealed of a holder. The caller has checked that the reader may see it."""
    sealed = Sealed(bytes(entry.wrapped_key), bytes(entry.sealed))
    kept = dict(sealer().unseal(sealed, entry.id.bytes))  # type: ignore[call-overload]
    return Holder(entry.holder_name, kept["number"], kept["birth_year"], entry.holder_id)


def shown(entry: Entry) -> HolderShown:
    """Return a holder with the number masked."""
    holder = opened(entry)
    return HolderShown(holder.name, masked_number(holder.number), holder.birth_year)
