"""Keys that lie wrapped by a key of a PKCS#11 token: the folder of keys alone opens nothing.

A wrapped key is one word, `token:TOKEN:LABEL:HEX`. The token gives it back once for each process
that begins; it seals nothing itself, and the key that wraps never leaves it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from motcua.runtime.refusals import CannotStart

PREFIX, PIN_FILE = "token:", "token.pin"
IV_BYTES, KEY_BITS, BYTE = 16, 256, 8
AWAY = (
    "Khóa chủ được bọc bằng thiết bị “{token}” mà không mở được thiết bị ấy ({why}); hãy gắn thiết"
    " bị, đặt MOTCUA_TOKEN_MODULE và MOTCUA_TOKEN_PIN."
)
_turn = threading.Lock()  # one is signed in at a time


def is_wrapped(word: str) -> bool:
    """Say whether a key lies wrapped by a token."""
    return word.startswith(PREFIX)


def opened(word: str, folder: Path) -> str:
    """Return a key in hexadecimal, wrapped or not; the PIN may lie in the folder of keys.

    Raises:
        CannotStart: the token is away, or does not open it.
    """
    if not is_wrapped(word):
        return word
    _, token, label, content = word.split(":")
    raw = bytes.fromhex(content)
    with _key(unquote(token), unquote(label), folder) as (_, key):
        plain: bytes = key.decrypt(raw[IV_BYTES:], mechanism_param=raw[:IV_BYTES])
    return plain.hex()


def wrapped(plain: str, token: str, label: str, folder: Path) -> str:
    """Wrap a key by the one of a token with this label, which is made there when there is none.

    Raises:
        CannotStart: the token is away.
    """
    with _key(token, label, folder, make=True) as (session, key):
        start = session.generate_random(IV_BYTES * BYTE)
        content = start + key.encrypt(bytes.fromhex(plain), mechanism_param=start)
    return f"{PREFIX}{quote(token, safe='')}:{quote(label, safe='')}:{content.hex()}"


def like(word: str, plain: str, folder: Path) -> str:
    """Return a key kept as another one is: wrapped by the same token, or not at all."""
    if not is_wrapped(word):
        return plain
    _, token, label, _ = word.split(":")
    return wrapped(plain, unquote(token), unquote(label), folder)


@contextmanager
def _key(token: str, label: str, folder: Path, *, make: bool = False) -> Iterator[tuple[Any, Any]]:
    """Give a session with a token and its key of a label."""
    module = os.environ.get("MOTCUA_TOKEN_MODULE", "")
    if not module:
        raise CannotStart(AWAY.format(token=token, why="chưa đặt MOTCUA_TOKEN_MODULE"))
    pkcs11 = import_module("pkcs11")
    try:
        with _turn:
            device = pkcs11.lib(module).get_token(token_label=token)
            with device.open(user_pin=_pin(folder), rw=make) as session:
                yield session, _found(pkcs11, session, label, make=make)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise CannotStart(AWAY.format(token=token, why=type(error).__name__)) from error


def _found(pkcs11: Any, session: Any, label: str, *, make: bool) -> Any:
    kind = {"key_type": pkcs11.KeyType.AES, "label": label}
    try:
        return session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, **kind)
    except pkcs11.NoSuchKey:
        if not make:
            raise
    kept = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
    return session.generate_key(
        pkcs11.KeyType.AES, KEY_BITS, label=label, store=True, template=kept
    )


def _pin(folder: Path) -> str:
    file = folder / PIN_FILE
    given = os.environ.get("MOTCUA_TOKEN_PIN", "")
    return given if given or not file.exists() else file.read_text(encoding="utf-8").strip()
