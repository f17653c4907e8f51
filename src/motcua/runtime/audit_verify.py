"""Whether the event log is what was written: read from the database and from the anchors alone.

Nothing of the application is used, neither its code nor its database user, so that a mistake or an
intruder there cannot also hide here. Needs psycopg and cryptography; runs by itself:

    python -m motcua.runtime.audit_verify ANCHORS [--public KEY.pem] [--json]   (PGHOST … as libpq)

Every event carries the hash of the one before it of its subject. Anchors lie outside the database:
`rows.bin` has the number and the hash of every event, `heads.jsonl` a signed line for each stretch
of them that names the line before. Of years that were let go for their age, `retired.jsonl` has a
signed line each, and a file the numbers of their events. The public key should come from elsewhere,
too.
"""

import argparse
import base64
import hashlib
import heapq
import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

ROW = struct.Struct(">Q32s")  # number of an event, SHA-256 of everything that it says
NUMBER = struct.Struct(">Q")
HEADS, ROWS, PUBLIC, RETIRED = "heads.jsonl", "rows.bin", "public.pem", "retired.jsonl"
BATCH = 5000
MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US'
# Everything that an event says, in the words of PostgreSQL itself.
WHOLE = f"""
SELECT id, sha256(convert_to(jsonb_build_array(id, subject, sequence, verb, by, agency,
    to_char(at AT TIME ZONE 'UTC', '{MOMENT}'), to_char(recorded_at AT TIME ZONE 'UTC', '{MOMENT}'),
    facts, encode(digest, 'hex'))::text, 'UTF8'))
FROM events_event ORDER BY id
"""  # noqa: S608 -- nothing but a format is put in
CHAINED = f"""
SELECT id, subject, sequence, digest, concat_ws('|', subject, sequence, verb, by, agency,
    to_char(at AT TIME ZONE 'UTC', '{MOMENT}'), facts)
FROM events_event ORDER BY subject, sequence, id
"""  # noqa: S608


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written; `event` and `subject` say where, if it is known."""

    kind: str
    event: int | None = None
    subject: str = ""
    sequence: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what is wrong."""

    events: int
    anchored: int
    heads: int
    last_anchor: str
    findings: list[Finding]


