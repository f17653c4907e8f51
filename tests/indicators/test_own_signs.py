"""What our own records tell of how a dossier was filed and kept, without telling of whom."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Attachment, Dossier, Result
from motcua.indicators.actions import rebuild
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.kernel.actors import SYSTEM
from tests.builders import (
    FORM,
    a_citizen,
    a_decided_dossier,
    a_dossier_at,
    a_draft,
    a_procedure,
    a_province,
    a_submitted_dossier,
    an_accepted_dossier,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident
from tests.indicators.test_importing import WHOLE, moment, taken, written

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(minutes=3)


def the_fact(dossier: Dossier) -> DossierFact:
    rebuild(by=SYSTEM, at=LATER)
    return DossierFact.objects.get(pk=dossier.pk)


def test_who_filed_and_for_whom_can_be_compared_and_not_read() -> None:
    somebody = a_citizen()
    mine, mine_too = a_submitted_dossier(by=somebody), a_submitted_dossier(by=somebody)
    other = a_submitted_dossier()

    facts = [the_fact(one) for one in (mine, mine_too, other)]

    assert facts[0].account == facts[0].owner == facts[1].account == facts[1].owner
    assert facts[2].account not in {None, facts[0].account}
    assert facts[0].account not in {
        int.from_bytes(mine.applicant_id.bytes[:8], "big", signed=True),
        int.from_bytes(mine.applicant_id.bytes[8:], "big", signed=True),
    }


def test_one_account_for_another_owner_is_told_apart() -> None:
    dossier = a_submitted_dossier()
    Dossier.objects.filter(pk=dossier.pk).update(filed_by=uuid4())

    fact = the_fact(dossier)

    assert fact.account != fact.owner


def test_filling_in_takes_from_opening_to_handing_in() -> None:
    draft = a_draft()
    slowly = actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=LATER)
    in_one_message = a_submitted_dossier()

    assert the_fact(slowly).fill_seconds == 180
    assert the_fact(in_one_message).fill_seconds is None


def test_a_due_moment_that_no_history_explains_is_untraced() -> None:
    dossier = an_accepted_dossier()
    assert dossier.due_at is not None
    assert the_fact(dossier).due_untraced is False
    assert the_fact(dossier).first_due_at == dossier.due_at

    Dossier.objects.filter(pk=dossier.pk).update(due_at=dossier.due_at + timedelta(days=1))

    assert the_fact(dossier).due_untraced is True


def test_a_pause_in_its_history_explains_a_due_moment() -> None:
    dossier = a_dossier_at("appraise")

    assert the_fact(dossier).due_untraced is False


def test_a_result_is_told_from_what_was_handed_in() -> None:
    dossier = a_decided_dossier()
    assert the_fact(dossier).result_is_input is False

    result = Result.objects.get(dossier=dossier)
    Attachment.objects.create(
        dossier=dossier,
        component="GT",
        document=result.document,
        name="giay-to.pdf",
        added_at=MONDAY_MORNING,
    )

    assert the_fact(dossier).result_is_input is True


def test_words_that_everybody_reads_are_counted() -> None:
    a_province()
    form = {
        **FORM,
        "pages": [
            {
                "id": "p1",
                "fields": [
                    {"id": "a", "kind": "text", "label": {"vi": "Họ và tên  người nộp"}},
                    {"id": "b", "kind": "text", "label": {"vi": "Chỉ khi cần"}, "show_if": "true"},
                ],
            },
            {
                "id": "p2",
                "show_if": "true",
                "fields": [{"id": "c", "kind": "text", "label": {"vi": "Nơi ở"}}],
            },
        ],
    }
    told, without = a_procedure(form=form), a_procedure(form=None)

    rebuild(by=SYSTEM, at=LATER)

    words = dict(ProcedureFact.objects.values_list("code", "reading_words"))
    assert words[told.procedure.code] == 5
    assert words[without.procedure.code] is None


def test_the_first_due_moment_of_another_system_stays_when_a_later_file_moves_it(
    tmp_path: Path,
) -> None:
    taken(written(tmp_path / "a.csv", WHOLE))
    moved = {**WHOLE, "due_at": "2022-01-25T17:00:00+07:00"}

    assert taken(written(tmp_path / "b.csv", moved)).changed == 1
    assert taken(written(tmp_path / "b.csv", moved)).unchanged == 1

    fact = DossierFact.objects.get()
    assert fact.first_due_at == moment("2022-01-20T10:00")
    assert fact.due_at == moment("2022-01-25T10:00")
