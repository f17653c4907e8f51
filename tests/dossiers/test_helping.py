"""Filling in for somebody else: both are known, and the applicant says yes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.helping import Helped, confirmation_code
from motcua.dossiers.helping_rules import (
    HelpsThemselves,
    WrongConfirmation,
    code_from,
    still_holds,
)
from motcua.dossiers.lists import helped_drafts
from motcua.dossiers.models import Assistance, Dossier
from motcua.dossiers.overview import overview
from motcua.dossiers.rules import IllegalTransition, NotFiledThisWay, ResultChannel
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import InvalidInput, NotFound, NotPermitted
from motcua.kernel.ids import AgencyId
from motcua.people.models import Person, PopulationRecord
from motcua.people.queries import contact_of
from motcua.people.rules import NotInRegister, TooManyAttempts
from motcua.people.sealing import number_digest
from motcua.procedures.models import ProcedureVersion
from tests.builders import (
    ANSWERS,
    a_citizen,
    a_person,
    a_personal_number,
    a_procedure,
    a_province,
    an_officer,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, last_event, stored, verbs

pytestmark = pytest.mark.django_db
NUMBER = a_personal_number(77)
GRANDMOTHER = Helped("Nguyễn Thị Mẫu", NUMBER, date(1990, 1, 1))
LATER = MONDAY_MORNING + timedelta(hours=1)


def in_the_register(helped: Helped = GRANDMOTHER) -> None:
    PopulationRecord.objects.create(
        number_digest=number_digest(helped.personal_number),
        full_name=helped.full_name,
        birth_date=helped.birth_date,
        sex="female",
    )


def begun(by: Actor | None = None, version: ProcedureVersion | None = None) -> Dossier:
    in_the_register()
    return actions.open_draft_for(
        GRANDMOTHER,
        version or a_procedure(components=()),
        case="",
        by=by or a_citizen("Trần Văn Cháu"),
        at=MONDAY_MORNING,
    )


def helper_of(draft: Dossier) -> Actor:
    return Actor(draft.filed_by, None, frozenset({Role.CITIZEN}))


def asked(draft: Dossier | None = None) -> Dossier:
    draft = draft or begun()
    helper, commune = helper_of(draft), AgencyId(a_province().commune.id)
    actions.save_answers(ident(draft), answers=ANSWERS, by=helper, at=MONDAY_MORNING)
    actions.choose(
        ident(draft),
        case="",
        commune=commune,
        result_channel=ResultChannel.ONLINE,
        result_address="",
        by=helper,
        at=MONDAY_MORNING,
    )
    return actions.ask_confirmation(ident(draft), by=helper, at=MONDAY_MORNING)


def test_a_helper_opens_a_draft_in_the_name_of_another() -> None:
    helper = a_citizen("Trần Văn Cháu")

    draft = begun(helper)

    assert draft.applicant_name == "Nguyễn Thị Mẫu"
    assert (draft.filed_by, draft.applicant_id != helper.person) == (helper.person, True)
    assert Assistance.objects.get().helper == helper.person
    assert helped_drafts(helper) == [draft]


def test_helping_is_written_in_the_event_log() -> None:
    draft = asked()

    opened = last_event(draft, "dossier.opened")
    assert (opened.by, opened.facts["helped"]) == (draft.filed_by, True)
    assert verbs(draft)[-1] == "dossier.confirmation_asked"


def test_an_officer_helps_for_their_agency() -> None:
    officer = an_officer(a_province().commune, Role.RECEPTIONIST)

    draft = begun(officer)

    assert draft.assisting_agency_id == officer.agency
    assert Assistance.objects.get().agency == officer.agency


def test_the_helper_learns_nothing_of_the_person_they_did_not_name() -> None:
    known = a_person(number=NUMBER, birth_date=date(1990, 1, 1))

    draft = begun()

    assert draft.applicant_id == known.id
    assert contact_of(Person.objects.get(pk=known.id)).phone not in str(answers_of(draft))


def test_a_person_nobody_knows_is_not_helped_and_trying_is_counted() -> None:
    helper, version = a_citizen("Trần Văn Cháu"), a_procedure()

    for _ in range(10):
        with pytest.raises(NotInRegister):
            actions.open_draft_for(GRANDMOTHER, version, case="", by=helper, at=MONDAY_MORNING)
    with pytest.raises(TooManyAttempts):
        actions.open_draft_for(GRANDMOTHER, version, case="", by=helper, at=MONDAY_MORNING)


def test_nobody_helps_themselves_nor_without_a_name_nor_where_nothing_is_filed_online() -> None:
    in_the_register()
    me = a_person(number=NUMBER, birth_date=date(1990, 1, 1))
    version, by = a_procedure(), Actor(me.id, None, frozenset({Role.CITIZEN}))

    with pytest.raises(HelpsThemselves):
        actions.open_draft_for(GRANDMOTHER, version, case="", by=by, at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        actions.open_draft_for(GRANDMOTHER, version, case="", by=SYSTEM, at=MONDAY_MORNING)
    begun_elsewhere = a_procedure(service_level="counter")
    with pytest.raises(NotFiledThisWay):
        actions.open_draft_for(
            GRANDMOTHER, begun_elsewhere, case="", by=a_citizen(), at=MONDAY_MORNING
        )


def test_a_helper_cannot_hand_in_without_the_applicant() -> None:
    draft = asked()

    with pytest.raises(NotFound):
        actions.submit(ident(draft), key=uuid4(), by=helper_of(draft), at=LATER)


def test_the_applicant_confirms_by_filing_it_themselves() -> None:
    draft = asked()

    filed = actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=LATER)

    assistance = Assistance.objects.get()
    assert filed.status == "submitted"
    assert (assistance.confirmed_by, assistance.confirmed_at) == ("sign_in", LATER)


def test_the_code_told_to_the_helper_hands_it_in() -> None:
    draft = asked()
    code, key = confirmation_code(stored(draft)), uuid4()
    by = helper_of(draft)

    filed = actions.confirm_by_code(ident(draft), code=f" {code} ", key=key, by=by, at=LATER)
    again = actions.confirm_by_code(ident(draft), code="", key=key, by=by, at=LATER)

    assert (filed.status, again.id) == ("submitted", filed.id)
    assert Assistance.objects.get().confirmed_by == "code"
    assert verbs(draft).count("dossier.submitted") == 1


def test_a_wrong_or_old_code_or_one_for_other_answers_hands_in_nothing() -> None:
    draft = asked()
    code, by = confirmation_code(stored(draft)), helper_of(draft)
    wrong = "000000" if code != "000000" else "111111"

    for given, at in ((wrong, LATER), ("", LATER), (code, LATER + timedelta(hours=24))):
        with pytest.raises(WrongConfirmation):
            actions.confirm_by_code(ident(draft), code=given, key=uuid4(), by=by, at=at)
    actions.save_answers(ident(draft), answers={"wish": "khác"}, by=by, at=LATER)
    with pytest.raises(WrongConfirmation):
        actions.confirm_by_code(ident(draft), code=code, key=uuid4(), by=by, at=LATER)

    assert stored(draft).status == "draft"


def test_codes_cannot_be_tried_out() -> None:
    draft = asked()
    by = helper_of(draft)

    for _ in range(5):
        with pytest.raises(WrongConfirmation):
            actions.confirm_by_code(ident(draft), code="x", key=uuid4(), by=by, at=LATER)
    code = confirmation_code(stored(draft))
    with pytest.raises(TooManyAttempts):
        actions.confirm_by_code(ident(draft), code=code, key=uuid4(), by=by, at=LATER)


def test_only_the_helper_asks_and_only_for_what_is_right() -> None:
    draft = begun()

    with pytest.raises(InvalidInput):
        actions.ask_confirmation(ident(draft), by=helper_of(draft), at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.ask_confirmation(ident(draft), by=a_citizen("Lê Văn Khác"), at=MONDAY_MORNING)
    with pytest.raises(NotFound):
        actions.save_answers(
            ident(draft), answers={}, by=a_citizen("Lê Văn Khác"), at=MONDAY_MORNING
        )


def test_what_was_handed_in_is_the_helpers_no_more() -> None:
    draft = asked()
    actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=LATER)

    with pytest.raises(NotFound):
        actions.ask_confirmation(ident(draft), by=helper_of(draft), at=LATER)
    with pytest.raises(IllegalTransition):
        actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=LATER)


def test_the_officer_reads_who_filled_in_and_how_it_was_confirmed() -> None:
    draft = asked()
    actions.submit(ident(draft), key=uuid4(), by=the_applicant(draft), at=LATER)

    helper = overview(stored(draft)).helper

    assert helper is not None
    assert (helper.name, helper.how) == ("Trần Văn Cháu", "tự đăng nhập xác nhận")


def test_a_code_has_six_digits_and_holds_a_day() -> None:
    assert code_from(bytes(32)) == "000000"
    assert len(code_from(b"\xff" * 32)) == 6
    assert not still_holds(None, LATER)
    assert still_holds(MONDAY_MORNING, LATER)
    assert not still_holds(MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=24))
