"""The legal clock through the API: the reckoning, the apology, and financial obligations."""

import pytest

from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.rules import Status
from motcua.kernel.actors import Role
from tests.api.callers import Caller
from tests.builders import (
    a_case_officer,
    a_procedure,
    a_receptionist,
    a_section_head,
    a_signatory,
    an_accepted_dossier,
    an_officer,
    the_applicant,
    the_task,
)
from tests.dossiers.expectations import stored
from tests.lateness import a_signed_apology

pytestmark = pytest.mark.django_db


def said(dossier: Dossier) -> dict[str, str]:
    """Return an apology that promises a day far ahead of any clock of this machine."""
    return {
        "cause": "workload",
        "new_due_at": "2027-12-30T17:00:00+07:00",
        "responsible": str(dossier.settling_agency_id),
    }


def test_an_apology_is_written_and_signed() -> None:
    dossier = an_accepted_dossier()
    one = dossier.id

    written = Caller(a_section_head(dossier)).get("writeApology", said(dossier), dossier_id=one)
    read = {"written_at": written["written_at"]}
    signed = Caller(a_signatory(dossier)).get("signApology", read, dossier_id=one)
    told = Caller(the_applicant(dossier)).get("readReckoning", dossier_id=one)

    assert written["signed_at"] is None
    assert signed["signed_at"] is not None
    assert told["promised_at"].startswith("2027-12-30")
    assert told["due_at"] == told["original_due_at"]
    assert [day["counted"] for day in told["days"]].count(True) == 5


def test_others_may_neither_write_nor_sign() -> None:
    dossier = an_accepted_dossier()
    officer = Caller(a_case_officer(dossier))

    refused = officer.refused("writeApology", said(dossier), dossier_id=dossier.id)

    assert refused["status"] == 403
    assert not Apology.objects.exists()


def test_a_second_apology_is_refused_with_its_reason() -> None:
    dossier = an_accepted_dossier()
    a_signed_apology(dossier)
    head = Caller(a_section_head(dossier))

    refused = head.refused("writeApology", said(dossier), dossier_id=dossier.id)

    assert (refused["status"], refused["code"]) == (409, "already_apologised")


def test_an_obligation_is_demanded_and_met() -> None:
    dossier = an_accepted_dossier(a_procedure(obligation_basis="Luật mẫu, Điều 9"))
    one = dossier.id
    task = the_task(dossier)
    officer = Caller(an_officer(task.agency, Role(task.role)))

    demanded = officer.get("demandPayment", {"notice": "TB 12/CCT"}, dossier_id=one)
    waiting = stored(dossier).status
    met = Caller(a_receptionist(dossier)).get("confirmObligation", {"proof": "G 1"}, dossier_id=one)

    assert (demanded["notice"], demanded["met_at"]) == ("TB 12/CCT", None)
    assert waiting == Status.AWAITING_PAYMENT
    assert met["proof"] == "G 1"
    assert stored(dossier).status == Status.IN_PROGRESS
