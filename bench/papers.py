"""Papers to attach: uploaded through the API to measure that, laid ready in bulk to attach."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.timezone import now

from bench.clients import Request
from bench.province import Citizen
from motcua.demo.history.writing import Bulk
from motcua.documents.actions import keep
from motcua.documents.models import Document
from motcua.documents.rules import PDF
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id

BOUNDARY = "----motcua-bench"


def a_pdf(serial: int, size: int = 0) -> bytes:
    """Return a PDF of one page; serials differ by a comment, which fills it up to a size."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    comment = str(serial).encode() + b" " + b"." * max(0, size - 500)
    written = b"%PDF-1.4\n%" + comment + b"\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 4\n0000000000 65535 f \n" + table + end


def upload_request(
    citizen: Citizen, serial: int, size: int = 0, *, commune: UUID | None = None
) -> Request:
    """Return the request that uploads a file, going to be filed somewhere."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{serial}.pdf"'
        "\r\nContent-Type: application/pdf\r\n\r\n"
    )
    body = head.encode() + a_pdf(serial, size) + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = (
        ("Authorization", f"Bearer {citizen.token}"),
        ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
    )
    where = f"?commune={commune}" if commune else ""
    return Request("POST", f"/api/v1/documents{where}", headers, body)


def uploaded(owners: Sequence[Citizen], each: int) -> list[list[UUID]]:
    """Lay papers ready for owners, as if each had uploaded them before."""
    at = now()
    kept = keep("giay-to.pdf", a_pdf(0), PDF, purpose="component", subject=None, by=SYSTEM, at=at)
    rows = Bulk(Document)
    given = []
    for owner in owners:
        ids = [new_id() for _ in range(each)]
        rows.extend(
            Document(
                id=ident,
                file_id=kept.file_id,
                name="giay-to.pdf",
                purpose="component",
                subject=None,
                added_by=owner.person,
                added_at=at,
            )
            for ident in ids
        )
        given.append(ids)
    rows.write()
    return given
