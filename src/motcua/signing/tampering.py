"""What was done to a file after it was signed, by its name.

A signature covers the bytes up to its end but for one hole, in which it stands. Whatever is
elsewhere, or changes what was there, has a name of its own here.
"""

import io
import re
from collections.abc import Sequence

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from motcua.signing.rules import Finding

HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f]*>")
BROKEN = (PdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
UNCOVERED = {"UNCLEAR", "CONTIGUOUS_BLOCK_FROM_START"}
# Of the objects that were there when it was signed, changing these replaces what one sees.
SEEN = ("/Page", "/Pages", "/Font", "/XObject", "/ExtGState", "/Catalog")
DESCRIBING = {"/Metadata", "/XRef", "/ObjStm"}
UNSEEN = {"/Annots", "/AcroForm", "/DSS", "/Extensions", "/Perms"}


def content_findings(signature: EmbeddedPdfSignature, pdf: bytes) -> list[Finding]:
    """Return what shows that the file is not as it was when this signature was made."""
    try:
        if not _hole_is_filled(signature, pdf):
            return [Finding.GAP]
        signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    except SignatureValidationError:
        return [Finding.UNREADABLE]
    except BROKEN:
        return [Finding.UNREADABLE]
    found: object = signature.diff_result
    if not isinstance(found, SuspiciousModification):
        return []
    if getattr(signature.coverage, "name", "") in UNCOVERED:
        return [_uncovered(signature, pdf)]
    return [_added(signature)]


def covers_whole_file(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Say whether nothing but the signature itself lies outside of what it covers."""
    return _hole_is_filled(signature, pdf) and _end(signature) == len(pdf)


def after_the_last(
    last: EmbeddedPdfSignature, everything: Sequence[EmbeddedPdfSignature], pdf: bytes
) -> Finding | None:
    """Name what came after the last signature, when it is more than time-stamps over the file."""
    if not any(covers_whole_file(one, pdf) for one in everything):
        ends = max(_end(one) for one in everything)
        return Finding.ADDED if b"startxref" in pdf[ends:] else Finding.TRAILING
    filled: set[str] = getattr(last.diff_result, "changed_form_fields", set())
    return Finding.ADDED if filled - {one.field_name for one in everything} else None


def _end(signature: EmbeddedPdfSignature) -> int:
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _hole_is_filled(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Say whether the one hole is taken up by the signature alone, from `<` to `>`."""
    ranges = [int(one) for one in signature.byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0 or _end(signature) > len(pdf):
        return False
    hole = pdf[ranges[1] : ranges[2]]
    if ranges[2] < ranges[1] or not HEXADECIMAL.fullmatch(hole):
        return False
    return bytes.fromhex(hole[1:-1].decode()) == bytes(signature.pkcs7_content)


def _uncovered(signature: EmbeddedPdfSignature, pdf: bytes) -> Finding:
    """Name what follows the signed part: loose bytes, or a part that hides in the revision."""
    after = pdf[_end(signature) :]
    return Finding.ADDED if b"startxref" in after or b" obj" in after else Finding.TRAILING


def _added(signature: EmbeddedPdfSignature) -> Finding:
    """Name what a later revision did: other pages, other content for what was there, or more."""
    reader = signature.reader
    try:
        then = reader.get_historical_resolver(signature.signed_revision)
        if _page_count(then.root) != _page_count(reader.root):
            return Finding.PAGES_CHANGED
        return Finding.SHADOWED if _replaced(reader, then, signature) else Finding.ADDED
    except BROKEN:
        return Finding.ADDED


def _page_count(root: generic.DictionaryObject) -> int:
    return int(root["/Pages"]["/Count"])


def _replaced(
    reader: PdfFileReader, then: HistoricalResolver, signature: EmbeddedPdfSignature
) -> bool:
    """Say whether an object that draws the pages has another content than when it was signed.

    That is what shadow attacks do: a content that lay ready is swapped for the one that was seen.
    """
    later = range(signature.signed_revision + 1, reader.xrefs.total_revisions)
    changed = {ref for one in later for ref in reader.xrefs.explicit_refs_in_revision(one)}
    return any(_draws(reader, then, ref) for ref in changed)


def _draws(reader: PdfFileReader, then: HistoricalResolver, ref: generic.Reference) -> bool:
    try:
        before = then.get_object(ref)
    except BROKEN:
        return False
    after = reader.get_object(ref)  # type: ignore[no-untyped-call]
    if isinstance(before, generic.DictionaryObject) and before.get("/Type") in DESCRIBING:
        return False
    if isinstance(before, generic.StreamObject):
        return not isinstance(after, generic.StreamObject) or before.data != after.data
    if isinstance(before, generic.DictionaryObject) and before.get("/Type") in SEEN:
        return _drawn(before) != _drawn(after)
    return False


def _drawn(thing: generic.PdfObject) -> bytes:
    """Return what of an object decides what one sees, written out: not its annotations."""
    out = io.BytesIO()
    if not isinstance(thing, generic.DictionaryObject):
        thing.write_to_stream(out)
        return out.getvalue()
    for key in sorted(set(thing) - UNSEEN):
        out.write(key.encode())
        thing.raw_get(key).write_to_stream(out)
    return out.getvalue()