def verify(
    connection: "psycopg.Connection[Any]", anchors: Path, public: Path | None = None
) -> Verdict:
    """Compare the whole log with its chains and its anchors."""
    heads: list[dict[str, Any]] = []
    retired: list[bytes] = []
    wrong: list[Finding] = []
    if (anchors / HEADS).exists():
        key = _key(anchors, public)
        if isinstance(key, Finding):
            wrong = [key]
        else:
            heads, wrong = _heads(anchors, key)
            retired, also = _retired(anchors, key)
            wrong += also
    anchored = heads[-1]["to"] if heads else 0
    rows = _content(anchors / ROWS)
    events, differing = _against_anchors(connection, rows, anchored, retired)
    findings = [*wrong, *differing, *_chains(connection)]
    last = str(heads[-1]["at"]) if heads else ""
    return Verdict(events, len(rows) // ROW.size, len(heads), last, findings)


def _key(anchors: Path, public: Path | None) -> Ed25519PublicKey | Finding:
    """Return the key that anchors are signed with, or what is wrong with it."""
    try:
        key = load_pem_public_key(_content(public or anchors / PUBLIC))
    except ValueError:
        return Finding("anchors", words="không đọc được khóa công khai")
    if not isinstance(key, Ed25519PublicKey):
        return Finding("anchors", words="khóa công khai không đúng loại")
    return key


def _heads(anchors: Path, key: Ed25519PublicKey) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return the lines that were signed, and what is wrong with them."""
    rows, place, before = _content(anchors / ROWS), 0, ""
    heads, findings = [], []
    for number, line in enumerate(_content(anchors / HEADS).splitlines(), 1):
        told = json.loads(line)
        part = rows[place : place + told["count"] * ROW.size]
        place += len(part)
        wrong = [*_wrong(told, key, number, before)]
        if hashlib.sha256(part).hexdigest() != told["rows"]:
            wrong.append(f"tệp {ROWS} đã bị thay đổi")
        findings += [Finding("anchors", words=f"dòng {number}: {words}") for words in wrong]
        before = hashlib.sha256(line).hexdigest()
        heads.append(told)
    if place != len(rows):
        findings.append(Finding("anchors", words=f"tệp {ROWS} dài hơn những gì đã ký"))
    return heads, findings


def _retired(anchors: Path, key: Ed25519PublicKey) -> tuple[list[bytes], list[Finding]]:
    """Return the numbers of the events of each year that was let go, as its signed line says."""
    known, findings, before = [], [], ""
    for number, line in enumerate(_content(anchors / RETIRED).splitlines(), 1):
        told = json.loads(line)
        numbers = _content(anchors / f"retired-{int(told['year'])}.bin")
        wrong = [*_wrong(told, key, number, before)]
        if hashlib.sha256(numbers).hexdigest() != told["numbers"]:
            wrong.append("danh sách sự kiện đã bị thay đổi")
        if not wrong:
            known.append(numbers)
        findings += [Finding("anchors", words=f"{RETIRED} dòng {number}: {one}") for one in wrong]
        before = hashlib.sha256(line).hexdigest()
    return known, findings


def _wrong(told: dict[str, Any], key: Ed25519PublicKey, number: int, before: str) -> Iterator[str]:
    """Say what is wrong with one signed line."""
    signed = {name: value for name, value in told.items() if name not in ("signature", "stamp")}
    try:
        key.verify(base64.b64decode(told["signature"]), canonical(signed))
    except InvalidSignature:
        yield "chữ ký không đúng"
    if told["before"] != before or told["n"] != number:
        yield "không nối với dòng trước"


def _content(path: Path) -> bytes:
    """Return what a file holds; a file that is gone holds nothing, and what is missing shows."""
    return path.read_bytes() if path.exists() else b""


def canonical(told: dict[str, Any]) -> bytes:
    """Return a line as it is signed."""
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _against_anchors(
    connection: "psycopg.Connection[Any]", rows: bytes, anchored: int, retired: list[bytes]
) -> tuple[int, list[Finding]]:
    """Compare every event with what was anchored of it."""
    findings: list[Finding] = []
    kept = _kept(rows)
    expected = next(kept, None)
    gone: list[int] = []
    events = last = 0
    for number, digest in _read(connection, WHOLE):
        events, last = events + 1, number
        while expected is not None and expected[0] < number:
            gone.append(expected[0])
            expected = next(kept, None)
        if expected is None or expected[0] != number:
            if number <= anchored:
                findings.append(Finding("inserted", number))
            continue
        if expected[1] != bytes(digest):
            findings.append(Finding("changed", number))
        expected = next(kept, None)
    while expected is not None:
        gone.append(expected[0])
        expected = next(kept, None)
    unlawfully = _without(gone, retired)
    findings += [Finding("truncated" if one > last else "deleted", one) for one in unlawfully]
    return events, findings


def _without(gone: list[int], retired: list[bytes]) -> Iterator[int]:
    """Yield the numbers that are gone but were not let go; all come lowest first."""
    let_go = heapq.merge(*(_numbers(one) for one in retired))
    known = next(let_go, None)
    for number in gone:
        while known is not None and known < number:
            known = next(let_go, None)
        if known != number:
            yield number


def _numbers(packed: bytes) -> Iterator[int]:
    return (number for (number,) in NUMBER.iter_unpack(packed))


def _kept(rows: bytes) -> Iterator[tuple[int, bytes]]:
    yield from ROW.iter_unpack(rows[: len(rows) // ROW.size * ROW.size])


def _chains(connection: "psycopg.Connection[Any]") -> Iterator[Finding]:
    """Follow the chain of every subject."""
    subject, sequence, before = None, 0, b""
    for number, owner, place, digest, words in _read(connection, CHAINED):
        if owner != subject:
            subject, sequence, before = owner, 0, b""
        sequence += 1
        if place != sequence:
            kind = "deleted" if place > sequence else "reordered"
            yield Finding(kind, number, str(owner), place, f"cần số {sequence}")
            sequence = place
        elif hashlib.sha256(before + words.encode()).digest() != bytes(digest):
            yield Finding("changed", number, str(owner), place, "mã băm không khớp")
        before = bytes(digest)


def _read(connection: "psycopg.Connection[Any]", question: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(name="motcua_audit") as cursor:
        cursor.itersize = BATCH
        cursor.execute(question)
        yield from cursor


def told(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as other programs read it."""
    return {**asdict(verdict), "holds": not verdict.findings}


def main() -> int:
    """Verify the log of the database that libpq's environment names; 0 when it holds."""
    parser = argparse.ArgumentParser(prog="audit_verify")
    parser.add_argument("anchors", type=Path)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with psycopg.connect("", client_encoding="utf8") as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        verdict = verify(connection, given.anchors, given.public)
    if given.json:
        print(json.dumps(told(verdict), ensure_ascii=False))  # noqa: T201
    else:
        print(  # noqa: T201
            f"{verdict.events} sự kiện, {verdict.anchored} đã neo trong {verdict.heads} lần,"
            f" lần cuối {verdict.last_anchor or 'chưa có'}; {len(verdict.findings)} điểm sai."
        )
        for one in verdict.findings[:50]:
            where = f" hồ sơ {one.subject} số {one.sequence}" if one.subject else ""
            print(f"  {one.kind}: sự kiện {one.event or '–'}{where} {one.words}".rstrip())  # noqa: T201
    return 1 if verdict.findings else 0


if __name__ == "__main__":
    sys.exit(main())
