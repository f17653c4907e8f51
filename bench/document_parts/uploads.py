"""Uploads: taking files in beside a plain copy of the same bytes that is fsynced as carefully.

Everything an upload does is in it: reading the file in a process of its own, hashing, the store
on disk with fsync, and the rows with a commit that is fsynced too; one file after the other.
"""

import io
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.timezone import now
from PIL import Image

from motcua.documents import actions
from motcua.documents.upload_rules import PART_BYTES
from motcua.kernel.actors import Actor

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
SENDER = Actor(uuid4())
Making = Callable[[int], bytes]
Taking = Callable[[str, bytes], None]


def a_pdf(serial: int, size: int) -> bytes:
    """Return a scan of a size: one page, one stream that does not pack; each is another one."""
    stream = random.Random(serial).randbytes(size)
    head = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    objects = [*head, page, b"<</Length %d>>stream\n%s\nendstream" % (size, stream)]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + content + b"endobj\n")
    table = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n")
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()


def a_photograph(serial: int) -> bytes:
    """Return a photograph of twelve million points, as telephones take them."""
    rng = random.Random(serial)
    small = Image.frombytes("RGB", (400, 300), rng.randbytes(400 * 300 * 3))
    out = io.BytesIO()
    small.resize((4000, 3000)).save(out, "JPEG", quality=88)
    return out.getvalue()


SORTS: dict[str, tuple[str, Making]] = {
    "PDF of 200 KB": ("a.pdf", lambda serial: a_pdf(serial, 200 * KILOBYTE)),
    "PDF of 5 MB": ("a.pdf", lambda serial: a_pdf(serial, 5 * MEGABYTE)),
    "photograph of 12 MP": ("a.jpg", a_photograph),
}


def copied(folder: Path) -> Taking:
    """Copy bytes into a new file, fsynced with its folder: the least that may be acknowledged."""

    def copy(name: str, content: bytes) -> None:
        place = folder / uuid4().hex
        with place.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

    return copy


def taken_in(name: str, content: bytes) -> None:
    """Take a file in as a page does that sends it at once."""
    actions.take_in(name, content, subject=None, by=SENDER, at=now())


def taken_in_parts(name: str, content: bytes) -> None:
    """Take a file in as the script sends it."""
    upload = actions.begin(name, size=len(content), by=SENDER, at=now())
    for start in range(0, len(content), PART_BYTES):
        part = content[start : start + PART_BYTES]
        actions.append(upload.id, offset=start, part=part, by=SENDER, at=now())
    actions.finish(upload.id, subject=None, by=SENDER, at=now())


def measure(seconds: float) -> list[dict[str, Any]]:
    """Return files and megabytes a second, each beside the plain copy of the same run."""
    with TemporaryDirectory(dir=settings.STATE) as folder:
        return [
            row
            for sort, (name, make) in SORTS.items()
            for row in _rows(sort, name, make, copied(Path(folder)), seconds)
        ]


def _rows(
    sort: str, name: str, make: Making, copy: Taking, seconds: float
) -> Iterator[dict[str, Any]]:
    plain = 0.0
    acts = {
        "plain copy with fsync": copy,
        "taken in at once": taken_in,
        "taken in by parts": taken_in_parts,
    }
    for serial, (act, take) in enumerate(acts.items()):
        take(name, make(serial))  # what is started once is not measured
        files, megabytes = _rate(name, make, take, seconds, serial * 1_000_000)
        plain = plain or megabytes
        yield {
            "what": f"{sort}: {act}",
            "measured": round(megabytes, 1),
            "unit": "MB/s",
            "files_per_second": round(files, 1),
            "of_the_plain_copy": round(megabytes / plain, 2),
        }


def _rate(name: str, make: Making, take: Taking, seconds: float, first: int) -> tuple[float, float]:
    took, many, size = 0.0, 0, 0
    while took < seconds:
        content = make(first + many + 10)
        begins = time.perf_counter()
        take(name, content)
        took += time.perf_counter() - begins
        many, size = many + 1, size + len(content)
    return many / took, size / MEGABYTE / took
