"""Facts kept event by event are those that a rebuild derives."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.rules import SupplementItem
from motcua.events.actions import deliver_next
from motcua.events.models import Delivery
from motcua.indicators.actions import keep_facts, rebuild
from motcua.indicators.conditions import DOSSIERS, PROCEDURES
from motcua.indicators.models import DossierFact, ProcedureFact
from motcua.indicators.rules import COLUMNS
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id
from tests.builders import (
    a_case_officer,
    a_counter_filing,
    a_decided_dossier,
    a_document,
    a_dossier_at,
    a_draft,
    a_procedure,
    a_province,
    a_receptionist,
    a_section_head,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    step_on,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident
from tests.dossiers.test_recounting import announced
from tests.indicators.facts import a_fact, stored

pytestmark = pytest.mark.django_db
LATER = MONDAY_MORNING + timedelta(hours=2)


def told() -> None:
    """Hand over every event that waits."""
    while deliver_next("indicators"):
        pass
    assert not Delivery.objects.filter(subscriber="indicators").exists()


def rows() -> dict[object, dict[str, object]]:
    return {fact.id: model_to_dict(fact) for fact in DossierFact.objects.all()}


def the_fact(dossier: Dossier) -> DossierFact:
    told()
    return DossierFact.objects.get(pk=dossier.id)


def declined() -> Dossier:
    dossier = a_submitted_dossier()
    return actions.decline(
        ident(dossier), reason="Sai", basis="Điều 1", by=a_receptionist(dossier), at=LATER
    )


def withdrawn() -> Dossier:
    dossier = an_accepted_dossier()
    return actions.withdraw(ident(dossier), reason="", by=the_applicant(dossier), at=LATER)


def stopped() -> Dossier:
    dossier = an_accepted_dossier()
    return actions.stop(
        ident(dossier), reason="Dừng", basis="Đơn", by=a_section_head(dossier), at=LATER
    )


def supplementing() -> Dossier:
    dossier = a_dossier_at("appraise")
    actions.request_supplement(
        ident(dossier),
        items=[SupplementItem("GT", "component", "mờ")],
        by=a_case_officer(dossier),
        at=LATER,
    )
    return dossier


def delivered() -> Dossier:
    return step_on(a_decided_dossier())


@pytest.mark.parametrize(
    ("life", "status"),
    [
        (a_submitted_dossier, 1),
        (an_accepted_dossier, 2),
        (declined, 3),
        (lambda: step_on(an_accepted_dossier()), 4),
        (supplementing, 5),
        (withdrawn, 7),
        (stopped, 8),
        (a_decided_dossier, 9),
        (delivered, 10),
    ],
    ids=["submitted", "accepted", "declined", "in progress", "supplementing", "withdrawn",
         "stopped", "decided", "delivered"],
)  # fmt: skip
def test_what_is_kept_is_what_is_rebuilt(life: Callable[[], Dossier], status: int) -> None:
    dossier = life()
    kept = the_fact(dossier)
    before = rows()

    rebuilt = rebuild(by=SYSTEM, at=LATER)

    assert kept.status == status
    assert rebuilt.differed == 0
    assert rows() == before
    DossierFact.objects.all().delete()
    rebuild(by=SYSTEM, at=LATER)
    assert rows() == before


def test_the_whole_course_is_kept_step_by_step() -> None:
    dossier = an_accepted_dossier()
    while Dossier.objects.get(pk=dossier.id).status != "delivered":
        step_on(dossier, at=LATER)
        told()
        before = rows()
        rebuild(by=SYSTEM, at=LATER)
        assert rows() == before


def test_a_fact_says_what_happened_when() -> None:
    dossier = a_decided_dossier()
    fact = the_fact(dossier)
    dossier.refresh_from_db()

    assert (fact.number, fact.month) == (dossier.number, "2026-06")
    assert (fact.received_at, fact.due_at) == (dossier.accepted_at, dossier.due_at)
    assert fact.finished_at == dossier.decided_at
    assert (fact.channel, fact.submitter, fact.result_electronic) == (2, "self", True)
    assert fact.procedure == dossier.procedure.procedure.code


def test_a_dossier_filed_at_the_counter_has_no_submitter() -> None:
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    dossier = actions.file(a_counter_filing(a_procedure()), by=clerk, at=MONDAY_MORNING)

    fact = the_fact(dossier)

    assert (fact.channel, fact.submitter, fact.component_digitised) == (1, "", False)


def test_a_paper_out_of_the_applicants_store_is_reuse() -> None:
    draft = a_draft()
    paper = a_document(the_applicant(draft))
    Attachment.objects.create(
        dossier=draft,
        component="GT",
        document=paper.id,
        name=paper.name,
        added_at=MONDAY_MORNING,
        stored=new_id(),
    )
    dossier = actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING)

    fact = the_fact(dossier)

    assert (fact.reused, fact.from_store, fact.component_digitised) == (True, True, True)


def test_a_supplement_is_kept_with_its_times() -> None:
    fact = the_fact(supplementing())

    assert (fact.supplement_count, fact.supplement_requested_at) == (1, LATER)
    assert fact.supplement_done_at is None


def test_a_recount_moves_the_facts_of_the_dossiers_it_moved() -> None:
    dossier = an_accepted_dossier()
    told()
    announced()

    fact = the_fact(dossier)

    dossier.refresh_from_db()
    assert fact.due_at == dossier.due_at
    assert rebuild(by=SYSTEM, at=LATER).differed == 0


def test_a_draft_is_no_fact() -> None:
    a_draft()
    told()

    assert rebuild(by=SYSTEM, at=LATER).dossiers == 0


def test_being_told_twice_changes_nothing() -> None:
    dossier = an_accepted_dossier()
    kept = model_to_dict(the_fact(dossier))

    keep_facts(dossier.id, by=SYSTEM, at=LATER)

    assert model_to_dict(DossierFact.objects.get(pk=dossier.id)) == kept


def test_one_event_is_one_statement() -> None:
    dossier = an_accepted_dossier()
    told()

    with CaptureQueriesContext(connection) as captured:
        keep_facts(dossier.id, by=SYSTEM, at=LATER)

    asked = [query["sql"] for query in captured.captured_queries]
    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) == 1


def test_a_rebuild_repairs_what_is_wrong_and_leaves_what_was_imported() -> None:
    dossier = an_accepted_dossier()
    told()
    right = rows()
    DossierFact.objects.filter(pk=dossier.id).update(status=10)
    gone, imported = a_fact(source="own"), a_fact()
    stored(gone, imported)

    call_command("rebuild_indicators", verbosity=0)

    assert DossierFact.objects.filter(pk=imported.pk).exists()
    DossierFact.objects.filter(pk=imported.pk).delete()
    assert rows() == right


def test_procedures_follow_the_catalogue() -> None:
    a_province()
    version = a_procedure(fee=8000)

    rebuild(by=SYSTEM, at=LATER)
    fact = ProcedureFact.objects.get(code=version.procedure.code)

    assert (fact.settled_here, fact.has_fee) == (True, True)
    assert fact.online == (version.service_level in {"full", "partial"})


def test_nobody_but_the_system_writes_facts() -> None:
    somebody: Actor = a_case_officer(an_accepted_dossier())

    with pytest.raises(NotPermitted):
        keep_facts(uuid4(), by=somebody, at=LATER)
    with pytest.raises(NotPermitted):
        rebuild(by=somebody, at=LATER)


def test_expressions_know_exactly_the_columns_that_are_stored() -> None:
    stored_columns = [field.column for field in DossierFact._meta.concrete_fields]

    assert list(DOSSIERS.columns) == ["id", *COLUMNS]
    assert set(stored_columns) == {"id", *COLUMNS, "since"}
    assert {*PROCEDURES.columns, "since"} == {f.column for f in ProcedureFact._meta.concrete_fields}


def test_pages_and_the_worker_load_neither_duckdb_nor_data_frames() -> None:
    program = (
        "import sys, django; django.setup();"
        "import motcua.urls, motcua.indicators.jobs, motcua.indicators.engines;"
        "sys.exit(bool({'duckdb', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "motcua.settings"}

    done = subprocess.run([sys.executable, "-P", "-c", program], env=settings, check=False)

    assert done.returncode == 0
