"""Writing a package: the manifest and its sealed list first, then one part after another."""

import os
import re
import zipfile
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from motcua.dossiers.archive.gathering import bytes_of
from motcua.dossiers.archive.package_rules import COVER, MANIFEST, Package

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP archive can say; moments stand in the manifest
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9._-]")


def file_name(package: Package) -> str:
    """Return what the package is called: by the code of its dossier (TT 13/2023/TT-BNV)."""
    return f"luu-tru-{_NOT_A_NAME.sub('-', package.code)}.zip"


def write_into(package: Package, file: IO[bytes]) -> None:
    """Write a package into an open file; memory holds one part at a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST, EARLIEST), package.manifest)
        archive.writestr(zipfile.ZipInfo(COVER, EARLIEST), package.cover)
        for part in package.parts:
            archive.writestr(zipfile.ZipInfo(part.path, EARLIEST), bytes_of(part))


def written_file(package: Package) -> IO[bytes]:
    """Return a package as an open file without a name: closed, and so gone, when it was sent."""
    with ExitStack() as held:
        file = held.enter_context(TemporaryFile())
        write_into(package, file)
        file.seek(0)
        held.pop_all()
    return file


def write(package: Package, folder: Path) -> Path:
    """Write a package into a folder, whole or not at all, and return where it is."""
    place = folder / file_name(package)
    being_made = place.with_name(f"{place.name}.part")
    try:
        with being_made.open("wb") as file:
            write_into(package, file)
            file.flush()
            os.fsync(file.fileno())
        being_made.replace(place)
    finally:
        being_made.unlink(missing_ok=True)
    return place
