"""Signatures: ours a CPU second, beside pyHanko used as its manual begins.

The same page is signed over and over, B-B, with the same visible stamp and a key of the same kind.
All of it is computation: CPU time of this process is what counts.

Naively means what the manual shows first: the signer is loaded from its files for each paper, and
how much room the signature needs is found out by signing twice. The same with the signer kept is
reported too, as whoever signs much would soon do that.
"""

import io
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from motcua.documents.paper import draw

A_CPU_SECOND_TARGET = 50.0
TIMES_TARGET = 5.0
NAME, REASON = "Đỗ Văn Mẫu", "Ký kết quả giải quyết thủ tục hành chính"
DAY = timedelta(days=1)
JUDGED = "RSA 2048"
KINDS = (JUDGED, "P-256")
OURS, NAIVELY = "ours", "pyHanko naively"
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
BOX = (330, 180, 500, 240)
PAGE = """
#set document(title: "Quyết định")
#set page(paper: "a4", margin: (top: 2cm, bottom: 2cm, left: 3cm, right: 1.5cm))
#set text(size: 13pt, lang: "vi")
#align(center)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*]
#align(center)[*QUYẾT ĐỊNH* \\ Về việc công nhận quyền sử dụng đất]
#set par(justify: true)
#for number in range(1, 9) [
  *Điều #number.* Công nhận quyền sử dụng đất ở cho ông Nguyễn Văn Mẫu, thường trú tại thôn Một, xã
  Mẫu; người được công nhận thực hiện nghĩa vụ tài chính theo quy định của pháp luật về đất đai.
]
"""
SAID = "Ký bởi: Đỗ Văn Mẫu \\ Ngày ký: 29/11/2026 09:00:00"
STAMP = f"""
#set document(title: "Chữ ký")
#set page(width: 170pt, height: 60pt, margin: 4pt)
#set text(size: 8pt, lang: "vi")
{SAID}
"""
Signing = Callable[[], bytes]
Files = tuple[Path, Path]  # the folder of key and certificate, and who issued it


def measure(seconds: float) -> list[dict[str, Any]]:
    """Return signatures a CPU second of ours and of pyHanko alone, and what was aimed at.

    The targets are judged by RSA keys of 2048 bits; P-256 is told besides.
    """
    with TemporaryDirectory(prefix="motcua-bench-") as folder:
        settings.KEYS = Path(folder)
        paper, stamp = draw(PAGE, {}), Path(folder) / "stamp.pdf"
        stamp.write_bytes(draw(STAMP, {}))
        rates = {
            kind: _rates(paper, stamp, _files(Path(folder) / kind, kind), seconds) for kind in KINDS
        }
    return [_row(kind, act, rates[kind]) for kind in KINDS for act in rates[kind]]


def _row(kind: str, act: str, rates: dict[str, float]) -> dict[str, Any]:
    rate = rates[act]
    row = {"what": f"{kind}, {act}", "measured": rate, "unit": "a CPU second"}
    if act != OURS:
        return row
    times = round(rate / rates[NAIVELY], 1)
    row |= {"times_pyhanko_naively": times, "target": A_CPU_SECOND_TARGET}
    if kind == JUDGED:
        row |= {"times_target": TIMES_TARGET}
        row |= {"met": rate >= A_CPU_SECOND_TARGET and times >= TIMES_TARGET}
    return row


def _rates(paper: bytes, stamp: Path, files: Files, seconds: float) -> dict[str, float]:
    kept = _loaded(files)
    acts = {
        OURS: _ours(paper, files),
        NAIVELY: _pyhanko(paper, lambda: _loaded(files), stamp),
        "pyHanko, its signer kept": _pyhanko(paper, lambda: kept, stamp),
    }
    _require_valid(act() for act in acts.values())
    return {name: round(_rate(act, seconds), 1) for name, act in acts.items()}


