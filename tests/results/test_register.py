"""What happens to a line of the register of results."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from motcua.dossiers import actions as dossier_actions
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.results import actions
from motcua.results.actions import lines
from motcua.results.entering import row
from motcua.results.holders import opened, shown
from motcua.results.models import Entry
from motcua.results.queries import (
    acts_on,
    entries_by_dossier,
    entry_of_document,
    in_force_of,
    replacement_of,
)
from motcua.results.rules import (
    AlreadyRegistered,
    CopyCodeMissing,
    CopyIsThere,
    NoLongerStands,
    NumberMissing,
    Origin,
    ReasonAndBasisMissing,
    Standing,
)
from tests.builders import (
    a_province,
    a_records_clerk,
    a_signed_result,
    an_officer,
    task_id,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident
from tests.registers import (
    ISSUED_ON,
    REISSUED_ON,
    a_digitised_entry,
    a_holder,
    a_keeper,
    a_line,
    an_entry,
    revoke,
)

pytestmark = pytest.mark.django_db
DAY = MONDAY_MORNING.date()


def stored(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.id)


def verbs(entry: Entry) -> list[str]:
    return [event.verb for event in acts_on(entry)]


def test_issuing_a_result_enters_it_in_the_register_in_the_same_act() -> None:
    dossier = a_signed_result()
    clerk = a_records_clerk(dossier)

    dossier_actions.issue_result(ident(dossier), task_id(dossier), by=clerk, at=MONDAY_MORNING)

    entry = Entry.objects.get(dossier=dossier.id)
    assert (entry.number, entry.agency_id, entry.origin) == (
        "1/KQGQ",
        clerk.agency,
        Origin.DOSSIER.value,
    )
    assert entry.holder_id == dossier.applicant_id
    assert entry.document is not None
    assert entry.standing(DAY) is Standing.IN_FORCE
    assert verbs(entry) == ["result.registered"]
    assert in_force_of(dossier.applicant_id, MONDAY_MORNING) == [entry]
    assert entries_by_dossier([dossier.id]) == {dossier.id: entry}
    assert entry_of_document(entry.document, dossier.id) == entry


def test_only_who_issues_for_the_agency_registers() -> None:
    with pytest.raises(NotPermitted):
        actions.register(
            a_line(),
            dossier=uuid4(),
            document=None,
            by=an_officer(a_province().justice, Role.RECORDS_CLERK),
            at=MONDAY_MORNING,
        )


def test_what_a_paper_says_of_its_holder_is_sealed() -> None:
    entry = an_entry(holder=a_holder(number="037190000001", birth_year=1990))

    assert b"037190000001" not in bytes(stored(entry).sealed)
    assert (opened(entry).number, opened(entry).birth_year) == ("037190000001", 1990)
    assert shown(entry).masked_number == "•••••••••001"


def test_a_paper_result_is_entered_once() -> None:
    clerk, line = a_keeper(), a_line()
    entry = actions.enter(line, by=clerk, at=MONDAY_MORNING)

    with pytest.raises(AlreadyRegistered):
        actions.enter(line, by=clerk, at=MONDAY_MORNING)

    assert verbs(entry) == ["result.entered"]
    assert (entry.origin, entry.entered_by) == (Origin.BACKLOG.value, clerk.person)


def test_two_clerks_at_once_enter_a_paper_once() -> None:
    clerk, line = a_keeper(), a_line()
    actions.enter(line, by=clerk, at=MONDAY_MORNING)

    with pytest.raises(AlreadyRegistered):
        lines._saved(row(line, Origin.BACKLOG, by=clerk, at=MONDAY_MORNING))


def test_what_else_the_database_refuses_is_not_hidden() -> None:
    wrong = row(a_line(), Origin.BACKLOG, by=a_keeper(), at=MONDAY_MORNING)
    wrong.name = ""

    with pytest.raises(IntegrityError), transaction.atomic():
        lines._saved(wrong)


def test_a_line_without_a_number_is_refused() -> None:
    with pytest.raises(NumberMissing):
        an_entry(number=" ")


def test_a_file_of_lines_entered_twice_changes_nothing() -> None:
    lines = [a_line(), a_line()]

    first = actions.enter_many(lines, by=SYSTEM, at=MONDAY_MORNING)
    second = actions.enter_many([*lines, a_line()], by=SYSTEM, at=MONDAY_MORNING)

    assert (first, second) == (2, 1)
    assert Entry.objects.filter(origin=Origin.IMPORTED.value).count() == 3


def test_only_the_installation_enters_whole_files() -> None:
    with pytest.raises(NotPermitted):
        actions.enter_many([a_line()], by=a_keeper(), at=MONDAY_MORNING)


def test_a_replacement_is_linked_to_what_it_replaces() -> None:
    old = an_entry()
    clerk = a_keeper()

    new = actions.replace(
        old.id, a_line(issued_on=REISSUED_ON), reason="Cấp đổi", by=clerk, at=MONDAY_MORNING
    )

    assert new.replaces_id == old.id
    assert replacement_of(old) == new
    assert replacement_of(new) is None
    assert stored(old).standing(DAY) is Standing.REPLACED
    assert verbs(old) == ["result.entered", "result.replaced"]
    assert new.origin == Origin.BACKLOG.value


def test_a_renewal_moves_the_end_and_keeps_what_it_was() -> None:
    entry = an_entry(valid_to=date(2026, 12, 31))

    actions.renew(
        entry.id, until=date(2027, 12, 31), basis="QĐ 2", by=a_keeper(), at=MONDAY_MORNING
    )

    assert stored(entry).valid_to == date(2027, 12, 31)
    facts = Event.objects.get(subject=entry.id, verb="result.renewed").facts
    assert (facts["before"], facts["until"]) == ("2026-12-31", "2027-12-31")


def test_a_revocation_says_why_and_by_whom() -> None:
    entry, clerk = an_entry(), a_keeper()

    revoke(entry, clerk)

    kept = stored(entry)
    assert kept.standing(DAY) is Standing.REVOKED
    assert (kept.revoked_by, kept.revoke_basis) == (clerk.person, "QĐ 1/QĐ-UBND")


def test_a_copy_is_attached_once_with_its_code() -> None:
    entry = a_digitised_entry()

    assert entry.digitised_at == MONDAY_MORNING
    with pytest.raises(CopyIsThere):
        actions.attach_copy(entry.id, document=uuid4(), code="X", by=a_keeper(), at=MONDAY_MORNING)


def test_a_copy_without_a_code_is_refused() -> None:
    with pytest.raises(CopyCodeMissing):
        actions.attach_copy(
            an_entry().id, document=uuid4(), code=" ", by=a_keeper(), at=MONDAY_MORNING
        )


Act = Callable[[Entry, Actor], object]
ACTS: dict[str, Act] = {
    "replace": lambda entry, by: actions.replace(
        entry.id, a_line(), reason="Cấp lại", by=by, at=MONDAY_MORNING
    ),
    "renew": lambda entry, by: actions.renew(
        entry.id, until=date(2028, 1, 1), basis="QĐ", by=by, at=MONDAY_MORNING
    ),
    "revoke": revoke,
}
each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


@each_act
def test_a_revoked_result_is_left_as_it_is(act: Act) -> None:
    entry = an_entry(valid_to=date(2027, 1, 1))
    revoke(entry, a_keeper())

    with pytest.raises(NoLongerStands):
        act(entry, a_keeper())


@each_act
@pytest.mark.parametrize(
    "somebody",
    [
        lambda: an_officer(a_province().commune, Role.CASE_OFFICER),
        lambda: an_officer(a_province().justice, Role.RECORDS_CLERK),
    ],
    ids=["case officer", "clerk of another agency"],
)
def test_only_who_keeps_the_register_changes_it(act: Act, somebody: Callable[[], Actor]) -> None:
    entry = an_entry(valid_to=date(2027, 1, 1))

    with pytest.raises(NotPermitted):
        act(entry, somebody())


@each_act
def test_an_unknown_line_is_not_found(act: Act) -> None:
    with pytest.raises(NotFound):
        act(Entry(id=uuid4()), a_keeper())


def test_an_officer_of_another_agency_attaches_no_copy() -> None:
    with pytest.raises(NotPermitted):
        actions.attach_copy(
            an_entry().id,
            document=uuid4(),
            code="M",
            by=an_officer(a_province().justice, Role.CASE_OFFICER),
            at=MONDAY_MORNING,
        )


@pytest.mark.parametrize(
    "act",
    [
        lambda entry, by: actions.replace(entry.id, a_line(), reason=" ", by=by, at=MONDAY_MORNING),
        lambda entry, by: actions.renew(
            entry.id, until=date(2028, 1, 1), basis="", by=by, at=MONDAY_MORNING
        ),
        lambda entry, by: actions.revoke(entry.id, reason="", basis="QĐ", by=by, at=MONDAY_MORNING),
    ],
    ids=ACTS,
)
def test_an_act_that_does_not_say_why_is_refused(act: Act) -> None:
    with pytest.raises(ReasonAndBasisMissing):
        act(an_entry(valid_to=date(2027, 1, 1)), a_keeper())


def test_the_database_keeps_what_must_not_be_false() -> None:
    entry = an_entry(issued_on=ISSUED_ON)

    for wrong in (
        {"valid_to": date(2025, 1, 1)},
        {"origin": Origin.DOSSIER.value},
        {"revoked_at": MONDAY_MORNING},
        {"digitised_at": MONDAY_MORNING},
        {"name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=entry.id).update(**wrong)


def test_a_line_of_another_day_is_another_line() -> None:
    clerk, line = a_keeper(), a_line()
    actions.enter(line, by=clerk, at=MONDAY_MORNING)

    actions.enter(replace(line, issued_on=REISSUED_ON), by=clerk, at=MONDAY_MORNING)

    assert Entry.objects.filter(number=line.number).count() == 2
