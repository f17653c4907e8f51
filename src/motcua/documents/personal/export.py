"""All of a personal store in one archive, written while it is sent: memory holds one file."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from motcua.documents.personal.queries import data_of
from motcua.documents.queries import content_of
from motcua.documents.store_rules import Source, Trust
from motcua.documents.stored_papers import StoredPaper
from motcua.kernel.text import folded

MANIFEST = "kho-giay-to.json"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP archive can say; the moment stands in the manifest
_NAME = re.compile(r"[^a-z0-9]+")


class Outgoing:
    """A file that only goes forward: what is written waits to be sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, some: bytes) -> int:
        """Keep bytes to be sent."""
        self._waiting.append(bytes(some))
        return len(some)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """Return what waits, and forget it."""
        waiting, self._waiting = b"".join(self._waiting), []
        return waiting


def exported(
    papers: Sequence[StoredPaper], uses: Mapping[UUID, Sequence[Mapping[str, str]]], at: datetime
) -> Iterator[bytes]:
    """Yield a ZIP archive of papers with a manifest: what each is, its SHA-256, who used it."""
    out = Outgoing()
    told = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for number, paper in enumerate(papers, start=1):
            name = _file_name(number, paper)
            told.append({"file": name, **_described(paper), "uses": list(uses.get(paper.id, ()))})
            if paper.document is not None:
                archive.writestr(zipfile.ZipInfo(name, EARLIEST), content_of(paper.document))
                yield out.taken()
        manifest = {"exported_at": at.isoformat(), "papers": told}
        written = json.dumps(manifest, ensure_ascii=False, indent=1, default=str).encode()
        archive.writestr(zipfile.ZipInfo(MANIFEST, EARLIEST), written)
    yield out.taken()


def _file_name(number: int, paper: StoredPaper) -> str:
    if paper.document is None:
        return ""
    ending = paper.document.name.rsplit(".", 1)[-1].lower()
    stem = _NAME.sub("-", folded(paper.kind_name)).strip("-")[:60] or "giay-to"
    return f"giay-to/{number:03d}-{stem}.{ending[:5]}"


def _described(paper: StoredPaper) -> dict[str, object]:
    return {
        "kind": paper.kind_name,
        "kind_code": paper.kind_code,
        "number": paper.number,
        "issued_by": paper.agency_name,
        "issued_on": paper.issued_on,
        "valid_from": paper.valid_from,
        "valid_to": paper.valid_to,
        "replaced_at": paper.replaced_at,
        "revoked_at": paper.revoked_at,
        "source": Source(paper.source).label,
        "trust": Trust(paper.trust).label,
        "digitisation_code": paper.code,
        "sha256": paper.document.file_id if paper.document else None,
        "size": paper.document.file.size if paper.document else None,
        "signatures": paper.signatures,
        "data": data_of(paper),
        "put_at": paper.put_at,
    }
