"""Every way we know to tamper with a signed file is refused, and called by its name."""

import io
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from certomancer.registry import ServiceLabel
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pytest_django import Settings

from motcua.signing import pades
from motcua.signing.authority import SampleAuthority
from motcua.signing.models import Certificate
from motcua.signing.providers import key_file
from motcua.signing.rules import Finding, NotSigned
from motcua.signing.verifying import verify
from tests.signing import tampering_hands as hands
from tests.signing.authorities import DAY, Authority
from tests.signing.papers_to_sign import OTHER, a_paper, a_stamp
from tests.signing.tampering_hands import Hand, changed, flip, in_signature, with_range
from tests.signing.test_levels import signed as for_long

CHANGED = {Finding.CHANGED}
BROKEN = {Finding.CHANGED, Finding.FORGED, Finding.UNREADABLE, Finding.WRONG_CERTIFICATE}
SHADOWED, ADDED = {Finding.SHADOWED}, {Finding.ADDED}
LOST = {Finding.UNREADABLE, Finding.GAP}
# What an attacker does to a file with one signature, and what it is called.
TAMPERED: list[tuple[str, Hand, set[Finding]]] = [
    ("a byte of the head", flip(b"%PDF-", 12), CHANGED | LOST),
    ("a byte of a page's size", flip(b"/MediaBox", 12), CHANGED),
    ("a byte of the text", flip(b"stream", 40), CHANGED | LOST),
    ("a byte of the title", flip(b"/Title", 8), CHANGED),
    ("a byte of the reason", flip(b"/Reason", 9), CHANGED),
    ("a byte of the time", flip(b"/M (D", 8), CHANGED),
    ("a byte of the last line", flip(b"%%EOF", 4, last=True), CHANGED | LOST),
    ("the signature's first byte", in_signature(0), BROKEN),
    ("the signature's algorithm", in_signature(60), BROKEN),
    ("the certificate in the signature", in_signature(400), BROKEN | {Finding.UNTRUSTED}),
    ("the range begins later", with_range(lambda r: [1, r[1] - 1, r[2], r[3]]), {Finding.GAP}),
    ("the range ends earlier", with_range(lambda r: [0, r[1], r[2], r[3] - 9]), CHANGED),
    ("the range leaves more out", with_range(lambda r: [0, r[1] - 9, r[2], r[3]]), {Finding.GAP}),
    ("a huge gap", with_range(lambda r: [0, 10, r[2], r[3]]), {Finding.GAP}),
    ("the range reaches too far", with_range(lambda r: [0, r[1], r[2], r[3] + 9]), {Finding.GAP}),
    ("the hole covers the end", with_range(lambda r: [0, r[1], r[2] + 9, r[3]]), {Finding.GAP}),
    ("a comment in the hole", hands.hidden_in_the_hole, {Finding.GAP, Finding.UNREADABLE}),
    ("words at the end", lambda pdf: pdf + b"\n% them\n", {Finding.TRAILING}),
    ("zeros at the end", lambda pdf: pdf + b"\0" * 500, {Finding.TRAILING}),
    ("another title", changed(hands.renamed), ADDED),
    ("another description", changed(hands.described), ADDED),
    ("other content under the old number", changed(hands.other_content), SHADOWED),
    ("new content for the page", changed(hands.new_content), SHADOWED),
    ("a page more", changed(hands.another_page), {Finding.PAGES_CHANGED}),
    ("a page less", changed(hands.one_page_less), {Finding.PAGES_CHANGED}),
    ("pages in another order", changed(hands.pages_swapped), SHADOWED),
    ("a page cut down", changed(hands.other_size), SHADOWED),
    ("a page turned", changed(hands.rotated), SHADOWED),
    ("a note over the text", changed(hands.a_note_on_top), ADDED),
    ("other letters", changed(hands.other_font), SHADOWED),
    ("another stamp", changed(hands.other_stamp), SHADOWED),
    ("another reason, later", changed(hands.other_reason), {Finding.ADDED, Finding.GAP}),
    ("the stamp moved", changed(hands.moved_stamp), ADDED),
    ("a script", changed(hands.a_script), ADDED | SHADOWED),
    ("a field over the page", changed(hands.a_text_field), ADDED),
]
# What makes it unreadable, so that it is refused as a whole.
RUINED: list[tuple[str, Hand]] = [
    ("the end cut off", lambda pdf: pdf[:-100]),
    ("cut behind the signature", lambda pdf: pdf[: pdf.rindex(b"/ByteRange") + 90]),
    ("the signature hidden", changed(hands.no_form)),
    ("the signature emptied", changed(hands.no_value)),
    ("the range of two numbers", with_range(lambda r: r[:2])),
]


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def signed(certificate: Certificate, pdf: bytes | None = None, field: str = "Signature-1") -> bytes:
    return pades.sign(
        pdf or a_paper(),
        certificate,
        field=field,
        reason="Ký thử",
        stamp=a_stamp(),
        at=now(),
    )


