"""The register of results of the sample province: a line for everything granted in its past.

About as many of the results are digitised as the province reported; which ones is drawn, agencies
differing from each other, so that every figure on a page is counted from lines.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils.timezone import localdate

from motcua.demo.history.writing import Bulk
from motcua.demo.names import identifier
from motcua.demo.reading import parameters
from motcua.documents.actions import keep
from motcua.documents.models import Document
from motcua.documents.paper import draw
from motcua.dossiers.models import Result
from motcua.dossiers.registering import LONGEST_SUMMARY
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM
from motcua.people.queries import contact_of
from motcua.procedures.queries import terms
from motcua.results.holders import seal
from motcua.results.models import Entry
from motcua.results.rules import Holder, Origin, valid_until

SEED = 11  # a source of its own, so that everything else is drawn as without it
ZEAL = 0.6  # how much agencies differ in what they have digitised
LONGEST_WAIT = 600  # days until a paper result is digitised
SCAN = "ban-so-hoa-mau.pdf"
PAGE = """#import "/paper.typ": *
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set page(paper: "a4", fill: rgb("#fbf9f3"))
#set text(font: "Tinos", size: 14pt, lang: "vi")
#v(6cm)
#align(center)[#text(size: 22pt, weight: "bold")[BẢN SỐ HÓA MẪU] \\
Tỉnh mẫu không có giấy thật; trang này thay cho bản quét của mọi kết quả cũ.]
"""


def load_register(at: datetime) -> None:
    """Enter everything that was granted in the past, and digitise a part of it."""
    rng = random.Random(SEED)  # noqa: S311 -- a repeatable sample
    granted = Result.objects.filter(granted=True, issued_at__isnull=False)
    found = granted.select_related("dossier", "dossier__applicant").order_by("dossier")
    results = list(found)
    if not results:
        return
    digitised = _digitised(results, rng)
    scan = keep(
        SCAN,
        draw(PAGE, {"title": "Bản số hóa mẫu"}),
        "application/pdf",
        purpose="scan",
        subject=None,
        by=SYSTEM,
        at=at,
    )
    entries, documents, events = Bulk(Entry), Bulk(Document), Bulk(Event)
    for ordinal, result in enumerate(results):
        entry = _entry(result, rng)
        events.add(_event("result.registered", entry, entry.entered_at, entry.entered_by))
        if result.pk in digitised:
            _digitise(entry, ordinal, rng, at)
            documents.add(_copy(entry, scan))
            if entry.digitised_at is not None:
                events.add(_event("result.digitised", entry, entry.digitised_at, None))
        entries.add(entry)
    for bulk in (documents, entries, events):
        bulk.write()


def _digitised(results: Sequence[Result], rng: random.Random) -> set[UUID]:
    """Choose which results have an electronic copy: the reported share of them, the keenest
    agencies first."""
    share: float = parameters("priors.json")["digitised_share"]["value"]
    zeal: dict[UUID | None, float] = {}

    def rank(result: Result) -> float:
        agency = result.dossier.settling_agency_id
        return rng.random() + ZEAL * zeal.setdefault(agency, rng.random())

    ranked = sorted(((rank(one), str(one.pk), one.pk) for one in results), reverse=True)
    return {key for _, _, key in ranked[: round(share * len(ranked))]}


def _entry(result: Result, rng: random.Random) -> Entry:
    dossier, at = result.dossier, result.issued_at
    assert at is not None
    assert result.number is not None
    assert dossier.settling_agency_id is not None
    kept, day, person = terms(dossier.procedure_id), localdate(at), dossier.applicant
    kind = kept.results[0] if kept.results else None
    entry = Entry(
        id=identifier(rng, at),
        type_code=kind.code if kind else "",
        name=(kind.name if kind else kept.version.name)[:500],
        number=result.number,
        procedure_code=kept.code,
        agency_id=dossier.settling_agency_id,
        sector=kept.version.sector.slug,
        holder_id=person.id,
        holder_name=person.full_name,
        number_digest=person.number_digest,
        issued_on=day,
        valid_from=day,
        valid_to=valid_until(day, kept.version.result_validity_months),
        summary=kept.version.name[:LONGEST_SUMMARY],
        dossier=dossier.id,
        origin=Origin.DOSSIER.value,
        entered_by=result.issued_by,
        entered_at=at,
    )
    number = contact_of(person).personal_number
    born = person.birth_date.year if person.birth_date else None
    sealed = seal(Holder(person.full_name, number, born, person.id), entry.id)
    entry.wrapped_key, entry.sealed = sealed.wrapped_key, sealed.content
    return entry


def _digitise(entry: Entry, ordinal: int, rng: random.Random, at: datetime) -> None:
    longest = min(timedelta(days=LONGEST_WAIT), at - entry.entered_at)
    entry.digitised_at = entry.entered_at + rng.random() * longest
    entry.document = uuid5(entry.id, SCAN)
    entry.code = f"MAU.{entry.type_code or 'KQ'}.{ordinal + 1:06d}"


def _copy(entry: Entry, scan: Document) -> Document:
    assert entry.document is not None
    assert entry.digitised_at is not None
    return Document(
        id=entry.document,
        file_id=scan.file_id,
        name=SCAN,
        purpose="scan",
        subject=entry.id,
        added_at=entry.digitised_at,
    )


def _event(verb: str, entry: Entry, at: datetime, by: UUID | None) -> Event:
    facts = {"number": entry.number} if verb == "result.registered" else {"code": entry.code}
    return Event(
        verb=verb,
        subject=entry.id,
        sequence=0,
        by=by,
        agency=entry.agency_id,
        at=at,
        facts=facts,
        digest=b"",
    )
