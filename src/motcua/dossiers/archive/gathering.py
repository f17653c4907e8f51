"""What goes into the package of a dossier: every paper, what was stated, what happened."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q

from motcua.documents.models import Document
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers.archive.package_rules import (
    ANSWERS,
    DOSSIER,
    EVENTS,
    FOLDERS,
    FORMAT,
    Part,
    ends_of,
    part_of,
    written,
)
from motcua.dossiers.models import Apology, Attachment, Correction, Dossier, Result, Slip
from motcua.dossiers.overview import Overview, overview
from motcua.kernel.text import folded
from motcua.results.models import Entry
from motcua.signing.models import Signature

JSON = "application/json"
LINES = "application/x-ndjson"
LONGEST_STEM = 60
_PLAIN = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"[a-z0-9]{1,5}")
SEALED = {"wrapped_key", "sealed", "search"}  # means nothing outside this database
_HAPPENED = """
SELECT subject::text, sequence, verb, "by"::text, agency::text,
to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), facts::text, encode(digest, 'hex')
FROM events_event WHERE subject = ANY(%s) ORDER BY subject, sequence
"""
_EVENT = ("subject", "sequence", "verb", "by", "agency", "at", "facts", "digest")


def parts_of(dossier: Dossier) -> list[Part]:
    """Return everything a package of the dossier holds, the list and the manifest apart."""
    seen = overview(dossier)
    return [
        part_of(DOSSIER, "Hồ sơ: thông tin và quá trình giải quyết", JSON, written(_told(seen))),
        part_of(ANSWERS, "Tờ khai", JSON, written(_stated(seen))),
        part_of(EVENTS, "Nhật ký có chuỗi mã băm", LINES, _lines(events_of(dossier))),
        *_papers(dossier, seen),
    ]


def manifest_of(dossier: Dossier, parts: Sequence[Part], at: datetime) -> bytes:
    """Return the manifest: what the package is of, every part, and how its chains end."""
    return written(
        {
            "format": FORMAT,
            "code": str(dossier),
            "made_at": at.isoformat(),
            "hash": "SHA-256",
            "parts": [part.described() for part in parts],
            "chains": ends_of(events_of(dossier)),
        }
    )


def events_of(dossier: Dossier) -> list[dict[str, object]]:
    """Return what happened to a dossier and to its lines in the register, in the words of the
    database, so that their hashes can be counted again anywhere."""
    lines = Entry.objects.filter(dossier=dossier.id).values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, [[dossier.id, *lines]])
        return [dict(zip(_EVENT, values, strict=True)) for values in cursor.fetchall()]


def _lines(events: Iterable[Mapping[str, object]]) -> bytes:
    return b"".join(written(event).replace(b"\n", b"") + b"\n" for event in events)


def _papers(dossier: Dossier, seen: Overview) -> Iterator[Part]:
    attached = list(Attachment.objects.filter(dossier=dossier, document__isnull=False))
    names = {one.code: one.name for one in seen.components}
    called = {one.document: names.get(one.component, one.component) for one in attached}
    found = Document.objects.filter(Q(subject=dossier.id) | Q(pk__in=list(called)))
    papers = list(
        found.exclude(purpose="package").select_related("file").order_by("added_at", "id")
    )
    signed = _signatures(papers)
    for number, paper in enumerate(papers, start=1):
        yield Part(
            path=_path(number, paper),
            what=called.get(paper.id) or paper.name,
            media_type=paper.file.media_type,
            size=paper.file.size,
            sha256=paper.file_id,
            signatures=signed.get(paper.id, ()),
            document=paper.id,
        )


def _path(number: int, paper: Document) -> str:
    stem, _, ending = paper.name.rpartition(".")
    ending = ending.lower() if _ENDING.fullmatch(ending.lower()) else "bin"
    plain = _PLAIN.sub("-", folded(stem)).strip("-")[:LONGEST_STEM] or "giay-to"
    return f"{FOLDERS.get(paper.purpose, 'giay-to')}/{number:03d}-{plain}.{ending}"


def _signatures(papers: Sequence[Document]) -> dict[UUID, list[dict[str, str]]]:
    told: dict[UUID, list[dict[str, str]]] = {}
    made = Signature.objects.filter(document__in=[paper.id for paper in papers])
    for one in made.select_related("certificate").order_by("signed_at", "id"):
        told.setdefault(one.document, []).append(
            {
                "signer": one.certificate.subject_name,
                "kind": one.certificate.kind,
                "serial": one.certificate.serial,
                "signed_at": one.signed_at.isoformat(),
            }
        )
    return told


def _told(seen: Overview) -> dict[str, object]:
    dossier = seen.dossier
    return {
        "dossier": _row(dossier),
        "procedure": {"code": seen.kept.code, "name": seen.kept.version.name},
        "applicant": {
            "full_name": seen.person.full_name,
            "personal_number": seen.contact.personal_number,
            "address": seen.contact.address,
        },
        "organisation": [_row(seen.organisation)] if seen.organisation else [],
        "agencies": {
            str(one.id): one.name
            for one in (dossier.receiving_agency, dossier.settling_agency)
            if one is not None
        }
        | {str(key): name for key, name in seen.agencies.items()},
        "officers": {str(key): name for key, name in seen.names.items()},
        "result": [_row(one) for one in Result.objects.filter(dossier=dossier)],
        "corrections": [_row(one) for one in Correction.objects.filter(dossier=dossier)],
        "register": [_row(one) for one in Entry.objects.filter(dossier=dossier.id)],
        "refusal": [_row(seen.refusal)] if seen.refusal else [],
        "apologies": [_row(one) for one in Apology.objects.filter(dossier=dossier)],
        "supplements": [_row(one) for one in seen.supplements],
        "steps": [_row(one) for one in seen.tasks],
        "hand_overs": [_row(one) for one in seen.hand_overs],
        "consultations": [_row(one) for one in seen.consultations],
        "slips": [_row(one) for one in Slip.objects.filter(dossier=dossier)],
        "papers": [_row(one) for one in Attachment.objects.filter(dossier=dossier)],
    }


def _row(one: Model) -> dict[str, object]:
    """Return a row as it is stored, without what is sealed or binary."""
    kept = {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
    return {
        name: value
        for name, value in kept.items()
        if name not in SEALED and not isinstance(value, bytes | memoryview)
    }


def _stated(seen: Overview) -> dict[str, object]:
    return {
        "form": seen.kept.version.form_id,
        "pages": [
            {
                "title": page.title,
                "answers": [
                    {"id": row.id, "label": row.label, "words": row.words, "source": row.source}
                    for row in page.rows
                ],
            }
            for page in seen.pages
        ],
    }


def bytes_of(part: Part) -> bytes:
    """Return the bytes of a part, from the store unless they were written for the package."""
    if part.content is not None:
        return part.content
    assert part.document is not None
    return content_of(documents_by_id([part.document])[part.document])