@pytest.fixture
def signer(authority: Authority, keys: Path, settings: Settings) -> Certificate:
    settings.TSA_URL = ""
    return authority.certificate("signer", keys)


def findings(pdf: bytes) -> set[Finding]:
    """Return what is found, of the last signature that speaks against the file."""
    verdicts = verify(pdf, at=now())
    assert not all(one.holds for one in verdicts)
    return {finding for one in verdicts if not one.holds for finding in one.findings}


def test_untouched_it_holds(signer: Certificate) -> None:
    assert all(one.holds for one in verify(signed(signer), at=now()))


@pytest.mark.parametrize(
    ("hand", "names"), [one[1:] for one in TAMPERED], ids=[one[0] for one in TAMPERED]
)
def test_what_was_tampered_with_is_refused_by_name(
    signer: Certificate, hand: Hand, names: set[Finding]
) -> None:
    pdf = hand(signed(signer))

    try:
        found = findings(pdf)
    except NotSigned:
        assert names & (LOST | BROKEN)
        return

    assert found & names, found


@pytest.mark.parametrize("hand", [one[1] for one in RUINED], ids=[one[0] for one in RUINED])
def test_what_cannot_be_read_is_never_called_unsigned_or_good(
    signer: Certificate, hand: Hand
) -> None:
    pdf = hand(signed(signer))

    with pytest.raises(NotSigned, match="bị sửa hoặc bị hỏng"):
        findings(pdf)


def test_a_signature_over_another_file(signer: Certificate) -> None:
    pdf = hands.signature_of(signed(signer, a_paper(OTHER)))(signed(signer))

    assert Finding.CHANGED in findings(pdf)


def test_one_signature_in_the_place_of_another(signer: Certificate) -> None:
    two = signed(signer, signed(signer), "Seal")

    assert Finding.CHANGED in findings(hands.first_signature_twice(two))


def test_something_slipped_in_between_two_signatures(signer: Certificate) -> None:
    between = changed(hands.new_content)(signed(signer))

    first, second = verify(signed(signer, between, "Seal"), at=now())

    assert first.findings[0] is Finding.SHADOWED
    assert second.holds


def test_something_added_after_an_archived_file(
    authority: Authority, signer: Certificate, settings: Settings
) -> None:
    settings.TSA_URL = authority.tsa
    archived = for_long(signer)
    assert all(one.holds for one in verify(archived, at=now()))

    for hand in (hands.new_content, hands.a_note_on_top, hands.renamed, hands.described):
        assert findings(changed(hand)(archived)) & {Finding.SHADOWED, Finding.ADDED}


def test_an_archive_may_describe_a_file_anew_before_it_closes_it_again(
    authority: Authority, signer: Certificate
) -> None:
    """Archives that prolong a file write to its metadata, then put a time-stamp over it all."""
    described = changed(hands.described)(signed(signer))

    (verdict,) = verify(authority.closed(described), at=now())

    assert verdict.holds
    assert verdict.is_time_stamped


