"""Keys in files of the state folder, for the sample province and for small installations."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings

from motcua.signing.models import Certificate

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@lru_cache(maxsize=500)
def _key(folder: str, key_file: str) -> Key:
    root = Path(folder).resolve()
    place = (root / key_file).resolve()
    if not place.is_relative_to(root):
        raise ValueError("a signing key lies outside the key folder")
    key = serialization.load_pem_private_key(place.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key


def signature(certificate: Certificate, content: bytes) -> bytes:
    """Sign bytes with a certificate's key; the key stays loaded, as loading it is slow."""
    key = _key(str(settings.KEYS), certificate.key_file)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(content, ec.ECDSA(hashes.SHA256()))
