"""Drawing the result of a dossier, and what its signatures show on the page."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode

from django.conf import settings
from django.utils.timezone import localdate, localtime

from motcua.documents import pdfium
from motcua.documents.paper import draw as draw_paper
from motcua.documents.paper import qr_svg
from motcua.dossiers.content import answers_of
from motcua.dossiers.holders import named_on
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.places import places_on
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.forms.wording import worded_answers
from motcua.kernel.actors import Actor
from motcua.kernel.text import folded
from motcua.organisations.queries import letterhead_of, signer_of
from motcua.procedures.queries import Terms, terms
from motcua.results.templates import draw_by, in_force
from motcua.signing.appearance import BLACK, Drawing, Line, Words
from motcua.signing.pades import Stamp
from motcua.workflow.models import Task
from motcua.workflow.queries import published

# Sizes of the stamps, in points; each stands where its words are printed.
STAMP_WIDTH, STAMP_HEIGHT = 190, 62
NUMBER_WIDTH, NUMBER_HEIGHT = 150, 26
NUMBER_RISE = 12.6  # from the line its number stands on to the top of the seal's stamp
NUMBER_LABEL = "Số: ................"
CENTRE, LOWEST, HIGHEST = 439, 70, 690  # when the words are not found
LONGEST_NAME = 60  # of the paper, in its QR code
NO_FIXES: Mapping[str, str] = MappingProxyType({})
Box = tuple[float, float, float, float]


def verify_url(code: str) -> str:
    """Return the public page that says whether a result is genuine."""
    return f"{settings.PUBLIC_URL}/xac-thuc/{code}"


def file_name(dossier: Dossier) -> str:
    """Return the name under which the result is fetched."""
    return f"ket-qua-{dossier.number}.pdf"


def main_outcome(task: Task) -> str:
    """Return the outcome that a step's own act stands for: the first one."""
    return next(iter(published(task.instance.process_id).nodes[task.node].outcomes))


def draw(
    dossier: Dossier,
    result: Result,
    *,
    signer: Actor | None,
    at: datetime,
    fixes: Mapping[str, str] = NO_FIXES,
) -> bytes:
    """Draw the result paper from the stored facts; unsigned, for signing or for a look.

    `fixes` are answers that a correction words anew.
    """
    facts = result_facts(dossier, result, signer, at)
    return draw_facts(dossier, result, facts, at=at, fixes=fixes)


def draw_facts(
    dossier: Dossier,
    result: Result,
    facts: Mapping[str, object],
    *,
    at: datetime,
    fixes: Mapping[str, str] = NO_FIXES,
) -> bytes:
    """Draw the result paper from facts that were read before."""
    kept = terms(dossier.procedure_id)
    answers = {**facts["answers"], **fixes}  # type: ignore[dict-item]
    facts = {**facts, "answers": answers, "qr": qr_svg(str(facts["qr"]))}
    template = in_force(kept.code, granted=result.granted, day=localdate(at))
    if template is not None:
        return draw_by(template, facts)
    return draw_paper(kept.version.result_template, facts)


def result_facts(
    dossier: Dossier, result: Result, signer: Actor | None, at: datetime
) -> dict[str, object]:
    """Return everything a result template may show, the QR code as the text it says."""
    kept = terms(dossier.procedure_id)
    day = localdate(at)
    assert dossier.settling_agency_id is not None
    agency, above = letterhead_of(dossier.settling_agency_id)
    url = verify_url(result.verify_code or "")
    return {
        "agency": agency,
        "agency_parent": above,
        "place": "Ninh Bình",
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "number_label": NUMBER_LABEL,
        "dossier_number": dossier.number,
        "procedure_code": kept.code,
        "procedure_name": kept.version.name,
        "applicant": _applicant(dossier),
        "answers": _answers(dossier),
        "granted": result.granted,
        "reason": "\n".join(part for part in (result.reason, result.basis) if part),
        "content": result.content,
        "signer": _signer(signer),
        "qr": qr_text(url, dossier, kept),
        "verify_url": url,
        "is_sample": settings.IS_SAMPLE,
    }


