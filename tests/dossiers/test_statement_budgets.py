"""How many statements the hot acts may ask of the database (house rules: speed)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.actions import Proposal, Sheet
from motcua.kernel.actors import Role
from motcua.procedures.models import ProcedureVersion
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_counter_filing,
    a_document,
    a_dossier_at,
    a_draft,
    a_filing,
    a_procedure,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident
from tests.representing import a_representative, an_organisation

pytestmark = pytest.mark.django_db
BOUNDARIES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def statements(act: Callable[[], object]) -> list[str]:
    """Return what an act asked of the database, the boundaries of transactions left out."""
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [str(query["sql"]) for query in captured.captured_queries]
    return [sql for sql in asked if not sql.startswith(BOUNDARIES)]


def a_known_procedure(**given: object) -> ProcedureVersion:
    """Return a procedure that this process has settled before, as in a running system."""
    procedure = a_procedure(fee=8000, **given)  # type: ignore[arg-type]
    step_on(an_accepted_dossier(procedure))
    return procedure


def test_submitting_a_draft_takes_at_most_ten_statements() -> None:
    draft = a_draft(a_known_procedure())

    asked = statements(
        lambda: actions.submit(
            ident(draft), key=uuid4(), by=the_applicant(draft), at=MONDAY_MORNING
        )
    )

    assert len(asked) <= 10, "\n".join(asked)


def test_filing_online_to_a_department_takes_at_most_ten_statements() -> None:
    province = a_province()
    procedure = a_known_procedure(settled_by=province.construction.code)
    citizen = a_citizen()
    paper = Sheet("GT", document=a_document(citizen).id)
    filing = a_filing(procedure, key=uuid4(), sheets=[paper])

    asked = statements(lambda: actions.file(filing, by=citizen, at=MONDAY_MORNING))

    assert len(asked) <= 10, "\n".join(asked)


def test_filing_for_an_organisation_asks_for_the_mandate_and_no_more() -> None:
    procedure, company = a_known_procedure(), an_organisation()
    manager = a_representative(company)
    online = a_filing(procedure, key=uuid4(), sheets=[Sheet("GT", a_document(manager).id)])
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    counter = a_counter_filing(
        procedure, key=uuid4(), applicant=manager.who, organisation=company.id
    )

    for act in (
        lambda: actions.file(online, by=manager, at=MONDAY_MORNING),
        lambda: actions.file(counter, by=clerk, at=MONDAY_MORNING),
    ):
        asked = statements(act)

        assert len(asked) <= 11, "\n".join(asked)


def test_filing_at_the_counter_takes_at_most_ten_statements() -> None:
    procedure = a_known_procedure()
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    filing = a_counter_filing(procedure, key=uuid4())

    asked = statements(lambda: actions.file(filing, by=clerk, at=MONDAY_MORNING))

    assert len(asked) <= 10, "\n".join(asked)


def test_accepting_takes_at_most_fourteen_statements() -> None:
    dossier = a_submitted_dossier(a_known_procedure())
    clerk = a_receptionist(dossier)

    asked = statements(lambda: actions.accept(ident(dossier), by=clerk, at=MONDAY_MORNING))

    assert len(asked) <= 14, "\n".join(asked)


@pytest.mark.parametrize(("node", "outcome"), [("appraise", "propose"), ("approve", "return")])
def test_finishing_a_step_takes_at_most_twelve_statements(node: str, outcome: str) -> None:
    dossier = a_dossier_at(node, a_known_procedure())
    role = Role.CASE_OFFICER if node == "appraise" else Role.SECTION_HEAD
    officer = an_officer(dossier.settling_agency_id or dossier.id, role)
    task = task_id(dossier)
    actions.claim(ident(dossier), task, by=officer, at=MONDAY_MORNING)

    asked = statements(
        lambda: actions.complete_task(
            ident(dossier),
            task,
            outcome=outcome,
            note="Lý do",
            proposal=Proposal(content="Đủ"),
            by=officer,
            at=MONDAY_MORNING,
        )
    )

    assert len(asked) <= 12, "\n".join(asked)


def test_naming_who_is_next_stays_within_the_budget() -> None:
    dossier = an_accepted_dossier(a_known_procedure())
    head = an_officer(dossier.settling_agency_id or dossier.id, Role.SECTION_HEAD)
    officer = a_case_officer(dossier)
    task = task_id(dossier)

    asked = statements(
        lambda: actions.complete_task(
            ident(dossier),
            task,
            outcome="done",
            assign_to=officer.person,  # type: ignore[arg-type]
            by=head,
            at=MONDAY_MORNING,
        )
    )

    assert len(asked) <= 12, "\n".join(asked)
