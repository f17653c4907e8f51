"""Filing and settling procedures of the sample, as tests of what comes out need it."""

import io
import random
from datetime import date

import pypdfium2
import pytest

from motcua.demo import catalogue
from motcua.demo.history.answers import plausible
from motcua.demo.names import Invented
from motcua.documents.queries import content_of, documents_by_id
from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal
from motcua.dossiers.actions.deciding import HandedTo
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.requirements import demands_of
from motcua.dossiers.results import main_outcome
from motcua.dossiers.rules import Act, ResultChannel
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId, TaskId
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from motcua.workflow.models import Task
from tests.builders import (
    PUBLISHED_AT,
    a_citizen,
    a_performer,
    a_personal_number,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_agency,
)
from tests.calendars import MONDAY_MORNING
from tests.demo.reading import procedures

COMMUNE = "37000"
NAME = "Nguyễn Thị Mẫu"
USUAL = {Act.APPRAISE: "propose", Act.APPROVE: "approve"}


def loaded(code: str, monkeypatch: pytest.MonkeyPatch) -> ProcedureVersion:
    """Load one procedure of the catalogue as the sample does."""
    a_province()
    an_agency("H42.33", "Sở Nông nghiệp và Môi trường", "department")
    monkeypatch.setattr(
        catalogue, "catalogue", lambda: [one for one in procedures() if one["code"] == code]
    )
    catalogue.load_catalogue(PUBLISHED_AT)
    return ProcedureVersion.objects.get(procedure__code=code)


def filed(version: ProcedureVersion, case: str = "") -> Dossier:
    """File it with plausible answers and every paper that they call for."""
    citizen = a_citizen(NAME)
    number = a_personal_number()
    who = Invented(NAME, "female", date(1990, 1, 1), number, "0912345678", "Thôn Một, xã Mẫu")
    rng = random.Random(1)  # noqa: S311 -- the same answers every time
    assert version.form is not None
    answers = plausible(version.form.definition, case, who, COMMUNE, MONDAY_MORNING.date(), rng)
    demanded = demands_of(terms(version.id), answers, case)
    papers = [one.code for one in demanded if one.required and one.source in {"file", "paper"}]
    return a_submitted_dossier(version, by=citizen, answers=answers, case=case, papers=papers)


def settled(dossier: Dossier, *, appraisal: str = "propose") -> Dossier:
    """Have every step done by whoever may, until the result is handed over."""
    actions.accept(DossierId(dossier.id), by=a_receptionist(dossier), at=MONDAY_MORNING)
    while task := Task.objects.filter(subject=dossier.id, completed_at=None).first():
        _done(dossier, task, a_performer(dossier, task), appraisal)
    return Dossier.objects.get(pk=dossier.id)


def _done(dossier: Dossier, task: Task, by: Actor, appraisal: str) -> None:
    at, ident, step = MONDAY_MORNING, DossierId(dossier.id), TaskId(task.id)
    if task.act == Act.SIGN:
        actions.show_draft(ident, step, by=by, at=at)
        actions.sign_result(ident, step, by=by, at=at)
    elif task.act == Act.ISSUE:
        actions.issue_result(ident, step, by=by, at=at)
    elif task.act == Act.DELIVER:
        handed = HandedTo(ResultChannel.COUNTER, NAME, a_personal_number(1))
        actions.deliver(ident, step, handed_to=handed, by=by, at=at)
    else:
        outcome = {**USUAL, Act.APPRAISE: appraisal}.get(Act(task.act), "")
        proposal = Proposal(content="Đủ điều kiện.", reason="Chưa đủ điều kiện.", basis="Luật")
        actions.complete_task(
            ident, step, outcome=outcome or main_outcome(task), proposal=proposal, by=by, at=at
        )


def words_of(dossier: Dossier) -> str:
    """Return what the sealed result says, on one line."""
    document = Result.objects.get(dossier=dossier).document
    content = content_of(documents_by_id([document])[document])  # type: ignore[index]
    with pypdfium2.PdfDocument(io.BytesIO(content)) as paper:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in paper)
