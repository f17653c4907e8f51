"""A certificate authority made for a sample province; its certificates say so."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from motcua.signing.models import Certificate

YEARS = timedelta(days=365 * 5)
AUTHORITY = "Motcua CA MẪU (không có giá trị pháp lý)"


def _keep(place: Path, key: ec.EllipticCurvePrivateKey) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.touch(mode=0o600)
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Motcua MẪU"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


class SampleAuthority:
    """Issues certificates whose keys lie in the state folder."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._folder = Path(settings.KEYS)
        key_place = self._folder / "authority.key"
        certificate_place = self._folder / "authorities" / "sample.pem"
        if key_place.exists() and certificate_place.exists():
            loaded = serialization.load_pem_private_key(key_place.read_bytes(), None)
            assert isinstance(loaded, ec.EllipticCurvePrivateKey)
            self._key = loaded
            self._certificate = x509.load_pem_x509_certificate(certificate_place.read_bytes())
            return
        self._key = ec.generate_private_key(ec.SECP256R1())
        _keep(key_place, self._key)
        self._certificate = self._root()
        certificate_place.parent.mkdir(parents=True, exist_ok=True)
        certificate_place.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def _root(self) -> x509.Certificate:
        name = _name(AUTHORITY)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._at - timedelta(days=365 * 6))
            .not_valid_after(self._at + 2 * YEARS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def issue(self, owner: UUID, kind: str, common_name: str) -> Certificate:
        """Return a certificate for a person or an agency, not yet saved; its key is on disk."""
        key = ec.generate_private_key(ec.SECP256R1())
        place = f"signing/{owner}-{kind}.key"
        _keep(self._folder / place, key)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name(common_name))
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._at - timedelta(days=365 * 5))
            .not_valid_after(self._at + YEARS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        return Certificate(
            owner=owner,
            kind=kind,
            subject_name=common_name[:64],
            serial=str(certificate.serial_number),
            pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
            key_file=place,
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            is_sample=True,
        )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
