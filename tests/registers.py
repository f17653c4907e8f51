"""Lines of the register of results, with plain defaults. All people are invented."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from motcua.kernel.actors import Actor, Role
from motcua.organisations.models import Agency
from motcua.results import actions
from motcua.results.models import Entry
from motcua.results.rules import Holder, Line
from tests.builders import a_personal_number, a_province, an_officer
from tests.calendars import MONDAY_MORNING

_serial = count(1)
ISSUED_ON = date(2026, 1, 5)
REISSUED_ON = date(2026, 6, 1)


def a_holder(**given: Any) -> Holder:
    """Return a holder who is not registered here."""
    usual = Holder("Hoàng Thị Mẫu", a_personal_number(), 1990)
    return replace(usual, **given)


def a_line(agency: Agency | None = None, **given: Any) -> Line:
    """Return what a paper result of the commune says."""
    usual = Line(
        name="Giấy phép mẫu",
        number=f"{next(_serial)}/GPM",
        agency=(agency or a_province().commune).id,
        holder=a_holder(),
        issued_on=ISSUED_ON,
        type_code="KQ.G07.000122",
        procedure_code="9.000001",
        sector="linh-vuc-mau",
    )
    return replace(usual, **given)


def a_keeper(agency: Agency | None = None) -> Actor:
    """Return a records clerk of an agency."""
    return an_officer(agency or a_province().commune, Role.RECORDS_CLERK, full_name="Bùi Thị Mẫu")


def an_entry(agency: Agency | None = None, *, by: Actor | None = None, **given: Any) -> Entry:
    """Return a paper result that was entered by hand."""
    where = agency or a_province().commune
    line = a_line(where, **given)
    return actions.enter(line, by=by or a_keeper(where), at=MONDAY_MORNING)


def a_digitised_entry(agency: Agency | None = None, **given: Any) -> Entry:
    """Return a paper result that has its electronic copy."""
    clerk = a_keeper(agency)
    entry = an_entry(agency, by=clerk, **given)
    return actions.attach_copy(
        entry.id, document=uuid4(), code=f"M.{entry.number}", by=clerk, at=MONDAY_MORNING
    )


def revoke(entry: Entry, by: Actor) -> Entry:
    """Take back a result, the usual way."""
    return actions.revoke(
        entry.id, reason="Giả mạo giấy tờ", basis="QĐ 1/QĐ-UBND", by=by, at=MONDAY_MORNING
    )
