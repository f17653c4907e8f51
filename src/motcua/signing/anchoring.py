"""Anchoring the event log: what it says so far, hashed, signed and kept outside of the database.

Whoever can change the database, its superuser included, cannot change what was anchored. Verified
by `motcua.runtime.audit_verify`, which shares no code with this.
"""

import asyncio
import base64
import hashlib
import json
import os
import struct
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import ClientError, ClientSession
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import connection, transaction
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from motcua.runtime.durable import sync_folder

HEADS, ROWS, PUBLIC = "heads.jsonl", "rows.bin", "public.pem"
LATE = timedelta(hours=1)
MOST = 100_000  # events in one stretch
TIMEOUT = 10  # seconds for the time-stamp authority
_ROW = struct.Struct(">Q32s")
# Waits for whoever is writing, so that no event with a lower number can still come.
_STANDSTILL = "SELECT motcua_hold_the_log()"
_PATIENCE = "SET LOCAL lock_timeout = '2s'"
_LAST = "SELECT coalesce(max(id), 0) FROM events_event"
_WHOLE = """
SELECT id, sha256(convert_to(jsonb_build_array(id, subject, sequence, verb, by, agency,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    facts, encode(digest, 'hex'))::text, 'UTF8'))
FROM events_event WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
"""


def folder() -> Path:
    """Return where anchors are kept; best on another machine."""
    return Path(settings.ANCHORS)


def anchor(at: datetime) -> int:
    """Anchor everything that was written until now; return how many events that is.

    The hashes are on the disk before the line that names them is, so that a kill leaves nothing
    half: what follows the last line is cut off and written again.
    """
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    until, done = _last_event(), 0
    while True:
        heads = _lines(place)
        last = json.loads(heads[-1]) if heads else {"to": 0}
        found = _hashed(int(last["to"]), until)
        if not found and done == 0:
            _append_head(place, b"", int(last["to"]), at)  # says that nothing came since
        if not found:
            return done
        rows = b"".join(_ROW.pack(number, digest) for number, digest in found)
        _append_rows(place, heads, rows)
        _append_head(place, rows, found[-1][0], at)
        done += len(found)


def last_anchored(place: Path) -> datetime | None:
    """Return when the log was last anchored."""
    lines = _lines(place)
    return datetime.fromisoformat(json.loads(lines[-1])["at"]) if lines else None


def anchored_until(place: Path) -> int:
    """Return the number of the last event that was anchored."""
    lines = _lines(place)
    return int(json.loads(lines[-1])["to"]) if lines else 0


def _lines(place: Path, name: str = HEADS) -> list[bytes]:
    path = place / name
    return path.read_bytes().splitlines() if path.exists() else []


def _last_event() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute(_STANDSTILL)
        cursor.execute(_LAST)
        return int(cursor.fetchone()[0])


def _hashed(after: int, until: int) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, [after, until, MOST])
        return [(int(number), bytes(digest)) for number, digest in cursor.fetchall()]


def _append_rows(place: Path, heads: list[bytes], rows: bytes) -> None:
    known = sum(json.loads(line)["count"] for line in heads) * _ROW.size
    with (place / ROWS).open("ab") as file:
        file.truncate(known)
        file.seek(known)
        file.write(rows)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(place)


def _append_head(place: Path, rows: bytes, to: int, at: datetime) -> None:
    digest = hashlib.sha256(rows).hexdigest()
    told: dict[str, object] = {"to": to, "count": len(rows) // _ROW.size, "rows": digest}
    append_signed(place, HEADS, told, at)


def append_signed(place: Path, name: str, facts: dict[str, object], at: datetime) -> None:
    """Add a line to a file of anchors: numbered, naming the line before, signed and stamped."""
    lines = _lines(place, name)
    told: dict[str, object] = {
        **facts,
        "n": len(lines) + 1,
        "at": at.isoformat(),
        "before": hashlib.sha256(lines[-1]).hexdigest() if lines else "",
    }
    said = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    signature = _key(place).sign(said)
    signed = {
        **told,
        "signature": base64.b64encode(signature).decode(),
        "stamp": base64.b64encode(_stamped(signature)).decode(),
    }
    with (place / name).open("ab") as file:
        file.write(json.dumps(signed, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(place)


def _stamped(signature: bytes) -> bytes:
    """Return a time-stamp of a signature (RFC 3161); nothing where there is no authority to ask,
    or it does not answer: an anchor without a stamp is better than none."""
    if not settings.TSA_URL:
        return b""
    try:
        return asyncio.run(_asked(signature))
    except (TimestampRequestError, ClientError, OSError):
        return b""


async def _asked(signature: bytes) -> bytes:
    async with ClientSession() as session:
        stamper = HTTPTimeStamper(settings.TSA_URL, timeout=TIMEOUT, session=session)
        token = await stamper.async_timestamp(hashlib.sha256(signature).digest(), "sha256")
        dumped: bytes = token.dump()
        return dumped


def _key(place: Path) -> Ed25519PrivateKey:
    """Return the key that anchors are signed with, making it and its public half on first use."""
    path = Path(settings.KEYS) / "anchor"
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    public = place / PUBLIC
    if not public.exists():
        spki = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        public.write_bytes(spki)
    return key
