"""Checking a package of the archive: nothing is missing, added or changed, and every seal holds.

Needs no database: an archive system may check what it was sent. What it trusts are the
certificate authorities of the installation that checks, never those of the package.
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from motcua.documents import pdfium
from motcua.dossiers.archive.package_rules import (
    COVER,
    EVENTS,
    FORMAT,
    MANIFEST,
    broken_link,
    ends_of,
)
from motcua.kernel.errors import DomainError
from motcua.signing.rules import NotSigned, SignatureBroken, Verdict
from motcua.signing.verifying import Trusting
from motcua.signing.verifying import verify as signatures_of

Verdicts = Callable[[bytes], list[Verdict]]
LARGEST_MANIFEST = 20_000_000
LARGEST_SIGNED = 200_000_000
CHUNK = 1024 * 1024
PDF = "application/pdf"


class NoPackage(DomainError):
    """A file that is no package for the archive."""

    message = "Tệp này không phải là gói lưu trữ hồ sơ: {why}."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of a package."""

    part: str
    why: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found out about a package."""

    code: str
    made_at: str
    parts: int
    signed: int
    events: int
    sealed_by: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Say whether the package is as it was sealed."""
        return not self.faults


def examine(file: Path, *, at: datetime, trusting: Trusting | None = None) -> Examined:
    """Check a package part by part, its signatures as of a moment; refuse a file that is none."""
    verdicts = partial(signatures_of, at=at, trusting=trusting)
    try:
        with zipfile.ZipFile(file) as archive:
            return _examined(archive, verdicts)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NoPackage(why="tệp nén bị hỏng") from error


def _examined(archive: zipfile.ZipFile, verdicts: Verdicts) -> Examined:
    names = archive.namelist()
    manifest = _manifest(archive, names)
    faults = [Fault(name, "nằm hai lần trong gói") for name in _doubled(names)]
    named: dict[str, Mapping[str, Any]] = {str(one["path"]): one for one in manifest["parts"]}
    faults += [
        Fault(name, "không có trong bản kê")
        for name in dict.fromkeys(names)
        if name not in named and name not in {MANIFEST, COVER}
    ]
    for path, told in named.items():
        faults += _part_faults(archive, path, told, verdicts)
    sealed_by, wrong = _cover(archive, names, verdicts)
    faults += wrong
    events, wrong = _events(archive, manifest, faults)
    return Examined(
        code=str(manifest.get("code", "")),
        made_at=str(manifest.get("made_at", "")),
        parts=len(named),
        signed=sum(_is_signed(told) for told in named.values()),
        events=events,
        sealed_by=sealed_by,
        faults=faults + wrong,
    )


def _part_faults(
    archive: zipfile.ZipFile, path: str, told: Mapping[str, Any], verdicts: Verdicts
) -> list[Fault]:
    if path not in archive.namelist():
        return [Fault(path, "bị thiếu")]
    why = _changed(archive, path, told)
    if why:
        return [Fault(path, why)]
    return _signature_faults(path, archive, told["size"], verdicts) if _is_signed(told) else []


def _is_signed(told: Mapping[str, Any]) -> bool:
    return bool(told.get("signatures")) and told["media_type"] == PDF


