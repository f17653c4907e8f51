"""Files that are two types at once (polyglots): harmless to one reader, a program to another."""

import re

from motcua.documents.rules import PDF, FileMixed

ZIP_ENDS, ZIP_ENDS_WITHIN = b"PK\x05\x06", 65_557  # the end record and its longest comment
ZIP_BEGINS = b"PK\x03\x04"
# What browsers look at to guess a type, and what makes them guess a page (WHATWG MIME Sniffing).
SNIFFED = 1445
PAGE_MARKS = re.compile(
    rb"<(?:!doctype html|html|head|body|script|iframe|svg|table|style|title|img|\?php)",
    re.IGNORECASE,
)
SCRIPT_MARKS = re.compile(rb"<(?:script|iframe|object|\?php|%@ )[\s>/=]", re.IGNORECASE)
PDF_ENDS = b"%%EOF"
MAY_FOLLOW = b"\r\n\t \x00\x1a"


def check_not_mixed(name: str, media_type: str, content: bytes) -> None:
    """Refuse a file that is also an archive, a page or a script."""
    if _is_archive(content) or _is_page(media_type, content) or _is_followed(media_type, content):
        raise FileMixed(name=name)


def _is_archive(content: bytes) -> bool:
    return ZIP_ENDS in content[-ZIP_ENDS_WITHIN:] and ZIP_BEGINS in content


def _is_page(media_type: str, content: bytes) -> bool:
    if PAGE_MARKS.search(content[:SNIFFED]):
        return True
    # Compressed data never spells these by chance; metadata and what follows a picture may.
    return media_type != PDF and SCRIPT_MARKS.search(content) is not None


def _is_followed(media_type: str, content: bytes) -> bool:
    """Say whether something stands behind the end of a PDF; pictures are drawn anew anyway."""
    if media_type != PDF:
        return False
    end = content.rfind(PDF_ENDS)
    return end >= 0 and bool(content[end + len(PDF_ENDS) :].strip(MAY_FOLLOW))
