"""A closed dossier as a package for the archive: what is in it, and what tampering is named."""

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from motcua.documents.models import Document
from motcua.dossiers import actions
from motcua.dossiers.archive import verifying
from motcua.dossiers.archive.package_rules import NotEnded, Package, SealMissing
from motcua.dossiers.archive.verifying import Examined, NoPackage
from motcua.dossiers.archive.verifying import examine as examine_at
from motcua.dossiers.archive.writing import file_name, write
from motcua.dossiers.models import Dossier
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotPermitted
from motcua.signing.models import Certificate
from tests.builders import (
    a_case_officer,
    a_decided_dossier,
    a_records_clerk,
    step_on,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, verbs

pytestmark = pytest.mark.django_db
Parts = dict[str, bytes]


def examine(file: Path) -> Examined:
    """Check a package on the day on which it was made."""
    return examine_at(file, at=MONDAY_MORNING)


def a_delivered_dossier() -> Dossier:
    return step_on(a_decided_dossier())


def archived(dossier: Dossier, by: Actor | None = None) -> Package:
    who = by or a_records_clerk(dossier)
    return actions.archive(ident(dossier), by=who, at=MONDAY_MORNING)


def a_package(folder: Path) -> Path:
    return write(archived(a_delivered_dossier()), folder)


def unpacked(file: Path) -> Parts:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def with_manifest_made_to_fit(parts: Parts) -> Parts:
    """Return parts whose manifest names them as they are, as a careful forger would write it."""
    manifest = json.loads(parts["manifest.json"])
    for one in manifest["parts"]:
        content = parts[one["path"]]
        one["size"], one["sha256"] = len(content), sha256(content).hexdigest()
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def faults(found: Examined) -> dict[str, str]:
    return {fault.part: fault.why for fault in found.faults}


def test_a_package_holds_papers_answers_events_and_a_sealed_list(tmp_path: Path) -> None:
    dossier = a_delivered_dossier()

    package = archived(dossier)
    file = write(package, tmp_path)

    parts = unpacked(file)
    assert file.name == file_name(package) == f"luu-tru-{dossier.number}.zip"
    assert {"manifest.json", "muc-luc.pdf", "ho-so.json", "to-khai.json", "su-kien.jsonl"} <= set(
        parts
    )
    assert any(name.startswith("ket-qua/") for name in parts)
    assert any(name.startswith("giay-to/") for name in parts)
    told = json.loads(parts["ho-so.json"])
    assert told["dossier"]["number"] == dossier.number
    assert told["result"][0]["number"] == "1/KQGQ"
    assert told["register"][0]["number"] == "1/KQGQ"
    stated = json.loads(parts["to-khai.json"])
    assert stated["pages"][0]["answers"][0]["label"]


def test_a_package_as_it_was_made_holds(tmp_path: Path) -> None:
    dossier = a_delivered_dossier()
    happened = Event.objects.filter(subject=dossier.id).count()

    found = examine(write(archived(dossier), tmp_path))

    assert found.holds
    assert found.code == dossier.number
    assert found.events > happened
    assert found.signed >= 2
    assert found.sealed_by


def test_making_a_package_is_recorded_and_its_list_is_kept() -> None:
    dossier = a_delivered_dossier()

    package = archived(dossier)

    event = Event.objects.get(subject=dossier.id, verb="dossier.archived")
    assert event.facts["manifest"] == sha256(package.manifest).hexdigest()
    kept = Document.objects.get(subject=dossier.id, purpose="package")
    assert kept.file_id == sha256(package.cover).hexdigest()


def test_the_installation_itself_may_make_a_package() -> None:
    dossier = a_delivered_dossier()

    archived(dossier, SYSTEM)

    assert verbs(dossier)[-1] == "dossier.archived"


def test_a_second_package_holds_what_the_first_held_and_that_it_was_made(tmp_path: Path) -> None:
    dossier = a_delivered_dossier()
    first = archived(dossier)
    before = examine(write(first, tmp_path))

    second = archived(dossier)
    after = examine(write(second, tmp_path))

    assert [part.path for part in second.parts] == [part.path for part in first.parts]
    assert after.holds
    assert after.events == before.events + 1


def test_only_the_records_clerk_where_it_was_settled_makes_a_package() -> None:
    dossier = a_delivered_dossier()

    with pytest.raises(NotPermitted):
        archived(dossier, a_case_officer(dossier))


def test_a_dossier_that_has_not_ended_is_not_archived() -> None:
    dossier = a_decided_dossier()

    with pytest.raises(NotEnded):
        archived(dossier)


def test_without_a_seal_there_is_no_package_and_no_trace() -> None:
    dossier = a_delivered_dossier()
    Certificate.objects.all().update(not_after=MONDAY_MORNING)

    with pytest.raises(SealMissing):
        archived(dossier)

    assert "dossier.archived" not in verbs(dossier)


def test_tampering_with_any_part_is_named(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))

    for name in [one for one in parts if one != "manifest.json"]:
        content = bytearray(parts[name])
        content[len(content) // 2] ^= 1
        changed = packed(tmp_path / "changed.zip", {**parts, name: bytes(content)})

        assert name in faults(examine(changed)), name


def test_a_byte_changed_in_the_file_itself_names_its_part(tmp_path: Path) -> None:
    file = a_package(tmp_path)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        places = [(one.filename, one.header_offset) for one in archive.infolist()]
    changed = tmp_path / "changed.zip"

    for name, begins in places:
        content = bytearray(whole)
        content[begins + 30 + len(name.encode()) + 5] ^= 1
        changed.write_bytes(content)
        try:
            said = " ".join(faults(examine(changed)))
        except NoPackage as refusal:
            said = str(refusal)

        assert name in said, name


def test_what_was_added_to_the_list_after_its_seal_is_named(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))
    longer = {**parts, "muc-luc.pdf": parts["muc-luc.pdf"] + b"\n% more\n"}

    assert "muc-luc.pdf" in faults(examine(packed(tmp_path / "longer.zip", longer)))


