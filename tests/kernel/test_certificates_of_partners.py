"""Another system is called only when its certificate is one that this machine trusts."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motcua.kernel.outgoing import CheckedConnection, place_of

HOST = "localhost"


def a_certificate(folder: Path) -> Path:
    """Return key and certificate that a partner has signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    whole = folder / "partner.pem"
    whole.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return whole


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[tuple[int, list[bytes]]]:
    """A partner at a port of this machine, and what reached it past the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(a_certificate(tmp_path))
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            try:
                with context.wrap_socket(line, server_side=True) as safe:
                    heard.append(safe.recv(100))
            except OSError:
                line.close()

        answering = Thread(target=serve)
        answering.start()
        yield int(door.getsockname()[1]), heard
        answering.join(5)


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said(
    partner: tuple[int, list[bytes]],
) -> None:
    port, heard = partner
    place = place_of(f"https://{HOST}:{port}/tin", [f"{HOST}:{port}"])

    with pytest.raises(ssl.SSLCertVerificationError):
        CheckedConnection(place, 5.0).request("POST", "/tin", b"mat")

    assert heard == []
