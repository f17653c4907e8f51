"""Which keys an installation holds: what each is for, by which algorithm, where it lies, how old.

The inventory of cryptographic assets that ASVS 11.1.2 asks for. It names keys and reads none of
them, except for the first word that says whether a token wraps it.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from motcua.runtime.token_keys import is_wrapped

FACTS = Path(__file__).parent / "facts" / "keys.csv"
FILE, TOKEN, ENVIRONMENT = "tệp", "tệp, thiết bị bọc", "biến môi trường"
OTHERS = 0o077  # the bits of a file's mode that let anybody but its owner in
PUBLIC = frozenset({"authorities/*", "backup-recipient"})


@dataclass(frozen=True, slots=True)
class Listed:
    """Keys of one kind.

    `since` is when the oldest of them was written, `due` when it is to be replaced; both None
    where nothing tells. `faults` are sentences about what is wrong with them.
    """

    name: str
    what: str
    algorithm: str
    where: str
    many: int
    since: datetime | None
    due: datetime | None
    faults: tuple[str, ...] = ()


def listed(folder: Path, environment: Mapping[str, str], at: datetime) -> list[Listed]:
    """Return the keys of a folder and of the environment, by kind, unknown files last."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        kinds = list(csv.DictReader(file))
    left = {one for one in folder.rglob("*") if one.is_file()}
    found: list[Listed] = []
    for kind in kinds:
        files = sorted(folder.glob(kind["pattern"]))
        left.difference_update(files)
        if environment.get(kind["environment"]):
            found.append(_given(kind))
        elif files:
            found.append(_kept(kind, files, at))
    return [*found, *_unknown(folder, left)]


def _given(kind: Mapping[str, str]) -> Listed:
    return Listed(
        kind["environment"], kind["what"], kind["algorithm"], ENVIRONMENT, 1, None, None
    )  # fmt: skip


def _kept(kind: Mapping[str, str], files: list[Path], at: datetime) -> Listed:
    since = min(_written(one) for one in files)
    due = since + timedelta(days=int(kind["days"])) if kind["days"] else None
    faults = []
    if kind["pattern"] not in PUBLIC and any(one.stat().st_mode & OTHERS for one in files):
        faults.append("người khác trên máy đọc được; hãy chmod 600")
    if due is not None and due < at:
        faults.append(f"đã quá hạn thay từ {due:%d/%m/%Y}")
    wrapped = len(files) == 1 and _is_wrapped(files[0])
    where = TOKEN if wrapped else FILE
    return Listed(
        kind["pattern"], kind["what"], kind["algorithm"], where, len(files), since, due,
        tuple(faults),
    )  # fmt: skip


def _unknown(folder: Path, files: set[Path]) -> Iterator[Listed]:
    for one in sorted(files):
        name = str(one.relative_to(folder))
        fault = "không rõ là khóa gì; hãy xem rồi chuyển đi nơi khác"
        yield Listed(name, "", "", FILE, 1, _written(one), None, (fault,))


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _is_wrapped(file: Path) -> bool:
    return is_wrapped(file.read_bytes()[:64].decode("utf-8", "replace"))
