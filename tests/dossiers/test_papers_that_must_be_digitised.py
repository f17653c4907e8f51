"""Which papers may not stay paper alone (Thông tư 01/2023/TT-VPCP, article 4)."""

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions import Sheet
from motcua.dossiers.models import Dossier
from motcua.dossiers.overview import Listed, overview
from motcua.kernel.actors import Role
from motcua.procedures.models import Digitise
from tests.builders import (
    a_component,
    a_counter_filing,
    a_document,
    a_procedure,
    a_province,
    a_receptionist,
    an_officer,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident

pytestmark = pytest.mark.django_db


def a_paper_dossier(digitise: Digitise, *, originals: int = 1, copies: int = 0) -> Dossier:
    """Return a dossier filed at the counter with one paper."""
    version = a_procedure(components=[a_component("GT", "paper", digitise=digitise)])
    sheet = Sheet("GT", name="Giấy mang theo", originals=originals, copies=copies)
    filing = a_counter_filing(version, sheets=(sheet,))
    clerk = an_officer(a_province().commune, Role.RECEPTIONIST)
    return actions.file(filing, by=clerk, at=MONDAY_MORNING)


def listed(dossier: Dossier) -> Listed:
    (one,) = overview(dossier).components
    return one


@pytest.mark.parametrize(
    ("digitise", "lacks"),
    [
        (Digitise.RESULT, True),
        (Digitise.LAW, True),
        (Digitise.PROVINCE, True),
        (Digitise.REQUEST, False),
        (Digitise.NEVER, False),
    ],
)
def test_an_original_on_paper_is_flagged_when_it_must_be_digitised(
    digitise: Digitise, lacks: bool
) -> None:
    assert listed(a_paper_dossier(digitise)).lacks_scan is lacks


def test_a_photocopy_need_not_be_digitised() -> None:
    dossier = a_paper_dossier(Digitise.RESULT, originals=0, copies=1)

    assert not listed(dossier).lacks_scan


def test_once_its_scan_is_there_nothing_is_lacking() -> None:
    dossier = a_paper_dossier(Digitise.RESULT)
    clerk = a_receptionist(dossier)
    scan = a_document(clerk)

    actions.attach_scan(
        ident(dossier),
        component="GT",
        document=scan.id,
        name="ban-chup.pdf",
        by=clerk,
        at=MONDAY_MORNING,
    )

    assert not listed(dossier).lacks_scan


def test_papers_that_are_only_shown_are_not_offered_for_scanning() -> None:
    assert not listed(a_paper_dossier(Digitise.NEVER)).may_be_digitised
    assert listed(a_paper_dossier(Digitise.REQUEST)).may_be_digitised
