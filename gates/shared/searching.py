"""Searching for values: in a dump of the database, in a state folder, in what was heard."""

import mmap
import re
from collections.abc import Iterable, Iterator, Sequence
from email.parser import BytesHeaderParser
from pathlib import Path

from gates.shared.canaries import MARK, Canary

MARKS = (MARK.encode(), MARK.encode().hex().encode(), MARK.encode("utf-16-be"))
KEYS, MAIL, POSTGRES = "keys", "mail", "postgres"
NEAR = 300  # bytes around the mark: more than any value takes, however it is written
ENDING = b"\n" + b"-" * 79 + b"\n"
_COPY = re.compile(rb"COPY public\.(\S+) \((.*)\) FROM stdin;")


def found_in(whole: bytes | mmap.mmap, wanted: Iterable[Canary]) -> list[Canary]:
    """Return which values stand somewhere, however they are written."""
    around = b"\n".join(_around(whole))
    return [
        one
        for one in wanted
        if any((around if MARK in one.value else whole).find(way) >= 0 for way in one.needles())
    ]


def _around(whole: bytes | mmap.mmap) -> Iterator[bytes]:
    """Yield what stands around the mark that all values but names have."""
    for mark in MARKS:
        at = whole.find(mark)
        while at >= 0:
            yield whole[max(0, at - NEAR) : at + NEAR]
            at = whole.find(mark, at + 1)


def in_dump(dump: Path, wanted: Sequence[Canary]) -> Iterator[tuple[str, Canary]]:
    """Yield each value that a dump of the database shows, with table and column."""
    table, columns = "", list[bytes]()
    with dump.open("rb") as lines:
        for line in lines:
            if begun := _COPY.match(line):
                table = begun[1].decode().strip('"')
                columns = [one.strip().strip(b'"') for one in begun[2].split(b",")]
            elif line == b"\\.\n":
                table = ""
            elif found := found_in(line, wanted):
                values = line.rstrip(b"\n").split(b"\t") if table else [line]
                names = columns if table else [b"?"]
                for name, value in zip(names, values, strict=False):
                    for one in found_in(value, found):
                        yield f"{table}.{name.decode()}", one


def in_folder(root: Path, wanted: Sequence[Canary]) -> Iterator[tuple[str, Canary]]:
    """Yield each value that a file of a state folder shows, with its place. Keys are left out; of
    mails the subjects are read; of PostgreSQL's own files what is open by design is left out."""
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.is_symlink() or not path.stat().st_size:
            continue
        place = path.relative_to(root)
        if place.parts[0] == KEYS:
            continue
        sought = [one for one in wanted if place.parts[0] != POSTGRES or not one.open_in]
        try:
            found = _in_file(path, sought, is_mail=place.parts[0] == MAIL)
        except (OSError, ValueError):  # gone or emptied meanwhile
            continue
        for one in found:
            yield str(place), one


def _in_file(path: Path, wanted: Sequence[Canary], *, is_mail: bool) -> list[Canary]:
    if is_mail:
        return found_in("\n".join(subjects(path.read_bytes())).encode(), wanted)
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole,
    ):
        return found_in(whole, wanted)


def subjects(mails: bytes) -> list[str]:
    """Return the subjects of mails that were written one behind the other."""
    heads = (BytesHeaderParser().parsebytes(one.strip()) for one in mails.split(ENDING))
    return [str(one["Subject"]) for one in heads if one["Subject"]]
