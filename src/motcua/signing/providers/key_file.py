"""Keys in files of the state folder, for the sample province and for small installations."""

from functools import lru_cache
from pathlib import Path

from asn1crypto import keys, pem, x509
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.signing.models import Certificate


@lru_cache(maxsize=500)
def _signer(certificate: str, key_file: str) -> SimpleSigner:
    folder = Path(settings.KEYS).resolve()
    place = (folder / key_file).resolve()
    if not place.is_relative_to(folder):
        raise ValueError("a signing key lies outside the key folder")
    _, _, key = pem.unarmor(place.read_bytes())
    _, _, der = pem.unarmor(certificate.encode())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(authorities())
    return SimpleSigner(
        signing_cert=x509.Certificate.load(der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def signer_for(certificate: Certificate) -> SimpleSigner:
    """Return what signs with a certificate's key; the key stays loaded, as loading it is slow."""
    return _signer(certificate.pem, certificate.key_file)


def authorities() -> list[x509.Certificate]:
    """Return the certificate authorities this installation trusts: `keys/authorities/*.pem`."""
    folder = Path(settings.KEYS) / "authorities"
    return [
        x509.Certificate.load(pem.unarmor(file.read_bytes())[2])
        for file in sorted(folder.glob("*.pem"))
    ]
