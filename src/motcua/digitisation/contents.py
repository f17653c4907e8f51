"""What was read from a paper and its code: sealed under the paper's own key, opened only here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from motcua.digitisation.models import DigitalCopy
from motcua.digitisation.page_text import Box
from motcua.digitisation.proposing import Proposal
from motcua.kernel.sealing import Sealed
from motcua.people.sealing import sealer


@dataclass(frozen=True, slots=True)
class Content:
    """What a machine proposed, what an officer stated, and the code that was given."""

    proposals: dict[str, Proposal] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    code: str = ""


def seal(copy: DigitalCopy, content: Content) -> None:
    """Put the content into its row, not yet saved; the data key stays the same."""
    plain = {
        "proposals": {name: asdict(one) for name, one in content.proposals.items()},
        "values": content.values,
        "code": content.code,
    }
    if copy.wrapped_key is None:
        sealed = sealer().seal(plain, copy.id.bytes)
    else:
        sealed = sealer().seal_again(plain, bytes(copy.wrapped_key), copy.id.bytes)
    copy.wrapped_key, copy.sealed = sealed.wrapped_key, sealed.content


def opened(copy: DigitalCopy) -> Content:
    """Return the content. The caller has checked that the reader may see it."""
    if copy.wrapped_key is None or copy.sealed is None:
        return Content()
    sealed = Sealed(bytes(copy.wrapped_key), bytes(copy.sealed))
    plain = sealer().unseal(sealed, copy.id.bytes)
    assert isinstance(plain, dict)
    proposals = {name: _proposal(one) for name, one in plain["proposals"].items()}
    return Content(proposals, dict(plain["values"]), str(plain["code"]))


def _proposal(kept: Mapping[str, object]) -> Proposal:
    box = kept["box"]
    assert isinstance(box, dict)
    rest = {name: value for name, value in kept.items() if name != "box"}
    return Proposal(**rest, box=Box(**box))  # type: ignore[arg-type]
