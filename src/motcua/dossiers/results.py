"""Drawing the result of a dossier, and what its signatures show on the page."""

import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pypdfium2
from django.conf import settings
from django.utils.timezone import localdate, localtime

from motcua.documents.paper import draw as draw_paper
from motcua.documents.paper import qr_svg
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.places import places_on
from motcua.forms.queries import definition
from motcua.forms.rules import fields_of
from motcua.forms.wording import worded_answers
from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency
from motcua.organisations.queries import officer_names, title_of
from motcua.people.models import Person
from motcua.people.queries import contact_of
from motcua.procedures.queries import terms
from motcua.signing.pades import Stamp
from motcua.workflow.models import Task
from motcua.workflow.queries import published

STAMPS = Path(__file__).parent / "paper"
# Where the stamps stand on an A4 page, in points from the lower left.
NUMBER_BOX = (150, 722, 300, 744)
STAMP_WIDTH, STAMP_HEIGHT = 190, 62
RIGHT_EDGE = 540
LOWEST = 70


def verify_url(code: str) -> str:
    """Return the public page that says whether a result is genuine."""
    return f"{settings.PUBLIC_URL}/xac-thuc/{code}"


def file_name(dossier: Dossier) -> str:
    """Return the name under which the result is fetched."""
    return f"ket-qua-{dossier.number}.pdf"


def main_outcome(task: Task) -> str:
    """Return the outcome that a step's own act stands for: the first one."""
    return next(iter(published(task.instance.process_id).nodes[task.node].outcomes))


def draw(dossier: Dossier, result: Result, *, signer: Actor | None, at: datetime) -> bytes:
    """Draw the result paper from the stored facts; unsigned, for signing or for a look."""
    kept = terms(dossier.procedure_id)
    return draw_paper(kept.version.result_template, result_facts(dossier, result, signer, at))


def result_facts(
    dossier: Dossier, result: Result, signer: Actor | None, at: datetime
) -> dict[str, object]:
    """Return everything a result template may show."""
    kept = terms(dossier.procedure_id)
    day = localdate(at)
    assert dossier.settling_agency_id is not None
    agency = Agency.objects.select_related("parent").get(pk=dossier.settling_agency_id)
    url = verify_url(result.verify_code or "")
    return {
        "agency": agency.name,
        "agency_parent": agency.parent.name if agency.parent else "",
        "place": "Ninh Bình",
        "date_line": f"Ninh Bình, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "number_label": "Số: ................",
        "dossier_number": dossier.number,
        "procedure_code": kept.code,
        "procedure_name": kept.version.name,
        "applicant": _applicant(dossier),
        "answers": _answers(dossier),
        "granted": result.granted,
        "reason": "\n".join(part for part in (result.reason, result.basis) if part),
        "content": result.content,
        "signer": _signer(signer),
        "qr": qr_svg(url),
        "verify_url": url,
        "is_sample": settings.IS_SAMPLE,
    }


def _applicant(dossier: Dossier) -> dict[str, str]:
    person = Person.objects.get(pk=dossier.applicant_id)
    contact = contact_of(person)
    return {
        "full_name": person.full_name,
        "personal_number": contact.personal_number,
        "birth_date": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        "address": contact.address,
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
    names = officer_names([signer.person])
    return {
        "name": names.get(signer.person, ""),
        "title": title_of(signer.person, signer.agency, Role.SIGNATORY),
    }


@lru_cache(maxsize=4)
def _stamp_template(name: str) -> str:
    return (STAMPS / f"{name}.typ").read_text(encoding="utf-8")


def signature_stamp(pdf: bytes, name: str, at: datetime) -> Stamp:
    """Return the stamp of a person's signature, above the printed name at the lower right."""
    drawing = draw_paper(_stamp_template("signature"), _stamp_facts(name, "", at))
    page, top = _name_position(pdf, name)
    left = RIGHT_EDGE - STAMP_WIDTH
    return Stamp(drawing, page, (left, top, RIGHT_EDGE, top + STAMP_HEIGHT))


def seal_stamp(agency: str, number: str, at: datetime) -> Stamp:
    """Return the stamp of an agency's seal: the number of the paper, at the number's place."""
    drawing = draw_paper(_stamp_template("seal"), _stamp_facts(agency, number, at))
    return Stamp(drawing, 0, NUMBER_BOX)


def _stamp_facts(name: str, number: str, at: datetime) -> dict[str, object]:
    return {"name": name, "number": number, "at": f"{localtime(at):%H:%M:%S %d/%m/%Y}"}


def _name_position(pdf: bytes, name: str) -> tuple[int, int]:
    """Return the page and height just above the last place where the signer's name is printed."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        for page in reversed(range(len(paper))):
            words = paper[page].get_textpage()
            found = words.search(name, match_case=True)
            place = None
            while (hit := found.get_next()) is not None:
                place = hit
            if place is not None:
                _, _, _, top = words.get_charbox(place[0])
                return page, max(LOWEST, int(top) + 6)
        return len(paper) - 1, LOWEST
