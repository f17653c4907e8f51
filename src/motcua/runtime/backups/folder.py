"""The folder of backups: what lies where, and what is whole.

motcua-backup.json      which database these are backups of
base/STAMP/             one copy of the database: base.tar.gz.age, keys.tar.age, backup_manifest
base/STAMP/made.json    written last: a copy without it was broken off and is not one
wal/NAME.gz.age         the write-ahead log, segment by segment
files/ab/SHA256.age     stored files, each once
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from motcua.runtime.backups.sealing import keep
from motcua.runtime.durable import digest_of
from motcua.runtime.refusals import CannotStart

KIND = "motcua-backup 1"
ABOUT, MADE = "motcua-backup.json", "made.json"
SEGMENT = re.compile(r"[0-9A-F]{24}")
HISTORY = re.compile(r"[0-9A-F]{8}\.history")
SEALED, ZIPPED = ".age", ".gz.age"


class BackupBroken(CannotStart):
    """A backup lacks something, or something in it was changed."""


@dataclass(frozen=True, slots=True)
class Base:
    """One copy of the database. `follows` names the copy that an incremental one rests on; `pieces`
    are its files with their SHA-256; `files` says how many stored files there were."""

    stamp: str
    made_at: str
    follows: str
    first_segment: str
    pieces: dict[str, str]
    files: int

    @property
    def moment(self) -> datetime:
        """Return when it was finished."""
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of backups."""

    root: Path

    @property
    def wal(self) -> Path:
        """Return where segments of the write-ahead log are."""
        return self.root / "wal"

    def base(self, stamp: str) -> Path:
        """Return where a copy of the database is."""
        return self.root / "base" / stamp

    def file(self, digest: str) -> Path:
        """Return where a stored file is."""
        return self.root / "files" / digest[:2] / f"{digest}{SEALED}"

    def prepare(self, system: str) -> None:
        """Make the layout; refuse a folder with other things, or of another database."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = self.root / ABOUT
        if about.exists():
            self.require_of(system)
        elif any(self.root.iterdir()):
            raise CannotStart(
                f"Thư mục {self.root} đang chứa thứ khác; hãy sao lưu vào một thư mục trống."
            )
        else:
            keep(about, json.dumps({"kind": KIND, "system": system}).encode())
        for name in ("base", "wal", "files"):
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def require_of(self, system: str) -> None:
        """Refuse backups of another database."""
        if self.about()["system"] != system:
            raise CannotStart(f"Thư mục {self.root} là bản sao lưu của một cơ sở dữ liệu khác.")

    def about(self) -> dict[str, str]:
        """Return what the folder says of itself; refuse what is no folder of backups."""
        try:
            told = json.loads((self.root / ABOUT).read_text())
        except (OSError, ValueError) as error:
            raise CannotStart(f"Thư mục {self.root} không có bản sao lưu nào.") from error
        if told.get("kind") != KIND:
            raise CannotStart(f"Bản sao lưu trong {self.root} thuộc phiên bản khác.")
        return dict(told)

    def bases(self) -> list[Base]:
        """Return the copies that are whole, in the order in which they were made."""
        found = []
        for made in sorted((self.root / "base").glob(f"*/{MADE}")):
            found.append(Base(**json.loads(made.read_text())))
        return found

    def record(self, base: Base) -> None:
        """Say that a copy is whole."""
        keep(self.base(base.stamp) / MADE, json.dumps(asdict(base), indent=1).encode())

    def drop_unfinished(self) -> None:
        """Remove copies that were broken off."""
        for place in (self.root / "base").iterdir():
            if not (place / MADE).exists():
                shutil.rmtree(place)

    def chain(self, base: Base) -> list[Base]:
        """Return the copies that make up one: the full one first; refuse a chain with a gap."""
        known = {one.stamp: one for one in self.bases()}
        chain = [base]
        while chain[0].follows:
            if chain[0].follows not in known:
                raise BackupBroken(
                    f"Bản sao lưu {chain[0].stamp} dựa trên {chain[0].follows} nay không còn."
                )
            chain.insert(0, known[chain[0].follows])
        return chain

    def require_whole(self, base: Base) -> None:
        """Refuse a copy of which a piece is missing or was changed."""
        for name, digest in base.pieces.items():
            piece = self.base(base.stamp) / name
            if not piece.exists():
                raise BackupBroken(f"Bản sao lưu {base.stamp} thiếu tệp {name}.")
            if digest_of(piece) != digest:
                raise BackupBroken(f"Tệp {name} của bản sao lưu {base.stamp} đã bị thay đổi.")

    def prune(self, before: datetime) -> int:
        """Remove copies made before a moment, and the log that only they needed; the last full copy
        and what rests on it stay. Return how many copies went. Stored files stay: later copies
        may name them."""
        known = self.bases()
        kept: set[str] = set()
        for one in known:
            if one.moment >= before or one is known[-1]:
                kept |= {part.stamp for part in self.chain(one)}
        for one in known:
            if one.stamp not in kept:
                shutil.rmtree(self.base(one.stamp))
        left = [one.first_segment[8:] for one in known if one.stamp in kept]
        for name in self.segments():
            if left and SEGMENT.fullmatch(name) and name[8:] < min(left):
                (self.wal / f"{name}{ZIPPED}").unlink()
        return len(known) - len(kept)

    def segments(self) -> list[str]:
        """Return the names of the segments and histories of the write-ahead log, in order."""
        names = (path.name.removesuffix(ZIPPED) for path in self.wal.glob(f"*{ZIPPED}"))
        return sorted(one for one in names if SEGMENT.fullmatch(one) or HISTORY.fullmatch(one))

    def digests(self) -> Iterator[str]:
        """Return the SHA-256 of every stored file."""
        for path in sorted((self.root / "files").glob(f"??/*{SEALED}")):
            yield path.name.removesuffix(SEALED)
