"""Making and checking packages for the archive, and saying how long papers are kept.

Imported only once Django is ready.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.timezone import now
from rich.console import Console
from rich.markup import escape

from motcua.cli.verify import trusting_of
from motcua.documents.personal.retention import read_keepings, set_keepings
from motcua.dossiers.actions import archive
from motcua.dossiers.archive.verifying import examine
from motcua.dossiers.archive.writing import write
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import DossierId
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2


def make(number: str, folder: Path) -> None:
    """Write the package of a dossier into a folder and say where it is."""
    found = Dossier.objects.filter(Q(number=number) | Q(submission_code=number)).first()
    if found is None:
        raise CannotStart(f"Không có hồ sơ mang mã {number}.", WRONG_INPUT)
    try:
        package = archive(DossierId(found.id), by=SYSTEM, at=now())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    folder.mkdir(parents=True, exist_ok=True)
    place = write(package, folder)
    Console(highlight=False).print(
        f"Đã lập gói lưu trữ {len(package.parts)} tệp: {escape(str(place))}", soft_wrap=True
    )


def examined(file: Path, trusted: Sequence[Path]) -> Mapping[str, Any]:
    """Return what was found out about a package; `trusted` are further authorities."""
    try:
        found = examine(file, at=now(), trusting=trusting_of(trusted, online=False))
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    return {"file": file.name, "holds": found.holds, **asdict(found)}


def tell(found: Mapping[str, Any]) -> None:
    """Print what was found out about a package."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Hồ sơ:     [bold]{escape(found['code'])}[/], gói lập lúc {found['made_at']}")
    console.print(f"Đóng dấu:  {escape(found['sealed_by']) or '[red]không có[/]'}")
    counted = (
        f"{found['parts']} tệp, {found['signed']} văn bản có chữ ký, {found['events']} sự kiện"
    )
    console.print(f"Trong gói: {counted}")
    for fault in found["faults"]:
        console.print(f"[red]SAI[/]        {escape(fault['part'])}: {escape(fault['why'])}")
    console.print(
        "[green]Gói còn nguyên vẹn.[/]" if found["holds"] else "[red]Gói KHÔNG còn nguyên.[/]"
    )


def set_retention(file: Path) -> None:
    """Set the rules of a table; those that were there already stay."""
    try:
        many = set_keepings(read_keepings(file), by=SYSTEM, at=now())
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    Console(highlight=False).print(f"Đã đặt {many} thời hạn bảo quản mới.")
