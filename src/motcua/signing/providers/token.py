"""Keys in a PKCS#11 token or HSM, named `token:label of the key`; the PIN is never stored by us.

The PIN comes from `MOTCUA_TOKEN_PIN` or from the file `token.pin` of the key folder.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pkcs11
from django.conf import settings
from pkcs11.util.ec import encode_ecdsa_signature

from motcua.signing.models import Certificate
from motcua.signing.providers.answers import checked
from motcua.signing.rules import KeeperRefused, KeeperUnavailable

NOT_SET_UP = "chưa cấu hình thiết bị lưu khóa (MOTCUA_TOKEN_MODULE)"
NO_KEY = "thiết bị không có khóa mang tên này"
WRONG_PIN = "thiết bị không nhận mã PIN đã cấu hình"
FINAL = {
    pkcs11.PinIncorrect: WRONG_PIN,
    pkcs11.PinLocked: WRONG_PIN,
    pkcs11.NoSuchKey: NO_KEY,
    pkcs11.MultipleObjectsReturned: NO_KEY,
}


def signature(certificate: Certificate, content: bytes) -> bytes:
    """Have the token sign bytes; a session of its own for each, so that none outlives a PIN."""
    if not settings.TOKEN_MODULE:
        raise KeeperRefused(NOT_SET_UP)
    token, _, label = certificate.key_name.partition(":")
    try:
        device = pkcs11.lib(settings.TOKEN_MODULE).get_token(token_label=token)
        with device.open(user_pin=_pin()) as session:
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            made = _signed(cast(Any, key), content)
    except pkcs11.PKCS11Error as error:
        if type(error) in FINAL:
            raise KeeperRefused(FINAL[type(error)]) from error
        raise KeeperUnavailable(type(error).__name__) from error
    return checked(certificate, content, made)


def _signed(key: Any, content: bytes) -> bytes:
    if key.key_type == pkcs11.KeyType.EC:
        raw = key.sign(sha256(content).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        return bytes(encode_ecdsa_signature(raw))
    return bytes(key.sign(content, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))


def _pin() -> str:
    file = Path(settings.KEYS) / "token.pin"
    if settings.TOKEN_PIN or not file.exists():
        return str(settings.TOKEN_PIN)
    return file.read_text(encoding="utf-8").strip()
