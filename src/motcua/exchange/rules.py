"""What other systems are told of a dossier, and what an answer means for the next attempt.

A message is a CloudEvents 1.0 event in structured mode, signed as the Standard Webhooks
specification says: HMAC-SHA256 over id, time and body.
"""

import csv
import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from motcua.kernel.errors import DomainError

FACTS = Path(__file__).parent / "facts"
MOST_ATTEMPTS = 48
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=1)
LONGEST_ASKED = timedelta(minutes=10)  # that a peer may make us wait by Retry-After
OPENS_AFTER = 8  # failures in a row
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(seconds=30)
LEAST_SECRET, LONGEST_SECRET = 32, 200
ENCODED = "whsec_"  # how a secret begins that is written in Base64
LONGEST_WORDS = 160
REQUEST_TIMEOUT, CONFLICT, TOO_EARLY, TOO_MANY = 408, 409, 425, 429


class State(StrEnum):
    """Where a message to a peer stands."""

    WAITING = "waiting"
    RECEIVED = "received"
    DEAD = "dead"
    GIVEN_UP = "given_up"


UNFINISHED = (State.WAITING.value, State.DEAD.value)


class Verdict(StrEnum):
    """What an answer means: it was received, is tried again, or would never be taken."""

    RECEIVED = "received"
    AGAIN = "again"
    NEVER = "never"


class NotDead(DomainError):
    """Only what could not be sent is sent again or given up."""

    message = "Tin này không còn trong danh sách không gửi được. Xin tải lại trang."


class GivingUpReasonMissing(DomainError):
    """A message is given up with a reason."""

    message = "Xin ghi rõ lý do bỏ tin này."


@dataclass(frozen=True, slots=True)
class Told:
    """An event that peers may hear: its verb, the state it leads to where that is certain, and what
    pages call it."""

    verb: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: the status where there was one, in short words, and the wait that
    the peer asks for."""

    verdict: Verdict
    words: str
    wait: timedelta | None = None


@lru_cache(maxsize=1)
def told_events() -> Mapping[str, Told]:
    """Return what peers may hear, by verb."""
    return {row["verb"]: Told(**row) for row in _rows("events.csv")}


@lru_cache(maxsize=1)
def national_codes() -> Mapping[str, str]:
    """Return the national code of each state (mã trạng thái hồ sơ)."""
    return {row["state"]: row["code"] for row in _rows("national_states.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state_after(verb: str, status: str, *, was_accepted: bool) -> str:
    """Return the state of a dossier after an event, though it may have gone on since."""
    if verb == "dossier.supplemented":
        return "in_progress" if was_accepted else "submitted"
    return told_events()[verb].state or status


def cloud_event(
    message: UUID, verb: str, *, source: str, subject: str, key: UUID, sequence: int,
    at: datetime, data: Mapping[str, object],
) -> str:  # fmt: skip
    """Return a message as CloudEvents 1.0 in JSON, structured mode; those with one key are in the
    order of their sequence, which has gaps."""
    event = {
        "specversion": "1.0",
        "id": str(message),
        "source": source,
        "type": f"vn.motcua.{verb}",
        "subject": subject,
        "time": at.isoformat(),
        "partitionkey": str(key),
        "sequence": f"{sequence:010d}",
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def content_of(body: str) -> Mapping[str, str | None]:
    """Return what a message says of its dossier, by the names of its data."""
    said: Mapping[str, str | None] = json.loads(body).get("data", {})
    return said


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for; `whsec_` is followed by Base64."""
    if not secret.startswith(ENCODED):
        return secret.encode()
    return b64decode(secret.removeprefix(ENCODED), validate=True)


def fault_of_secret(secret: str) -> str:
    """Say what is wrong with a secret, empty when nothing is."""
    try:
        key = key_of(secret)
    except NotBase64:
        return "Khóa bắt đầu bằng whsec_ thì phần sau phải là Base64."
    if len(secret) > LONGEST_SECRET or len(key) < LEAST_SECRET or not secret.isprintable():
        return f"Khóa bí mật dài từ {LEAST_SECRET} đến {LONGEST_SECRET} ký tự, nên tạo ngẫu nhiên."
    return ""


def signature(secret: str, message: UUID, moment: int, body: str) -> str:
    """Return the signature of a message sent at a moment, in seconds since 1970."""
    signed = f"{message}.{moment}.{body}".encode()
    return f"v1,{b64encode(hmac.digest(key_of(secret), signed, 'sha256')).decode()}"


def verdict_of(status: int) -> Verdict:
    """Return what a status means; 409 says that the message is there already.

    A redirect is not followed: the address may be wrong, or the peer be away for a while.
    """
    if 200 <= status < 300 or status == CONFLICT:
        return Verdict.RECEIVED
    if 400 <= status < 500 and status not in {REQUEST_TIMEOUT, TOO_EARLY, TOO_MANY}:
        return Verdict.NEVER
    return Verdict.AGAIN


def next_attempt(at: datetime, attempts: int, chance: float, asked: timedelta | None) -> datetime:
    """Return when a message is tried again after so many attempts: twice as long each time, at
    least half of it by `chance` from 0 to 1, and not before the peer asks for it."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * float(2 ** min(attempts - 1, 20)))
    pause = longest * (0.5 + chance / 2)
    return at + max(pause, min(asked or timedelta(), LONGEST_ASKED))


def rests_until(at: datetime, failures: int, chance: float) -> datetime | None:
    """Return until when a peer is left alone that failed so often in a row, None when it is not."""
    if failures < OPENS_AFTER:
        return None
    rest = min(LONGEST_REST, FIRST_REST * float(2 ** min(failures - OPENS_AFTER, 10)))
    return at + rest * (0.5 + chance / 2)


def in_short(content: bytes) -> str:
    """Return the beginning of an answer as one line that can be shown."""
    text = content[: 4 * LONGEST_WORDS].decode("utf-8", "replace")
    shown = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(shown.split())[:LONGEST_WORDS]
