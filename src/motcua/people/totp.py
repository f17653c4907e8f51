"""One-time codes of an authenticator app (RFC 6238, RFC 4226): six digits, thirty seconds."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote

SECONDS = 30
DIGITS = 6
DRIFT = 1  # codes of the thirty seconds before and after count too: clocks differ
ISSUER = "Motcua"


def step_of(at: datetime) -> int:
    """Return the number of the thirty seconds in which a moment lies."""
    return int(at.timestamp()) // SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the code that the app shows during one step (RFC 4226 §5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, at: datetime) -> int | None:
    """Return the step whose code this is, the newest first; None when it is none of them."""
    digits = "".join(code.split())
    now = step_of(at)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), digits.encode()):
            found = step
    return found


def written(secret: bytes) -> str:
    """Return a secret as people type it into an app: base 32, in groups of four."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, login: str) -> str:
    """Return what the QR code tells the app."""
    plain = base64.b32encode(secret).decode()
    label = quote(f"{ISSUER}:{login}")
    return f"otpauth://totp/{label}?secret={plain}&issuer={ISSUER}&digits={DIGITS}&period={SECONDS}"
