"""A certificate authority with OCSP, revocation lists and time-stamps, on this machine only."""

import asyncio
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import yaml
from aiohttp import web
from asn1crypto import pem
from certomancer.integrations.aiohttp_animator import build_animator_app
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper

from motcua.signing.models import Certificate

NAME = "Đỗ Văn Thử"
NUMBER = "037190000123"
DAY = timedelta(days=1)
KEYS = ("root", "ocsp", "tsa", "signer", "old", "early", "revoked", "reader", "nameless")
ARCH = ArchLabel("thu")


@dataclass(frozen=True)
class Authority:
    """The authority as a test uses it: its certificates, and where its services answer."""

    arch: PKIArchitecture
    folder: Path
    url: str

    @property
    def tsa(self) -> str:
        """Return the address of the time-stamp service."""
        return f"{self.url}/thu/tsa/tsa"

    def closed(self, pdf: bytes) -> bytes:
        """Put a time-stamp over a whole file, as an archive does."""
        out = io.BytesIO(pdf)
        stamper = PdfTimeStamper(HTTPTimeStamper(self.tsa))
        stamper.timestamp_pdf(IncrementalPdfFileWriter(out), "sha256", in_place=True)
        return out.getvalue()

    def label(self, label: str) -> CertLabel:
        """Return how the authority calls a certificate."""
        return CertLabel(label)

    def pem_of(self, label: str) -> bytes:
        """Return a certificate."""
        return bytes(pem.armor("CERTIFICATE", self.arch.get_cert(CertLabel(label)).dump()))

    def _key(self, label: str) -> bytes:
        return (self.folder / f"{'signer' if label == 'twin' else label}.pem").read_bytes()

    def trust(self, keys: Path) -> None:
        """Have the installation believe this authority."""
        place = keys / "authorities"
        place.mkdir(parents=True, exist_ok=True)
        (place / "thu.pem").write_bytes(self.pem_of("root"))

    def certificate(self, label: str, keys: Path, owner: UUID | None = None) -> Certificate:
        """Return a certificate of ours whose key lies in the key folder, not saved."""
        issued = self.arch.get_cert(CertLabel(label))
        key_file = f"signing/{label}.key"
        (keys / "signing").mkdir(parents=True, exist_ok=True)
        (keys / key_file).write_bytes(self._key(label))
        return Certificate(
            owner=owner or uuid4(),
            kind="person",
            subject_name=NAME,
            serial=str(issued.serial_number),
            pem=self.pem_of(label).decode(),
            key_file=key_file,
            not_before=issued.not_valid_before,
            not_after=issued.not_valid_after,
        )


def _usage(*names: str) -> dict[str, object]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(names)},
    }


def _extended(name: str) -> dict[str, object]:
    return {"id": "extended_key_usage", "critical": True, "value": [name]}


def _cert(label: str, begins: datetime, ends: datetime, **more: object) -> dict[str, object]:
    return {
        "subject": label,
        "subject-key": label,
        "issuer": "root",
        "authority-key": "root",
        "validity": {
            "valid-from": begins.isoformat(),
            "valid-to": ends.isoformat(),
        },
        **more,
    }


def _where_to_ask() -> list[dict[str, object]]:
    return [
        {
            "id": "authority_information_access",
            "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["ocsp"]}},
        },
        {
            "id": "crl_distribution_points",
            "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}},
        },
    ]


def _signers(now: datetime) -> dict[str, object]:
    asked = [_usage("digital_signature", "non_repudiation"), *_where_to_ask()]
    long_ago, year = now - 400 * DAY, now + 365 * DAY
    revoked = {"revoked-since": (now - DAY).isoformat(), "reason": "key_compromise"}
    return {
        "signer": _cert("signer", long_ago, year, extensions=asked),
        "old": _cert("old", long_ago, now - 10 * DAY, extensions=asked),
        "early": _cert("early", now + 10 * DAY, now + 900 * DAY, extensions=asked),
        "revoked": _cert("revoked", long_ago, year, extensions=asked, revocation=revoked),
        "twin": _cert("signer", long_ago, year, extensions=asked, **{"subject-key": "signer"}),
        "nameless": _cert("nameless", long_ago, year, extensions=asked),
        "reader": _cert("reader", long_ago, year, extensions=[_usage("key_encipherment")]),
    }


def _services(now: datetime) -> dict[str, object]:
    """Return the certificates of the authority itself, of its OCSP and of its clock."""
    ends, long_ago = now + 4000 * DAY, now - 400 * DAY
    root = [
        {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
        _usage("key_cert_sign", "crl_sign"),
    ]
    answering = [
        _usage("digital_signature"),
        _extended("ocsp_signing"),
        {"id": "ocsp_no_check"},
    ]
    telling = [_usage("digital_signature"), _extended("time_stamping"), *_where_to_ask()]
    return {
        "root": _cert("root", now - 4000 * DAY, ends, extensions=root),
        "ocsp": _cert("ocsp", long_ago, ends, extensions=answering),
        "tsa": _cert("tsa", long_ago, ends, extensions=telling),
    }


def _described(now: datetime) -> dict[str, object]:
    entities = {key: {"common-name": f"{key} thử"} for key in KEYS}
    for key in ("signer", "old", "early", "revoked"):
        entities[key] = {"common-name": NAME, "serial-number": f"CCCD:{NUMBER}"}
    listing = {
        "for-issuer": "root",
        "signing-key": "root",
        "simulated-update-schedule": "P1D",
    }
    services = {
        "ocsp": {"ocsp": {"for-issuer": "root", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {"root": listing},
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }
    keys = {key: {"path": f"{key}.pem"} for key in KEYS}
    described = {
        "keyset": "thu",
        "entity-defaults": {"country-name": "VN"},
        "entities": entities,
        "certs": {**_services(now), **_signers(now)},
        "services": services,
    }
    return {
        "keysets": {"thu": {"path-prefix": ".", "keys": keys}},
        "pki-architectures": {"thu": described},
    }


def _keep_keys(folder: Path) -> None:
    for name in KEYS:
        key = ec.generate_private_key(ec.SECP256R1())
        (folder / f"{name}.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


@contextmanager
def an_authority(folder: Path) -> Iterator[Authority]:
    """Run an authority with its services on a free port of the loopback."""
    _keep_keys(folder)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        now = datetime.now(UTC).replace(microsecond=0)
        config = CertomancerConfig.from_yaml(
            yaml.safe_dump(_described(now)), key_search_dir=str(folder), external_url_prefix=url
        )
        arch = config.get_pki_arch(ARCH)
        with _served(build_animator_app({ARCH: arch}, with_web_ui=False), listening):
            yield Authority(arch, folder, url)


@contextmanager
def _served(app: web.Application, listening: socket.socket) -> Iterator[None]:
    loop, ready = asyncio.new_event_loop(), threading.Event()
    runner = web.AppRunner(app)

    async def serve() -> None:
        await runner.setup()
        await web.SockSite(runner, listening).start()
        ready.set()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