def test_a_time_stamp_over_the_file_does_not_make_other_content_good(
    authority: Authority, signer: Certificate
) -> None:
    for hand in (hands.new_content, hands.a_note_on_top, hands.another_page):
        (verdict,) = verify(authority.closed(changed(hand)(signed(signer))), at=now())

        assert not verdict.holds
        assert not verdict.intact


def test_another_certificate_for_the_same_key(
    authority: Authority, keys: Path, signer: Certificate
) -> None:
    prepared = pades.prepare(a_paper(), signer, field="S", reason="x", stamp=a_stamp(), at=now())
    made = key_file.signature(signer, prepared.attributes)

    pdf = pades.finish(prepared, authority.certificate("twin", keys), made)

    assert findings(pdf) >= {Finding.WRONG_CERTIFICATE}


def test_another_key_than_the_certificate_s(
    authority: Authority, keys: Path, signer: Certificate
) -> None:
    prepared = pades.prepare(a_paper(), signer, field="S", reason="x", stamp=a_stamp(), at=now())
    made = key_file.signature(authority.certificate("old", keys), prepared.attributes)

    assert findings(pades.finish(prepared, signer, made)) == {Finding.FORGED}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("old", Finding.EXPIRED),
        ("early", Finding.NOT_YET_VALID),
        ("revoked", Finding.REVOKED),
        ("reader", Finding.WRONG_USE),
    ],
)
def test_a_certificate_that_was_not_good(
    authority: Authority, keys: Path, signer: Certificate, label: str, name: Finding
) -> None:
    listed = authority.arch.service_registry.get_crl(ServiceLabel("root"), now())
    (keys / "authorities" / "thu.crl").write_bytes(listed.dump())

    (verdict,) = verify(signed(authority.certificate(label, keys)), at=now())

    assert verdict.findings[0] is name
    assert not verdict.holds


def test_a_stranger_s_authority(signer: Certificate, keys: Path, tmp_path: Path) -> None:
    stranger = SampleAuthority(now()).issue(signer.owner, "person", "Người lạ")
    pdf = signed(stranger)
    (keys / "authorities" / "sample.pem").unlink()

    assert findings(pdf) >= {Finding.UNTRUSTED}


def test_an_outworn_digest(authority: Authority, signer: Certificate) -> None:
    _, _, der = pem.unarmor((authority.folder / "signer.pem").read_bytes())
    weak = signers.SimpleSigner(
        signing_cert=pades.loaded(signer.pem),
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    meta = signers.PdfSignatureMetadata(field_name="S", md_algorithm="sha1")

    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(a_paper())), meta, weak)

    assert findings(out.getvalue()) >= {Finding.WEAK_DIGEST}


def test_of_a_thousand_changed_bytes_none_goes_unnoticed(signer: Certificate) -> None:
    pdf = signed(signer)
    begins = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    ends = pdf.index(b">", begins)
    padding = begins + len(pdf[begins:ends].rstrip(b"0"))
    chance = random.Random(11)  # noqa: S311 -- seeded, so that a failure can be repeated
    places = [at for at in range(len(pdf)) if not padding <= at < ends]
    unnoticed = []

    for place in chance.sample(places, 1000):
        harmed = bytearray(pdf)
        harmed[place] ^= chance.randrange(1, 256)
        try:
            verdicts = verify(bytes(harmed), at=now())
        except NotSigned:
            continue
        if all(one.holds for one in verdicts):
            unnoticed.append((place, pdf[place], harmed[place]))

    assert [one for one in unnoticed if not _only_case(one)] == []


def _only_case(changed_byte: tuple[int, int, int]) -> bool:
    """Say whether a hexadecimal digit was only written in small or large: the same signature."""
    _, before, after = changed_byte
    return bytes([before]).lower() == bytes([after]).lower()


def test_the_days_of_these_certificates_are_as_the_tests_mean_them(
    authority: Authority, keys: Path
) -> None:
    assert authority.certificate("old", keys).not_after < now() - 9 * DAY
