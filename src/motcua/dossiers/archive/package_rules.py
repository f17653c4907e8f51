"""What a package for the archive is: its parts, its manifest, and the chain of what happened.

A package is a ZIP file. `manifest.json` names every other part with its size and SHA-256;
`muc-luc.pdf`, the list of what the file holds (mục lục hồ sơ), prints the SHA-256 of the manifest
and carries the seal of the agency, so that nothing in it can be exchanged unnoticed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from motcua.kernel.errors import DomainError

FORMAT = "motcua-archive/1"
MANIFEST = "manifest.json"
COVER = "muc-luc.pdf"
EVENTS = "su-kien.jsonl"
DOSSIER = "ho-so.json"
ANSWERS = "to-khai.json"
# Where papers lie, by what they are.
FOLDERS: Mapping[str, str] = {
    "component": "giay-to",
    "slip": "phieu",
    "draft": "du-thao",
    "result": "ket-qua",
    "scan": "ban-so-hoa",
    "copy": "ban-sao",
    "store": "giay-to",
}


class NotEnded(DomainError):
    """Only a dossier that has ended goes to the archive."""

    message = "Hồ sơ chưa kết thúc nên chưa lập được gói lưu trữ."


class SealMissing(DomainError):
    """A package without a seal proves nothing."""

    message = "Cơ quan {agency} chưa có chứng thư để đóng dấu mục lục hồ sơ."


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package: where it lies, what it is, its size and hash.

    `stored` is the hash under which the store has the bytes, `content` the bytes themselves when
    they were written for the package.
    """

    path: str
    what: str
    media_type: str
    size: int
    sha256: str
    signatures: Sequence[Mapping[str, str]] = ()
    document: UUID | None = None
    content: bytes | None = field(default=None, repr=False)

    def described(self) -> dict[str, object]:
        """Return the part as the manifest names it."""
        told: dict[str, object] = {
            "path": self.path,
            "what": self.what,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
        }
        if self.signatures:
            told["signatures"] = list(self.signatures)
        return told


@dataclass(frozen=True, slots=True)
class Package:
    """All that goes into a package, the sealed list included."""

    code: str
    manifest: bytes
    cover: bytes
    parts: Sequence[Part]


def written(value: object) -> bytes:
    """Return a value as JSON in UTF-8, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def part_of(path: str, what: str, media_type: str, content: bytes) -> Part:
    """Return a part that was written for the package."""
    digest = sha256(content).hexdigest()
    return Part(path, what, media_type, len(content), digest, content=content)


def link_of(before: bytes, event: Mapping[str, object]) -> bytes:
    """Return the hash of an event in its chain, as the database counts it.

    `facts` is the text of the facts as the database writes them; what is missing is left out.
    """
    names = ("subject", "sequence", "verb", "by", "agency", "at", "facts")
    said = "|".join(str(event[name]) for name in names if event.get(name) is not None)
    return sha256(before + said.encode()).digest()


def broken_link(events: Iterable[Mapping[str, object]]) -> str:
    """Return what is wrong with chains of events, in words; nothing when they hold.

    Events of several subjects may be mixed; each chain begins with 1 and has no gap.
    """
    last: dict[object, tuple[int, bytes]] = {}
    for event in events:
        number, before = last.get(event["subject"], (0, b""))
        if event["sequence"] != number + 1:
            return f"thiếu hoặc đảo sự kiện {number + 1} của {event['subject']}"
        link = link_of(before, event)
        if link.hex() != event["digest"]:
            return f"sự kiện {event['sequence']} ({event['verb']}) đã bị sửa"
        last[event["subject"]] = (number + 1, link)
    return ""


def ends_of(events: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Return of each chain how long it is and its last hash, by subject."""
    return {
        str(event["subject"]): {"events": event["sequence"], "digest": event["digest"]}
        for event in events
    }
