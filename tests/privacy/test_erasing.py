"""What people ask to have deleted is gone where nothing keeps it, and the rest is told with its
article; what was kept long enough goes by the same act."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from motcua.documents.actions import begin, take_in
from motcua.documents.models import Document, Upload
from motcua.documents.personal.actions import upload_own
from motcua.documents.personal.retention import set_keepings
from motcua.documents.retention_rules import Keeping, What, over_before
from motcua.documents.store_rules import PaperFacts
from motcua.dossiers import actions
from motcua.dossiers.content import answers_of
from motcua.dossiers.erasure_rules import KeptByLaw
from motcua.dossiers.models import Dossier
from motcua.events.actions import deliver_next
from motcua.events.models import Event
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import DossierId
from motcua.notifications.models import Message
from motcua.people.models import Account, Person
from motcua.people.queries import contact_of
from motcua.people.rules import ERASED
from motcua.people.sealing import number_digest
from motcua.privacy.actions import ask, erase_data_of, erase_expired, fulfil
from motcua.privacy.erasing import fate_of
from motcua.privacy.jobs import erase_what_expired
from motcua.privacy.models import DataRequest
from motcua.privacy.request_rules import AllKeptByLaw
from motcua.privacy.request_words import words_of
from tests.builders import (
    a_citizen,
    a_decided_dossier,
    a_document,
    a_dossier_at,
    a_draft,
    a_province,
    a_receptionist,
    a_submitted_dossier,
    an_officer,
    step_on,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.papers import a_pdf
from tests.web.portals import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
NAME, NUMBER, PHONE = "Hoàng Yến Duy Nhất", "037190760512", "0987605012"
EMAIL, ADDRESS = "hoang.yen.duy.nhat@rieng.example", "Ngõ Hoàng Yến 7391"
WISH, FILE, WORDS = "Nguyện vọng của riêng Hoàng Yến", "giay-cua-hoang-yen.pdf", "Xin xóa hết."
ANSWERS = {"full_name": NAME, "wish": WISH, "for_other": False, "copies": 2}
SECRETS = (NAME, NUMBER, PHONE, EMAIL, ADDRESS, WISH, FILE, "hoang yen duy nhat", "hoang.yen")
LATER = MONDAY_MORNING + timedelta(days=765)  # more than two years


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    """Keep the files of a test in its own folder."""
    settings.FILES, settings.UPLOADS = tmp_path / "files", tmp_path / "uploads"
    return tmp_path


def the_protector() -> Actor:
    return an_officer(a_province().committee, Role.CONTROLLER, full_name="Người Bảo Vệ Dữ Liệu")


def somebody() -> Actor:
    """Return a citizen with an account whose every particular is like no other's."""
    who = a_citizen(NAME, number=NUMBER, phone=PHONE, email=EMAIL, address=ADDRESS)
    Account.objects.create(login="hoang.yen", person_id=who.who)
    return who


def a_withdrawn_dossier(by: Actor) -> Dossier:
    dossier = a_submitted_dossier(by=by, answers=ANSWERS)
    return actions.withdraw(DossierId(dossier.id), reason="", by=by, at=MONDAY_MORNING)


def asked_to_delete(by: Actor) -> DataRequest:
    return ask("delete", WORDS, by=by, at=MONDAY_MORNING)


def done(request: DataRequest, at: datetime = MONDAY_MORNING) -> dict[str, str]:
    return words_of(fulfil(request.id, words="Đã xóa.", by=the_protector(), at=at))


