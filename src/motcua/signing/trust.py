"""Whom this installation believes: the folders of certificate authorities below `keys`.

`authorities/*.pem` issue certificates of signers, `authorities/time/*.pem` those of time-stamp
authorities; `authorities/*.crl` are lists of what was revoked, fetched by hand.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings


def folder() -> Path:
    """Return where the trusted authorities lie."""
    return Path(settings.KEYS) / "authorities"


def authorities() -> list[x509.Certificate]:
    """Return the certificate authorities this installation trusts."""
    return [one for file in _files(folder(), "*.pem") for one in read(file)]


def time_authorities() -> list[x509.Certificate]:
    """Return the authorities whose time-stamps are believed; those of signers when none is set."""
    own = [one for file in _files(folder() / "time", "*.pem") for one in read(file)]
    return own or authorities()


def revocation_lists() -> list[crl.CertificateList]:
    """Return the lists of revoked certificates that somebody has put there."""
    return [crl.CertificateList.load(_der(file)) for file in _files(folder(), "*.crl")]


def read(file: Path) -> Sequence[x509.Certificate]:
    """Return the certificates of a file; read anew only when it has changed."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=100)
def _read(file: Path, changed: int) -> Sequence[x509.Certificate]:
    content = file.read_bytes()
    if not pem.detect(content):
        return (whole(content),)
    return tuple(whole(der) for _, _, der in _armored(content))


def whole(der: bytes) -> x509.Certificate:
    """Return a certificate that threads may share: asn1crypto reads a part when it is first asked
    for, and another thread would see that part half read."""
    certificate = x509.Certificate.load(der)
    for name in (certificate.subject, certificate.issuer):
        assert name.native is not None
        assert name.hashable
    assert certificate.native is not None
    assert certificate.self_signed
    return certificate


def _armored(content: bytes) -> Iterator[tuple[str | None, dict[str, str], bytes]]:
    yield from pem.unarmor(content, multiple=True)


def _der(file: Path) -> bytes:
    content = file.read_bytes()
    return bytes(pem.unarmor(content)[2]) if pem.detect(content) else content


def _files(place: Path, pattern: str) -> list[Path]:
    return sorted(place.glob(pattern))
