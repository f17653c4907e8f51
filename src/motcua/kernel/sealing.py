"""Sealing personal data: AES-256-GCM under a data key that a master key wraps.

Each record has its own data key, so that erasing the wrapped key erases the data. Look-ups go
through a keyed hash, which tells equal values apart without telling what they are.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
BLOCK_BYTES, TAG_BYTES = 1 << 20, 16
SEALED_BLOCK_BYTES = BLOCK_BYTES + TAG_BYTES
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is stored: the wrapped data key and the sealed content."""

    wrapped_key: bytes
    content: bytes


class SealedBlocks:
    """A file being sealed: blocks that can be gone over again, and are the same each time.

    Each block is authenticated with its place and with whether it is the last, so that none can be
    left out, added or moved. Nonces are counted: the key is of this file alone.
    """

    def __init__(self, wrapped_key: bytes, key: bytes, content: bytes, context: bytes) -> None:
        self.wrapped_key = wrapped_key
        self._cipher, self._content, self._context = AESGCM(key), memoryview(content), context

    def __iter__(self) -> Iterator[bytes]:
        starts = range(0, len(self._content), BLOCK_BYTES) or (0,)
        for number, start in enumerate(starts):
            block = self._content[start : start + BLOCK_BYTES]
            nonce = _nonce(number, is_last=start == starts[-1])
            yield self._cipher.encrypt(nonce, block, self._context)


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
        return _decrypt(self._unwrap(sealed.wrapped_key, context), sealed.content, context)

    def seal_blocks(self, content: bytes, context: bytes) -> SealedBlocks:
        """Seal a file block by block, under a key of its own, while it is written."""
        key = os.urandom(KEY_BYTES)
        return SealedBlocks(self._wrap(key, context), key, content, context)

    def unseal_blocks(
        self, wrapped_key: bytes, blocks: Iterable[bytes], context: bytes
    ) -> Iterator[bytes]:
        """Yield a file block by block, from sealed blocks of `SEALED_BLOCK_BYTES`, the last one
        shorter; raise `InvalidTag` at the first that is not what was sealed there."""
        cipher = AESGCM(self._unwrap(wrapped_key, context))
        number, before = 0, None
        for block in blocks:
            if before is not None:
                yield cipher.decrypt(_nonce(number, is_last=False), before, context)
                number += 1
            before = block
        yield cipher.decrypt(_nonce(number, is_last=True), before or b"", context)

    def new_key(self, context: bytes) -> bytes:
        """Return a new data key, wrapped, for what will come in parts."""
        return self._wrap(os.urandom(KEY_BYTES), context)

    def seal_part(self, part: bytes, wrapped_key: bytes, context: bytes, place: int) -> bytes:
        """Seal a part of something; it opens only in its place there."""
        return _encrypt(self._unwrap(wrapped_key, context), part, _part_of(context, place))

    def unseal_part(self, sealed: bytes, wrapped_key: bytes, context: bytes, place: int) -> bytes:
        """Return a part; raise `InvalidTag` when it is not the one that was sealed there."""
        return _decrypt(self._unwrap(wrapped_key, context), sealed, _part_of(context, place))

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


def _part_of(context: bytes, place: int) -> bytes:
    return context + place.to_bytes(8, "big")


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([is_last])


def _written(value: object) -> bytes:
    return _WRITER.encode(value).encode()


def _encrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, context)


def _decrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    if len(content) < NONCE_BYTES + TAG_BYTES:
        raise InvalidTag
    return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], context)