def _manifest(archive: zipfile.ZipFile, names: list[str]) -> Mapping[str, Any]:
    if MANIFEST not in names:
        raise NoPackage(why=f"không có {MANIFEST}")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise NoPackage(why=f"{MANIFEST} quá lớn")
    try:
        content = archive.read(MANIFEST)
    except zipfile.BadZipFile as error:
        raise NoPackage(why=f"{MANIFEST} đã bị sửa") from error
    try:
        found = json.loads(content)
        known = found["format"] == FORMAT and all(_names_a_part(one) for one in found["parts"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoPackage(why=f"không đọc được {MANIFEST}") from error
    if not known:
        raise NoPackage(why=f"{MANIFEST} không theo dạng {FORMAT}")
    return dict(found)


def _names_a_part(one: Mapping[str, Any]) -> bool:
    texts = (one["path"], one["sha256"], one["media_type"])
    return isinstance(one["size"], int) and all(isinstance(text, str) for text in texts)


def _doubled(names: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _changed(archive: zipfile.ZipFile, path: str, told: Mapping[str, Any]) -> str:
    """Return what differs between a part and the manifest; reads it in pieces and no further
    than the manifest says that it goes."""
    counted, size = sha256(), 0
    try:
        with archive.open(path) as part:
            while size <= told["size"] and (piece := part.read(CHUNK)):
                counted.update(piece)
                size += len(piece)
    except zipfile.BadZipFile:
        return "đã bị sửa (mã kiểm tra của tệp nén không khớp)"
    if size != told["size"]:
        return "đã bị sửa (kích thước khác bản kê)"
    return "" if counted.hexdigest() == told["sha256"] else "đã bị sửa (mã băm khác bản kê)"


def _signature_faults(
    path: str, archive: zipfile.ZipFile, size: int, verdicts: Verdicts
) -> list[Fault]:
    if size > LARGEST_SIGNED:
        return [Fault(path, "quá lớn nên không kiểm tra được chữ ký")]
    try:
        made = verdicts(archive.read(path))
    except NotSigned as refusal:
        return [Fault(path, str(refusal))]
    return [Fault(path, why) for one in made if (why := _weakness(one))]


def _weakness(one: Verdict) -> str:
    if not one.intact:
        return f"chữ ký của {one.signer}: nội dung đã bị sửa sau khi ký"
    if not one.trusted:
        return f"chữ ký của {one.signer}: chứng thư do {one.issuer} cấp không được tin cậy"
    return ""


def _cover(
    archive: zipfile.ZipFile, names: list[str], verdicts: Verdicts
) -> tuple[str, list[Fault]]:
    """Check the sealed list: who sealed it, that it is whole, and that it is of this manifest."""
    if COVER not in names:
        return "", [Fault(COVER, "bị thiếu, nên không ai bảo đảm cho gói này")]
    if archive.getinfo(COVER).file_size > LARGEST_SIGNED:
        return "", [Fault(COVER, "quá lớn")]
    try:
        content = archive.read(COVER)
        made = verdicts(content)
    except zipfile.BadZipFile:
        return "", [Fault(COVER, "đã bị sửa (mã kiểm tra của tệp nén không khớp)")]
    except (NotSigned, SignatureBroken) as refusal:
        return "", [Fault(COVER, str(refusal))]
    faults = [Fault(COVER, why) for one in made if (why := _weakness(one))]
    if not made[-1].covers_whole_file:
        faults.append(Fault(COVER, "có phần thêm vào sau khi đóng dấu"))
    if sha256(archive.read(MANIFEST)).hexdigest() not in _letters(content):
        faults.append(Fault(MANIFEST, "không phải là bản kê mà mục lục đã đóng dấu"))
    return made[-1].signer, faults


def _letters(pdf: bytes) -> str:
    """Return the letters that a paper prints, without spaces and ends of lines."""
    with pdfium.document(pdf) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    return "".join("".join(pages).split())


def _events(
    archive: zipfile.ZipFile, manifest: Mapping[str, Any], found: list[Fault]
) -> tuple[int, list[Fault]]:
    """Count the hashes of the log again; a log that was changed was named before."""
    if any(fault.part == EVENTS for fault in found):
        return 0, []
    if EVENTS not in archive.namelist():
        return 0, [Fault(EVENTS, "bị thiếu")]
    try:
        events = [json.loads(line) for line in archive.read(EVENTS).splitlines()]
        why = broken_link(events)
        if not why and ends_of(events) != manifest["chains"]:
            why = "nhật ký không kết thúc như bản kê nói"
    except (ValueError, KeyError, TypeError) as error:
        return 0, [Fault(EVENTS, f"không đọc được ({type(error).__name__})")]
    return len(events), [Fault(EVENTS, why)] if why else []
