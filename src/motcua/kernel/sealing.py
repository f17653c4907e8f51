"""Sealing personal data: AES-256-GCM under a data key that a master key wraps.

Each record has its own data key, so that erasing the wrapped key erases the data. Look-ups go
through a keyed hash, which tells equal values apart without telling what they are.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is stored: the wrapped data key and the sealed content."""

    wrapped_key: bytes
    content: bytes


class Sealer:
    """Seal and open values under one master key."""

    def __init__(self, master_key_hex: str) -> None:
        master = bytes.fromhex(master_key_hex)
        if len(master) != KEY_BYTES:
            raise ValueError("the master key must be 32 bytes in hexadecimal")
        self._wrapping = AESGCM(hmac.digest(master, b"wrap", "sha256"))
        self._digest_key = hmac.digest(master, b"digest", "sha256")

    def seal(self, value: object, context: bytes) -> Sealed:
        """Seal a JSON value; it opens only with the same context, e.g. the record's id."""
        return self.seal_bytes(_written(value), context)

    def seal_bytes(self, content: bytes, context: bytes) -> Sealed:
        """Seal bytes, such as a file; they open only with the same context."""
        key = os.urandom(KEY_BYTES)
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + self._wrapping.encrypt(nonce, key, context)
        return Sealed(wrapped, _encrypt(key, content, context))

    def seal_again(self, value: object, wrapped_key: bytes, context: bytes) -> Sealed:
        """Seal a new value under a data key that exists already."""
        key = self._unwrap(wrapped_key, context)
        return Sealed(wrapped_key, _encrypt(key, _written(value), context))

    def unseal(self, sealed: Sealed, context: bytes) -> object:
        """Return the value; raise `InvalidTag` when it or its context was changed."""
        return json.loads(self.unseal_bytes(sealed, context))

    def unseal_bytes(self, sealed: Sealed, context: bytes) -> bytes:
        """Return the bytes; raise `InvalidTag` when they or their context were changed."""
        key = self._unwrap(sealed.wrapped_key, context)
        nonce, body = sealed.content[:NONCE_BYTES], sealed.content[NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, body, context)

    def digest(self, kind: str, value: str) -> bytes:
        """Return a keyed hash of a value for look-up; kinds never collide."""
        return hmac.digest(self._digest_key, f"{kind}\x00{value}".encode(), hashlib.sha256)

    def _unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, context)