def _files(folder: Path, kind: str) -> Files:
    """Make a key of a kind and its certificate: the key plain for us, locked for pyHanko."""
    x509 = import_module("cryptography.x509")
    serialization = import_module("cryptography.hazmat.primitives.serialization")
    hashes = import_module("cryptography.hazmat.primitives.hashes")
    key, root = _key(kind), _key("P-256")
    at, named = datetime.now(UTC), [x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]

    def certified(of: Any, issuer: str, ca: bool) -> bytes:
        usage = dict.fromkeys(USES, False) | {"content_commitment": not ca, "key_cert_sign": ca}
        authority = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)])
        builder = x509.CertificateBuilder().subject_name(authority if ca else x509.Name(named))
        builder = builder.issuer_name(authority).public_key(of.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(at - DAY)
        builder = builder.not_valid_after(at + DAY).add_extension(x509.KeyUsage(**usage), True)
        builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
        made: bytes = builder.sign(root, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        return made

    def written(lock: Any) -> bytes:
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return bytes(key.private_bytes(pem, form, lock))

    authorities = folder.parent / "authorities"
    authorities.mkdir(exist_ok=True)
    folder.mkdir()
    issuer = f"CA {kind}"
    (authorities / f"{folder.name}.pem").write_bytes(certified(root, issuer, True))
    (folder / "certificate.pem").write_bytes(certified(key, issuer, False))
    (folder / "plain.pem").write_bytes(written(serialization.NoEncryption()))
    (folder / "locked.pem").write_bytes(written(serialization.BestAvailableEncryption(b"secret")))
    return folder, authorities / f"{folder.name}.pem"


def _key(kind: str) -> Any:
    if kind == "P-256":
        ec = import_module("cryptography.hazmat.primitives.asymmetric.ec")
        return ec.generate_private_key(ec.SECP256R1())
    rsa = import_module("cryptography.hazmat.primitives.asymmetric.rsa")
    return rsa.generate_private_key(65537, 2048)


def _ours(paper: bytes, files: Files) -> Signing:
    pades = import_module("motcua.signing.pades")
    shown = import_module("motcua.signing.appearance")
    kept = import_module("motcua.signing.models").Certificate(
        pem=(files[0] / "certificate.pem").read_text(), key_file=f"{files[0].name}/plain.pem"
    )
    lines = tuple(shown.Line((shown.Words(line.strip()),), 8) for line in SAID.split("\\"))
    stamp = pades.Stamp(shown.Drawing(170, 60, lines, inset=4), 0, BOX)

    def sign() -> bytes:
        at = datetime.now(UTC)
        signed: bytes = pades.sign(
            paper, kept, field="Signature-1", reason=REASON, stamp=stamp, at=at
        )
        return signed

    return sign


def _loaded(files: Files) -> Any:
    signer = import_module("pyhanko.sign.signers").SimpleSigner
    key, certificate = (str(files[0] / name) for name in ("locked.pem", "certificate.pem"))
    return signer.load(key, certificate, ca_chain_files=(str(files[1]),), key_passphrase=b"secret")


def _pyhanko(paper: bytes, signer: Callable[[], Any], stamp: Path) -> Signing:
    signers = import_module("pyhanko.sign.signers")
    fields = import_module("pyhanko.sign.fields")
    writing = import_module("pyhanko.pdf_utils.incremental_writer")
    style = import_module("pyhanko.stamp").StaticStampStyle

    def sign() -> bytes:
        meta = signers.PdfSignatureMetadata(
            field_name="Signature1", reason=REASON, subfilter=fields.SigSeedSubFilter.PADES
        )
        pen = signers.PdfSigner(
            meta,
            signer=signer(),
            stamp_style=style.from_pdf_file(str(stamp), border_width=0),
            new_field_spec=fields.SigFieldSpec("Signature1", on_page=0, box=BOX),
        )
        signed: bytes = pen.sign_pdf(writing.IncrementalPdfFileWriter(io.BytesIO(paper))).getvalue()
        return signed

    return sign


def _require_valid(signed: Iterable[bytes]) -> None:
    verify = import_module("motcua.signing.verifying").verify
    for pdf in signed:
        assert all(one.holds and one.covers_whole_file for one in verify(pdf, at=datetime.now(UTC)))


def _rate(sign: Signing, seconds: float) -> float:
    """Return how many a CPU second, in the best of three spans."""
    best = 0.0
    for _ in range(3):
        many, begins = 0, time.process_time()
        while time.process_time() - begins < seconds / 3:
            sign()
            many += 1
        best = max(best, many / (time.process_time() - begins))
    return best
