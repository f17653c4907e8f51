"""One sweep over all tables and files: what does not fit together, and where.

The invariants are queries (`facts/invariants.toml`), written from what the tables mean and apart
from the code that fills them; nothing of the application is used.
"""

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg

from motcua.runtime.durable import digest_of

FACTS = Path(__file__).parent / "facts" / "invariants.toml"
FILE_GONE, FILE_CHANGED = "file.gone", "file.changed"
MOST_NAMED = 20
OUTCOME = "run/sweep.json"  # in the state folder: when it was last swept, and what was found
NAMED = """
SELECT coalesce(to_jsonb(kept)->>'stored_as', digest) AS name FROM documents_storedfile AS kept
UNION SELECT digest FROM documents_original ORDER BY name
"""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold, in words, and the query that names what breaks it."""

    id: str
    words: str
    sql: str


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks an invariant: how many things, and some of them."""

    id: str
    words: str
    many: int
    where: tuple[str, ...]


def note(root: Path, found: Sequence[Violation], at: datetime) -> None:
    """Note in a state folder when it was swept and what was found, for the status page."""
    outcome = {"at": at.isoformat(), "violations": {one.id: one.many for one in found}}
    (root / OUTCOME).write_text(json.dumps(outcome))


@lru_cache(maxsize=1)
def invariants() -> tuple[Invariant, ...]:
    """Return the invariants as the data file says."""
    told = tomllib.loads(FACTS.read_text("utf-8"))["invariants"]
    return tuple(Invariant(**one) for one in told)


def sweep(
    connection: "psycopg.Connection[Any]", progress: Progress | None = None
) -> list[Violation]:
    """Check every invariant over the tables; the caller has begun one snapshot. Changes nothing."""
    known = invariants()
    found = []
    for done, one in enumerate(known, 1):
        rows = connection.execute(one.sql.encode()).fetchall()
        if rows:
            where = tuple(" ".join(str(part) for part in row if part) for row in rows[:MOST_NAMED])
            found.append(Violation(one.id, one.words, len(rows), where))
        if progress is not None:
            progress(done, len(known))
    return found


def stored_digests(connection: "psycopg.Connection[Any]") -> list[str]:
    """Return under which hashes all files lie that the database names; of a release from before
    files were sealed too."""
    found = connection.execute(NAMED)
    return [str(digest) for (digest,) in found.fetchall()]


def sweep_files(
    digests: Sequence[str], files: Path, progress: Progress | None = None
) -> list[Violation]:
    """Read every stored file on this machine: it is there, and it is what was put there."""
    gone, changed = [], []
    for done, digest in enumerate(digests, 1):
        place = files / digest[:2] / digest[2:4] / digest
        if not place.exists():
            gone.append(digest)
        elif digest_of(place) != digest:
            changed.append(digest)
        if progress is not None:
            progress(done, len(digests))
    return [
        *_violation(FILE_GONE, "Tệp mà cơ sở dữ liệu nhắc đến không còn trong kho", gone),
        *_violation(FILE_CHANGED, "Tệp trong kho khác với lúc cất", changed),
    ]


def _violation(name: str, words: str, found: Sequence[str]) -> list[Violation]:
    return [Violation(name, words, len(found), tuple(found[:MOST_NAMED]))] if found else []
