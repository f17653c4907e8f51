"""The objects of a PDF: what would run, reach out or is carried inside, and what they unpack to."""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pikepdf
from pikepdf import ObjectType

from motcua.documents.rules import (
    FileHasAttachments,
    FileHasScripts,
    FileReachesOut,
    FileTooDemanding,
)
from motcua.kernel.errors import DomainError

MOST_OBJECTS = 150_000
DEEPEST = 60
MOST_FILTERS = 3
MOST_UNPACKED, MOST_UNPACKED_IN_ALL = 200_000_000, 600_000_000
STEP = 1 << 20
BITS_A_BYTE = 8

Refusal = type[DomainError]
# What an action does (ISO 32000-2 table 201); turning a page or following a link is left.
ACTIONS: dict[str, Refusal] = {
    "/JavaScript": FileHasScripts,
    "/Launch": FileHasScripts,
    "/Rendition": FileHasScripts,
    "/RichMediaExecute": FileHasScripts,
    "/GoToR": FileReachesOut,
    "/GoToE": FileHasAttachments,
    "/SubmitForm": FileReachesOut,
    "/ImportData": FileReachesOut,
    "/Movie": FileHasAttachments,
    "/Sound": FileHasAttachments,
}
KEYS: dict[str, Refusal] = {
    "/JS": FileHasScripts,
    "/JavaScript": FileHasScripts,
    "/XFA": FileHasScripts,
    "/EF": FileHasAttachments,
    "/RichMediaContent": FileHasAttachments,
}
MARKS: dict[str, Refusal] = dict.fromkeys(
    ("/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/FileAttachment"), FileHasAttachments
)
BY_ITSELF = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans"})
# Only objects that spell one of these are looked into; most pages have none.
SUSPECT = re.compile(
    rb"/(?:S /(?:GoTo[RE]|SubmitForm|ImportData|Movie|Sound|Rendition|Launch|RichMediaExecute)"
    rb"|JS|JavaScript|XFA|EF|EmbeddedFile|RichMedia\w*|3D|Movie|Sound|Screen|FileAttachment|AA"
    rb"|OpenAction)(?![A-Za-z])"
)
FLATE = frozenset({"/FlateDecode", "/Fl"})
PACKED_AS_PICTURE = frozenset(
    {"/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"}
)


def check_objects(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse a PDF if an object runs, reaches out, carries a file, or unpacks to too much."""
    unpacked = 0
    for number, found in enumerate(pdf.objects):
        if number >= MOST_OBJECTS:
            raise FileTooDemanding(name=name)
        kind = found._type_code
        if kind == ObjectType.stream:
            refused = _reaching(found) or _refused(found.stream_dict)
            unpacked += _unpacked(name, found)
        else:
            refused = _refused(found) if kind in LOOKED_INTO else None
        if refused is not None:
            raise refused(name=name)
        if unpacked > MOST_UNPACKED_IN_ALL:
            raise FileTooDemanding(name=name)


LOOKED_INTO = frozenset({ObjectType.dictionary, ObjectType.array})


def _refused(found: pikepdf.Object) -> Refusal | None:
    if not SUSPECT.search(found.unparse(resolved=True)):
        return None
    for one in _dictionaries(found, DEEPEST):
        for look in LOOKS:
            refused = look(one)
            if refused is not None:
                return refused
    return None


def _dictionaries(found: pikepdf.Object, deep: int) -> Iterator[pikepdf.Object]:
    """Return the dictionaries inside one object, without those that are objects of their own."""
    if not deep:
        raise ValueError("nested too deep")
    kind = found._type_code
    if kind == ObjectType.dictionary:
        yield found
        inside = [found[key] for key in found.keys()]  # noqa: SIM118 -- not a mapping of Python
    elif kind == ObjectType.array:
        inside = list(found)
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _dictionaries(one, deep - 1)


def _by_key(found: pikepdf.Object) -> Refusal | None:
    return next((KEYS[key] for key in KEYS if key in found), None)


def _by_mark(found: pikepdf.Object) -> Refusal | None:
    told = ACTIONS.get(str(found.get("/S")))
    return told or MARKS.get(str(found.get("/Subtype"))) or _embedded(found)


def _embedded(found: pikepdf.Object) -> Refusal | None:
    return FileHasAttachments if str(found.get("/Type")) == "/EmbeddedFile" else None


def _by_opening(found: pikepdf.Object) -> Refusal | None:
    """Return why what happens by itself may not: it may only turn to a page."""
    happening = []
    if "/OpenAction" in found:
        happening.append(found["/OpenAction"])
    events = found.get("/AA")
    if isinstance(events, pikepdf.Dictionary):
        happening += [events[key] for key in events.keys()]  # noqa: SIM118
    for one in happening:
        if isinstance(one, pikepdf.Dictionary) and str(one.get("/S")) not in BY_ITSELF:
            return ACTIONS.get(str(one.get("/S")), FileReachesOut)
    return None


LOOKS: tuple[Callable[[pikepdf.Object], Refusal | None], ...] = (_by_key, _by_mark, _by_opening)


def _reaching(stream: pikepdf.Object) -> Refusal | None:
    """Return why a stream is refused whose bytes lie in another file, or that shows another."""
    told = stream.stream_dict
    return FileReachesOut if "/F" in told or "/Ref" in told else None


def _unpacked(name: str, stream: pikepdf.Object) -> int:
    """Return how many bytes a stream unpacks to; refuse more than a picture of a large sheet."""
    told = stream.stream_dict
    filters = _filters(told.get("/Filter"))
    if len(filters) > MOST_FILTERS or _pictured(told) > MOST_UNPACKED:
        raise FileTooDemanding(name=name)
    if not filters or filters[-1] in PACKED_AS_PICTURE:
        return 0
    if FLATE.issuperset(filters):
        many = _inflated(stream.read_raw_bytes(), len(filters))
    else:
        many = len(stream.read_bytes(pikepdf.StreamDecodeLevel.all))
    if many > MOST_UNPACKED:
        raise FileTooDemanding(name=name)
    return many


def _filters(told: object) -> list[str]:
    if told is None:
        return []
    if isinstance(told, pikepdf.Array):
        return [str(one) for one in told]
    return [str(told)]


def _pictured(told: pikepdf.Object) -> int:
    """Return how many bytes a picture unpacks to by what it says of itself."""
    if str(told.get("/Subtype")) != "/Image":
        return 0
    bits = int(told.get("/BitsPerComponent", 1))
    is_grey = bits == 1 or str(told.get("/ColorSpace")) == "/DeviceGray"
    pixels = int(told.get("/Width", 0)) * int(told.get("/Height", 0))
    return pixels * bits * (1 if is_grey else 3) // BITS_A_BYTE


def _inflated(packed: bytes, times: int) -> int:
    """Count what comes out, without keeping it, up to the most that may."""
    pieces: Iterator[bytes] = iter([packed])
    for _ in range(times):
        pieces = _inflating(pieces)
    many = 0
    for piece in pieces:
        many += len(piece)
        if many > MOST_UNPACKED:
            break
    return many


def _inflating(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack piece by piece; a damaged stream shows less, never more."""
    reader = zlib.decompressobj()
    with suppress(zlib.error):
        for left in pieces:
            while left:
                yield reader.decompress(left, STEP)
                left = reader.unconsumed_tail