def test_a_log_that_nobody_can_read_or_that_is_nowhere_is_named(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))
    garbled = with_manifest_made_to_fit({**parts, "su-kien.jsonl": b"{no json\n"})
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"] = [one for one in manifest["parts"] if one["path"] != "su-kien.jsonl"]
    nowhere = {**parts, "manifest.json": json.dumps(manifest).encode()}
    del nowhere["su-kien.jsonl"]

    unread = faults(examine(packed(tmp_path / "garbled.zip", garbled)))
    missing = faults(examine(packed(tmp_path / "nowhere.zip", nowhere)))

    assert "không đọc được" in unread["su-kien.jsonl"]
    assert missing["su-kien.jsonl"] == "bị thiếu"


@pytest.mark.parametrize("limit", ["LARGEST_MANIFEST", "LARGEST_SIGNED"])
def test_what_is_too_large_to_check_is_said(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_package(tmp_path)
    monkeypatch.setattr(verifying, limit, 10)

    try:
        said = " ".join(faults(examine(file)).values())
    except NoPackage as refusal:
        said = str(refusal)

    assert "quá lớn" in said


def test_a_part_that_is_missing_or_was_added_is_named(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))

    for name in [one for one in parts if one != "manifest.json"]:
        left = {key: value for key, value in parts.items() if key != name}

        assert name in faults(examine(packed(tmp_path / "less.zip", left))), name
    more = packed(tmp_path / "more.zip", {**parts, "giay-to/999-them.pdf": b"%PDF-1.7"})
    assert faults(examine(more)) == {"giay-to/999-them.pdf": "không có trong bản kê"}


def test_a_manifest_written_anew_to_fit_a_changed_part_is_not_the_sealed_one(
    tmp_path: Path,
) -> None:
    parts = unpacked(a_package(tmp_path))
    forged = with_manifest_made_to_fit({**parts, "ho-so.json": b"{}"})

    found = examine(packed(tmp_path / "forged.zip", forged))

    assert faults(found) == {
        "manifest.json": "không phải là bản kê mà mục lục đã đóng dấu",
    }


def test_a_signed_paper_changed_after_signing_is_named_though_the_manifest_fits(
    tmp_path: Path,
) -> None:
    parts = unpacked(a_package(tmp_path))
    result = next(name for name in parts if name.startswith("ket-qua/"))
    content = bytearray(parts[result])
    content[len(content) // 3] ^= 1
    forged = with_manifest_made_to_fit({**parts, result: bytes(content)})

    found = examine(packed(tmp_path / "forged.zip", forged))

    assert set(faults(found)) == {"manifest.json", result}


def _other_verb(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b"dossier.", b"dossiex."), *lines[1:]]


def _without_one(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines[2:]]


def _shortened(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def _swapped(lines: list[bytes]) -> list[bytes]:
    return [lines[1], lines[0], *lines[2:]]


@pytest.mark.parametrize("change", [_other_verb, _without_one, _shortened, _swapped])
def test_a_log_that_was_changed_does_not_count_up(
    change: Callable[[list[bytes]], list[bytes]], tmp_path: Path
) -> None:
    parts = unpacked(a_package(tmp_path))
    lines = parts["su-kien.jsonl"].splitlines(keepends=True)
    forged = with_manifest_made_to_fit({**parts, "su-kien.jsonl": b"".join(change(lines))})

    found = examine(packed(tmp_path / "forged.zip", forged))

    assert set(faults(found)) == {"manifest.json", "su-kien.jsonl"}


def test_a_seal_of_an_unknown_authority_is_not_believed(tmp_path: Path, keys: Path) -> None:
    file = a_package(tmp_path)
    for known in (keys / "authorities").glob("*.pem"):
        known.unlink()

    found = examine(file)

    assert "không được tin cậy" in faults(found)["muc-luc.pdf"]


def test_a_part_that_unpacks_to_more_than_the_list_says_is_read_no_further(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, "ho-so.json": b" " * 50_000_000}.items():
            archive.writestr(name, content)

    assert faults(examine(bomb)) == {"ho-so.json": "đã bị sửa (kích thước khác bản kê)"}


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"%PDF-1.7 no archive"],
)
def test_what_is_no_package_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)

    with pytest.raises(NoPackage):
        examine(file)


@pytest.mark.parametrize(
    "manifest",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"format": "other/1", "parts": []}',
        b'{"format": "motcua-archive/1", "parts": [{"path": "a"}]}',
        b'{"format": "motcua-archive/1", "parts": [{"path": "a", "size": "1", "sha256": "", '
        b'"media_type": ""}]}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(manifest: bytes, tmp_path: Path) -> None:
    file = packed(tmp_path / "x.zip", {"manifest.json": manifest})

    with pytest.raises(NoPackage):
        examine(file)


def test_an_archive_without_a_manifest_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(NoPackage):
        examine(packed(tmp_path / "x.zip", {"a": b"b"}))


def test_a_name_that_lies_twice_in_a_package_is_named(tmp_path: Path) -> None:
    parts = unpacked(a_package(tmp_path))
    file = packed(tmp_path / "twice.zip", parts)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("ho-so.json", b"{}")

    assert "ho-so.json" in faults(examine(file))