def qr_text(url: str, dossier: Dossier, kept: Terms) -> str:
    """Return what the QR code at the upper left says (TT 01/2023/TT-VPCP): where to check the
    paper, and after it the code of the dossier and of the procedure, whose paper it is, its name.

    The number of the holder is masked, because a QR code is read from afar; what follows the mark
    “#” stays with who scans and is not sent to the server. Letters are plain, so that every
    scanner shows the same.
    """
    number = named_on(dossier).number
    name = kept.results[0].name if kept.results else kept.version.name
    said = {
        "hs": dossier.number or "",
        "tt": kept.code,
        "dd": f"{'x' * max(len(number) - 3, 0)}{number[-3:]}",
        "ten": "-".join(re.findall(r"[a-z0-9]+", folded(name)))[:LONGEST_NAME],
    }
    return f"{url}#{urlencode(said)}"


def _applicant(dossier: Dossier) -> dict[str, str]:
    """Return whom a template names; of an organisation the number is its tax code."""
    named = named_on(dossier)
    return {
        "full_name": named.name,
        "personal_number": named.number,
        "birth_date": named.birth_date,
        "address": named.address,
    }


def _answers(dossier: Dossier) -> dict[str, object]:
    form = terms(dossier.procedure_id).version.form_id
    if form is None:
        return {}
    places = places_on(localdate(dossier.opened_at))
    fields = list(fields_of(definition(form)))
    return worded_answers(fields, answers_of(dossier), places)


def _signer(signer: Actor | None) -> dict[str, str]:
    if signer is None or signer.person is None or signer.agency is None:
        return {"name": "", "title": ""}
    name, title = signer_of(signer.person, signer.agency)
    return {"name": name, "title": title}


def signature_stamp(pdf: bytes, name: str, at: datetime) -> Stamp:
    """Return the stamp of a person's signature, above the printed name at the lower right."""
    moment = f"{localtime(at):%H:%M:%S %d/%m/%Y}"
    said = (Words("Đã ký số", bold=True), Words(f"Người ký: {name}"), Words(f"Thời gian: {moment}"))
    lines = tuple(Line((one,), 10.5) for one in said)
    drawing = Drawing(STAMP_WIDTH, STAMP_HEIGHT, lines, inset=7, frame=0.8)
    with pdfium.document(pdf) as paper:
        found = [(n, place) for n in range(len(paper)) for place in _printed(paper[n], name)]
        page, place = found[-1] if found else (len(paper) - 1, (CENTRE, LOWEST, CENTRE, LOWEST))
    left, bottom = _middle(place) - STAMP_WIDTH // 2, max(LOWEST, int(place[3]) + 6)
    return Stamp(drawing, page, (left, bottom, left + STAMP_WIDTH, bottom + STAMP_HEIGHT))


def seal_stamp(pdf: bytes, number: str, at: datetime) -> Stamp:
    """Return the stamp of an agency's seal: the number of the paper, at the number's place."""
    signed = f"Cơ quan đã ký số lúc {localtime(at):%H:%M:%S %d/%m/%Y}"
    lines = (
        Line((Words("Số: "), Words(number, bold=True)), 13, BLACK),
        Line((Words(signed),), 5.5),
    )
    drawing = Drawing(NUMBER_WIDTH, NUMBER_HEIGHT, lines, side=0.5, top=4, white=True)
    with pdfium.document(pdf) as paper:
        found = list(_printed(paper[0], NUMBER_LABEL))
    place = found[0] if found else (CENTRE, HIGHEST, CENTRE, HIGHEST)
    left, top = _middle(place) - NUMBER_WIDTH // 2, round(place[1] + NUMBER_RISE)
    return Stamp(drawing, 0, (left, top - NUMBER_HEIGHT, left + NUMBER_WIDTH, top))


def _printed(page: pdfium.Page, words: str) -> Iterator[Box]:
    """Return the boxes in which words are printed, from the first to the last."""
    text = page.get_textpage()
    found = text.search(words, match_case=True)
    while (hit := found.get_next()) is not None:
        first, count = hit
        left, bottom, _, top = text.get_charbox(first)
        yield left, bottom, text.get_charbox(first + count - 1)[2], top


def _middle(place: Box) -> int:
    return int(place[0] + place[2]) // 2
