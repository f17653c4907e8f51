"""Sealing personal data: AES-256-GCM under a data key that a master key wraps.

Each record has its own data key, so that erasing the wrapped key erases the data. Look-ups go
through a keyed hash, which tells equal values apart without telling what they are.
"""

import hashlib
import hmac
import json
import os
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is stored: the wrapped data key and the sealed content."""

    wrapped_key: bytes
    content: bytes


class Sealer:
    """Seal and open values under a master key.

    While keys are rotated there are several, the one to seal with first; what the others wrapped
    still opens. The digest key never changes, because look-ups would find nothing any more: it
    comes from the first master key of the installation, and is given by itself once that is gone.
    """

    def __init__(self, master_keys: str, digest_key: str = "") -> None:
        masters = [_key(one) for one in master_keys.split(",")]
        self._wrapping, *self._older = (
            AESGCM(hmac.digest(master, b"wrap", "sha256")) for master in masters
        )
        self._digest_key = _key(digest_key) if digest_key else digest_key_of(masters[0])

    def seal(self, value: object, context: bytes) -> Sealed:
        """Seal a JSON value; it opens only with the same context, e.g. the record's id."""
        return self.seal_bytes(_written(value), context)

    def seal_bytes(self, content: bytes, context: bytes) -> Sealed:
        """Seal bytes, such as a file; they open only with the same context."""
        key = os.urandom(KEY_BYTES)
        return Sealed(self._wrap(key, context), _encrypt(key, content, context))

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

    def rewrapped(self, wrapped: bytes, context: bytes) -> bytes | None:
        """Return a data key wrapped by the master key that seals now, None when it is already;
        raise `InvalidTag` when no key opens it."""
        if _opened(self._wrapping, wrapped, context) is not None:
            return None
        return self._wrap(self._unwrap(wrapped, context), context)

    def digest(self, kind: str, value: str) -> bytes:
        """Return a keyed hash of a value for look-up; kinds never collide."""
        return hmac.digest(self._digest_key, f"{kind}\x00{value}".encode(), hashlib.sha256)

    def _unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        for one in self._older:
            key = _opened(one, wrapped, context)
            if key is not None:
                return key
        return self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)

    def _wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, context)


def digest_key_of(master: bytes) -> bytes:
    """Return the key of look-ups that a master key stands for."""
    return hmac.digest(master, b"digest", "sha256")


def _key(written: str) -> bytes:
    key = bytes.fromhex(written)
    if len(key) != KEY_BYTES:
        raise ValueError("the master key must be 32 bytes in hexadecimal")
    return key


def _opened(cipher: AESGCM, wrapped: bytes, context: bytes) -> bytes | None:
    with suppress(InvalidTag):
        return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
    return None


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, context)
