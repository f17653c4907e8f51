"""Signatures on PDF files: made by us, checked by us, by pdfsig, and after every kind of harm."""

import os
import random
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from motcua.documents.paper import draw
from motcua.signing.authority import AUTHORITY, SampleAuthority
from motcua.signing.models import Certificate
from motcua.signing.pades import sign
from motcua.signing.providers import key_file
from motcua.signing.rules import NotSigned, SignatureBroken, Verdict
from motcua.signing.verifying import verify as verify_at
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf, a_picture
from tests.signing.papers_to_sign import a_stamp

SIGNER, AGENCY = "Đỗ Văn Mẫu", "Ủy ban nhân dân xã Mẫu"
PAPER = '#set document(title: "x")\n#set page(width: 300pt, height: 400pt)\nGiấy xác nhận mẫu'


def verify(pdf: bytes) -> list[Verdict]:
    return verify_at(pdf, at=MONDAY_MORNING)


def a_certificate(kind: str = "person", name: str = SIGNER) -> Certificate:
    return SampleAuthority(MONDAY_MORNING).issue(uuid4(), kind, name)


def signed(pdf: bytes | None = None, certificate: Certificate | None = None, **given: str) -> bytes:
    return sign(
        pdf or draw(PAPER, {}),
        certificate or a_certificate(),
        field=given.get("field", "Signature-1"),
        reason="Ký thử",
        stamp=a_stamp(),
        at=MONDAY_MORNING,
    )


def signed_and_sealed() -> bytes:
    return signed(signed(), a_certificate("seal", AGENCY), field="Seal")


def test_a_signature_says_who_when_and_why_and_that_it_is_a_sample() -> None:
    (verdict,) = verify(signed())

    assert (verdict.signer, verdict.issuer, verdict.reason) == (SIGNER, AUTHORITY, "Ký thử")
    assert verdict.signed_at == MONDAY_MORNING
    assert verdict.holds
    assert verdict.covers_whole_file
    assert verdict.is_sample


def test_a_seal_leaves_the_signature_before_it_intact() -> None:
    verdicts = verify(signed_and_sealed())

    assert [verdict.signer for verdict in verdicts] == [SIGNER, AGENCY]
    assert all(verdict.holds for verdict in verdicts)
    assert [verdict.covers_whole_file for verdict in verdicts] == [False, True]


def test_a_changed_byte_of_what_was_signed_shows() -> None:
    pdf = bytearray(signed())
    place = pdf.index(b"/MediaBox")
    pdf[place + 12] ^= 1

    (verdict,) = verify(bytes(pdf))

    assert not verdict.intact
    assert not verdict.holds


def test_whatever_byte_of_the_signed_part_is_changed_the_seal_holds_no_more() -> None:
    pdf = signed_and_sealed()
    sealed_from = pdf.rindex(b"/Contents <")
    sealed_until = pdf.index(b">", sealed_from)
    chance = random.Random(7)  # noqa: S311 -- seeded, so that a failure can be repeated
    places = [
        *(chance.randrange(sealed_from) for _ in range(25)),
        *(chance.randrange(sealed_until, len(pdf)) for _ in range(15)),
    ]

    for place in places:
        harmed = bytearray(pdf)
        harmed[place] ^= chance.randrange(1, 256)
        try:
            verdicts = verify(bytes(harmed))
        except NotSigned:
            continue
        assert not (verdicts[-1].holds and verdicts[-1].covers_whole_file), place


def test_a_file_harmed_beyond_reading_is_not_called_unsigned() -> None:
    harmed = signed().replace(b"endobj", b"end\x94bj")

    with pytest.raises(SignatureBroken, match="bị sửa hoặc bị hỏng"):
        verify(harmed)


def test_something_added_after_the_seal_shows() -> None:
    added = signed() + b"\n% one more line\n"

    (verdict,) = verify(added)

    assert not verdict.covers_whole_file


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", a_pdf(), a_picture(), a_pdf()[:-30], b"x" * 1000]
)
def test_what_carries_no_signature_is_said_to_carry_none(content: bytes) -> None:
    SampleAuthority(MONDAY_MORNING)

    with pytest.raises(NotSigned):
        verify(content)


def test_a_signature_of_a_stranger_s_authority_is_intact_but_not_trusted(keys: Path) -> None:
    pdf = signed()
    shutil.rmtree(keys)
    SampleAuthority(MONDAY_MORNING)

    (verdict,) = verify(pdf)

    assert (verdict.intact, verdict.trusted, verdict.holds) == (True, False, False)


def test_a_key_outside_the_key_folder_is_never_read(tmp_path: Path) -> None:
    certificate = a_certificate()
    certificate.key_file = "../somewhere.key"

    with pytest.raises(ValueError, match="outside"):
        key_file.signature(certificate, b"")


def test_keys_are_for_their_owner_alone(keys: Path) -> None:
    certificate = a_certificate()

    for place in (keys / certificate.key_file, keys / "authority.key"):
        assert os.stat(place).st_mode & 0o077 == 0


def test_the_authority_is_made_once(keys: Path) -> None:
    SampleAuthority(MONDAY_MORNING)
    before = (keys / "authorities" / "sample.pem").read_bytes()

    SampleAuthority(MONDAY_MORNING + timedelta(days=30))

    assert (keys / "authorities" / "sample.pem").read_bytes() == before


def pdfsig(pdf: bytes, folder: Path, *more: str) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(
        ["pdfsig", *more, str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return told.stdout


def test_another_reader_finds_both_signatures_valid(tmp_path: Path) -> None:
    told = pdfsig(signed_and_sealed(), tmp_path)

    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert SIGNER in told
    assert AGENCY in told
    assert "Total document signed" in told


def test_another_reader_finds_a_changed_byte(tmp_path: Path) -> None:
    pdf = bytearray(signed())
    pdf[pdf.index(b"/MediaBox") + 12] ^= 1

    told = pdfsig(bytes(pdf), tmp_path)

    assert "Signature is Valid" not in told


def test_ids_of_owners_do_not_mix() -> None:
    owner = UUID(int=1)

    person = SampleAuthority(MONDAY_MORNING).issue(owner, "person", SIGNER)
    seal = SampleAuthority(MONDAY_MORNING).issue(owner, "seal", AGENCY)

    assert person.key_file != seal.key_file
    assert person.serial != seal.serial
