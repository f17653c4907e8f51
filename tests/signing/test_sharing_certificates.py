"""Certificates that are kept in memory are shared by threads that sign at the same moment."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motcua.signing import trust

THREADS, ROUNDS = 8, 150
PARTS = (NameOID.COUNTRY_NAME, NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)


@pytest.fixture
def in_quick_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def a_certificate() -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(part, "VN") for part in PARTS])
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(days=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@pytest.mark.usefixtures("in_quick_turns")
def test_threads_that_share_a_certificate_read_its_name_whole() -> None:
    der = a_certificate()
    ready = Barrier(THREADS)

    def name_of(certificate: Any) -> str:
        ready.wait()
        return str(certificate.subject.native["common_name"])

    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(ROUNDS):
            shared = trust.whole(der)
            assert list(threads.map(name_of, [shared] * THREADS)) == ["VN"] * THREADS