def kept_bytes() -> Iterator[tuple[str, bytes]]:
    """Yield everything that stands in the database, as a dump would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608 -- from the catalogue
            yield from ((table, row.encode()) for (row,) in cursor.fetchall())


def found_of(secrets: tuple[str, ...]) -> set[tuple[str, str]]:
    wanted = [one.encode() for one in secrets]
    hexed = [one.hex().encode() for one in wanted]
    return {
        (table, secrets[at % len(secrets)])
        for table, row in kept_bytes()
        for at, one in enumerate([*wanted, *hexed])
        if one in row
    }


def lying(place: Path) -> list[Path]:
    return [one for one in place.rglob("*") if one.is_file()]


def test_what_nothing_keeps_is_gone_from_every_table_and_every_file(files: Path) -> None:
    who = somebody()
    draft, withdrawn = a_draft(by=who, answers=ANSWERS), a_withdrawn_dossier(who)
    a_document(who, FILE, a_pdf(pages=3))
    begin(FILE, size=10, by=who, at=MONDAY_MORNING)
    facts = PaperFacts(kind_name=f"Bằng của {NAME}", number="7/B")
    upload_own(facts, name=FILE, content=a_pdf(pages=2), by=who, at=MONDAY_MORNING)
    while deliver_next("notifications"):
        pass
    assert Message.objects.filter(person=who.who).exists()
    assert {one for _, one in found_of(SECRETS)} >= {NAME, FILE, "hoang.yen"}
    request = asked_to_delete(who)

    words = done(request, LATER)
    while deliver_next("forgetting"):
        pass

    assert found_of((*SECRETS, number_digest(NUMBER).hex())) == set()
    assert lying(files) == []
    assert not Dossier.objects.filter(pk=draft.id).exists()
    stays = Dossier.objects.get(pk=withdrawn.id)
    assert (stays.status, stays.applicant_name, answers_of(stays)) == ("withdrawn", ERASED, {})
    person = Person.objects.get(pk=who.who)
    assert (person.full_name, contact_of(person).phone) == (ERASED, "")
    assert not Account.objects.filter(person=person).exists()
    assert "2 bản nháp và hồ sơ chưa được tiếp nhận" in words["erased"]
    told = Event.objects.get(verb="person.data_erased")
    assert (told.subject, told.facts) == (
        who.person, {"dossiers": 2, "papers": 1, "uploads": 1, "account": True},
    )  # fmt: skip


def test_what_the_law_keeps_stays_whole_and_is_told_with_its_article() -> None:
    who = somebody()
    dossier = step_on(a_decided_dossier(by=who, answers=ANSWERS))
    draft = a_draft(by=who, answers=ANSWERS)

    words = done(asked_to_delete(who))

    assert answers_of(dossier)["wish"] == WISH
    assert contact_of(Person.objects.get(pk=who.who)).personal_number == NUMBER
    assert not Dossier.objects.filter(pk=draft.id).exists()
    assert not Account.objects.filter(person=who.who).exists()
    assert "1 hồ sơ đã giải quyết: phải lưu trữ (Luật Lưu trữ 33/2024/QH15)" in words["kept"]


def test_while_a_dossier_is_under_way_nothing_of_it_goes_and_the_request_stays_open() -> None:
    dossier = a_dossier_at("appraise")
    who = the_applicant(dossier)
    browser_of(who)
    request = asked_to_delete(who)

    with pytest.raises(AllKeptByLaw):
        done(request)

    request.refresh_from_db()
    assert request.state == "open"
    assert Account.objects.filter(person=who.who).exists()
    with pytest.raises(KeptByLaw):
        actions.erase(dossier.id, by=the_protector(), at=LATER)


def test_a_dossier_never_accepted_stays_for_its_time_and_then_goes() -> None:
    who = somebody()
    dossier = a_withdrawn_dossier(who)

    soon, later = fate_of(who.who, MONDAY_MORNING), fate_of(who.who, LATER)

    assert (soon.dossiers, soon.is_person) == ((), False)
    assert any("chưa hết thời hạn giữ" in one.why and one.article for one in soon.kept)
    assert (later.dossiers, later.is_person) == ((dossier.id,), True)


def test_an_emptied_dossier_can_still_be_opened_by_the_desk() -> None:
    who = somebody()
    dossier = a_withdrawn_dossier(who)
    done(asked_to_delete(who), LATER)

    page = browser_of(a_receptionist(dossier)).get(f"/mot-cua/ho-so/{dossier.id}")

    assert page.status_code == 200
    assert WISH not in page.content.decode()


def test_only_who_answers_for_personal_data_has_them_erased() -> None:
    who = somebody()
    draft = a_draft(by=who)

    for by in (who, an_officer(a_province().committee, Role.INSPECTOR)):
        with pytest.raises(NotPermitted):
            erase_data_of(who.who, by=by, at=MONDAY_MORNING)
        with pytest.raises(NotPermitted):
            actions.erase(draft.id, by=by, at=MONDAY_MORNING)


def test_officers_keep_their_account_while_they_serve() -> None:
    officer = an_officer(a_province().committee, Role.CASE_OFFICER)
    browser_of(officer)

    fate = fate_of(officer.who, MONDAY_MORNING)

    assert (fate.has_account, fate.is_person) == (False, False)


def test_the_page_says_before_what_will_go_and_what_stays() -> None:
    who = somebody()
    a_draft(by=who)
    step_on(a_decided_dossier(by=who))
    request = asked_to_delete(who)

    page = text_of(
        browser_of(the_protector()).get(f"/theo-doi/yeu-cau-du-lieu/{request.id}").content
    )

    assert "sẽ xóa hẳn 1 bản nháp và hồ sơ chưa được tiếp nhận" in page
    assert "Luật còn giữ 1 hồ sơ đã giải quyết: phải lưu trữ." in page


def test_what_is_older_than_its_time_goes_by_itself_and_the_rest_stays(files: Path) -> None:
    who = somebody()
    old, withdrawn = a_draft(by=who), a_withdrawn_dossier(who)
    a_document(who, FILE)

    assert erase_expired(by=SYSTEM, at=MONDAY_MORNING + timedelta(days=20)) == 0
    assert erase_expired(by=SYSTEM, at=MONDAY_MORNING + timedelta(days=40)) == 1
    assert Dossier.objects.filter(pk=old.id).exists()
    assert erase_expired(by=SYSTEM, at=LATER) == 2
    assert erase_expired(by=SYSTEM, at=LATER) == 0

    assert not Dossier.objects.filter(pk=old.id).exists()
    assert Dossier.objects.get(pk=withdrawn.id).applicant_name == ERASED
    assert lying(files) == []
    assert Event.objects.filter(verb="dossier.erased").count() == 2
    with pytest.raises(NotPermitted):
        erase_expired(by=who, at=LATER)


def test_a_draft_that_somebody_has_gone_on_with_is_not_old() -> None:
    who = somebody()
    draft = a_draft(by=who)
    for_the_draft = take_in("a.pdf", a_pdf(), subject=None, by=who, at=LATER)
    actions.attach(DossierId(draft.id), component="GT", document=for_the_draft, by=who, at=LATER)

    erase_expired(by=SYSTEM, at=LATER)

    assert Dossier.objects.filter(pk=draft.id).exists()


def test_a_province_sets_how_long_drafts_are_kept() -> None:
    draft = a_draft(by=somebody())
    rule = Keeping(What.DRAFT, "", 1, date(2026, 2, 1), "QĐ 1/QĐ-UBND")
    set_keepings([rule], by=SYSTEM, at=MONDAY_MORNING)

    erase_what_expired(0)

    assert over_before(date(2026, 7, 31), rule) == date(2026, 6, 30)
    assert over_before(date(2026, 7, 31), None) is None
    assert not Dossier.objects.filter(pk=draft.id).exists()


def test_a_draft_that_is_thrown_away_leaves_no_paper(files: Path) -> None:
    who = somebody()
    draft = a_draft(by=who)
    assert lying(files)

    actions.discard_draft(DossierId(draft.id), by=who, at=MONDAY_MORNING)

    assert lying(files) == []
    assert not Document.objects.exists()
    assert not Upload.objects.exists()


def test_the_event_of_an_erasure_has_the_id_of_a_person_and_no_more() -> None:
    a_province()
    who = somebody()

    done(asked_to_delete(who))

    assert Event.objects.get(verb="person.erased").facts == {}
    assert all(isinstance(one.subject, UUID) for one in Event.objects.all())
