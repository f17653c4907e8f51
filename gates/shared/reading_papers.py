"""Papers and mails of a system whose every text is a payload: they carry texts as texts."""

import email.policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from xml.etree.ElementTree import ParseError

import pikepdf
from defusedxml.ElementTree import fromstring
from django.conf import settings

from gates.shared.payloads import MARK

# What makes a paper act by itself, by the names that its objects carry.
ACTING = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/OpenAction", "/AA")
MOST = 60
NOT_HTTP = ("javascript:", "data:", "file:")
HEADERS = {"subject", "from", "to", "date", "message-id", "mime-version", "content-type",
           "content-transfer-encoding", "auto-submitted"}  # fmt: skip


def papers(place: str, people: dict[str, Any], told: Any) -> list[str]:
    """Read the PDF that pages led to; return what acts in one, or came of a file of the machine."""
    found = []
    for address, who in list(told.papers.items())[:MOST]:
        if ".pdf" not in address:
            continue
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in people[who])
        request = Request(f"{place}{address}", headers={"Cookie": cookie})  # noqa: S310 -- our own
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310 -- our own server
                content = answer.read()
        except OSError as error:
            code = getattr(error, "code", 0)
            found += [f"giấy hỏng: {code} {address}"] if code >= 500 else []
            continue
        if content.startswith(b"%PDF"):
            found += [f"{one} trong {address}" for one in _acting(content)]
    return found


def _acting(content: bytes) -> list[str]:
    found = []
    with pikepdf.open(BytesIO(content)) as paper:
        found += _about(paper)
        for thing in paper.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            found += [name for name in ACTING if name in thing]
            address = str(thing.get("/URI", "")).strip().lower()
            found += [address[:60]] if address.startswith(NOT_HTTP) else []
    return found


def _about(paper: pikepdf.Pdf) -> list[str]:
    """Return what is wrong with what a paper says about itself: it is XML, with texts as texts."""
    said = paper.Root.get("/Metadata")
    if said is None:
        return []
    try:
        elements = fromstring(said.read_bytes()).iter()
    except ParseError:
        return ["siêu dữ liệu hỏng"]
    return [f"siêu dữ liệu có {one.tag}" for one in elements if MARK in str(one.tag)]


def mails() -> list[str]:
    """Read the mails that were written to the folder of this system; return what is strange, and
    that there was none to read."""
    found, read = [], 0
    for path in Path(settings.EMAIL_FILE_PATH).glob("*"):
        for one in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            mail = BytesParser(policy=email.policy.default).parsebytes(one.strip())
            if not mail.keys():
                continue
            read += 1
            strange = {name.lower() for name in mail} - HEADERS
            found += [f"thư có thêm dòng {name}" for name in strange]
            kinds = {part.get_content_type() for part in mail.walk() if not part.is_multipart()}
            found += [f"thư có phần {kind}" for kind in kinds - {"text/plain", "application/pdf"}]
    return found if read else [*found, "không có thư nào để đọc"]
