"""Saving while typing, two tabs, a session that ended, another device."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier, Filling
from motcua.kernel.actors import Actor, Role
from motcua.people.jobs import delete_ended_sessions
from motcua.people.models import Account, Person, PopulationRecord
from motcua.people.sealing import number_digest
from tests.builders import (
    FORM,
    a_citizen,
    a_draft,
    a_form,
    a_person,
    a_personal_number,
    a_procedure,
    a_submitted_dossier,
    the_applicant,
)
from tests.web.portals import browser_of, hidden, text_of

pytestmark = pytest.mark.django_db
TYPED = {"full_name": "Phạm Thị Mẫu", "wish": "Xin giấy", "for_other": "no", "copies": "2"}
TWO_PAGES = {
    **FORM,
    "pages": [
        *FORM["pages"],
        {
            "id": "more",
            "title": {"vi": "Thêm"},
            "fields": [{"id": "note", "kind": "text", "label": {"vi": "Ghi chú"}}],
        },
    ],
}

PREFILLED = {
    "pages": [
        {
            "id": "request",
            "title": {"vi": "Nội dung"},
            "fields": [
                {**FORM["pages"][0]["fields"][0], "prefill": "applicant.full_name"},
                FORM["pages"][0]["fields"][1],
            ],
        }
    ]
}


def _page_of(draft: Dossier, page: str = "request") -> str:
    return f"/ho-so-cua-toi/{draft.id}/ke-khai/{page}"


def _opened(client: Client, address: str) -> dict[str, str]:
    content = client.get(address).content
    return {name: hidden(content, name) for name in ("_revision", "_tab")}


def test_what_is_typed_is_saved_and_the_time_is_said() -> None:
    draft = a_draft()
    client = browser_of(the_applicant(draft))
    opened = _opened(client, _page_of(draft))

    answer = client.post(f"{_page_of(draft)}/luu", {**TYPED, **opened, "_turn": "1", "wish": "Nửa"})

    said = json.loads(answer.content)
    assert said["saved"].startswith("Đã lưu lúc ")
    assert said["revision"] == 1
    assert answers_of(draft)["wish"] == "Nửa"


def test_saving_while_typing_is_refused_to_a_stranger_and_to_another() -> None:
    draft = a_draft()

    stranger = Client().post(f"{_page_of(draft)}/luu", TYPED)
    other = browser_of(a_citizen("Lê Văn Khác")).post(f"{_page_of(draft)}/luu", TYPED)

    assert stranger.status_code == 401
    assert "đăng nhập lại" in json.loads(stranger.content)["message"]
    assert other.status_code == 404


def test_a_second_tab_keeps_what_was_typed_and_shows_both() -> None:
    draft = a_draft()
    client = browser_of(the_applicant(draft))
    one, two = _opened(client, _page_of(draft)), _opened(client, _page_of(draft))
    client.post(_page_of(draft), {**TYPED, **one, "wish": "Từ thẻ một"})

    told = client.post(f"{_page_of(draft)}/luu", {**TYPED, **two, "wish": "Từ thẻ hai"})
    shown = client.post(_page_of(draft), {**TYPED, **two, "wish": "Từ thẻ hai"})

    page = text_of(shown.content)
    assert (told.status_code, shown.status_code) == (409, 409)
    assert "Đã lưu: Từ thẻ một" in page
    assert "Bạn vừa nhập: Từ thẻ hai" in page
    assert 'value="Từ thẻ hai"' in shown.content.decode()
    assert answers_of(draft)["wish"] == "Từ thẻ một"


def test_the_writer_decides_which_of_both_stays() -> None:
    draft = a_draft()
    client = browser_of(the_applicant(draft))
    one, two = _opened(client, _page_of(draft)), _opened(client, _page_of(draft))
    client.post(_page_of(draft), {**TYPED, **one, "wish": "Từ thẻ một"})
    shown = client.post(_page_of(draft), {**TYPED, **two, "wish": "Từ thẻ hai"}).content

    chosen = {name: hidden(shown, name) for name in ("_revision", "_tab")}
    client.post(_page_of(draft), {**TYPED, **chosen, "wish": "Từ thẻ hai"})

    assert answers_of(draft)["wish"] == "Từ thẻ hai"


def test_input_survives_a_session_that_ended() -> None:
    draft = a_draft()
    account = Account.objects.create(login="mau", person_id=draft.applicant_id)
    account.set_password("một mật khẩu dài")
    account.save()
    client = Client()

    asked = client.post(_page_of(draft), {**TYPED, "wish": "Gõ lúc phiên đã hết"})
    client.post("/dang-nhap", {"login": "mau", "password": "một mật khẩu dài"})
    back = client.get(_page_of(draft)).content.decode()

    assert asked.headers["Location"].startswith("/dang-nhap?tiep=")
    assert 'value="Gõ lúc phiên đã hết"' in back
    assert "vẫn còn đây" in back
    client.post(_page_of(draft), {**TYPED, "wish": "Gõ lúc phiên đã hết"})
    assert "vẫn còn đây" not in client.get(_page_of(draft)).content.decode()
    assert answers_of(draft)["wish"] == "Gõ lúc phiên đã hết"


def test_kept_input_lies_sealed_and_shows_itself_to_nobody_else() -> None:
    draft = a_draft()
    client = Client()
    client.post(_page_of(draft), {**TYPED, "wish": "Bí mật của tôi"})
    other = Person.objects.get(pk=a_citizen("Lê Văn Khác").who)
    client.force_login(Account.objects.create(login="khac", person=other))

    shown = client.get(_page_of(draft))

    assert shown.status_code == 404
    assert "Bí mật" not in json.dumps(dict(client.session.items()), ensure_ascii=False)


def test_what_a_stranger_typed_waits_an_hour_and_a_whole_session_follows_signing_in() -> None:
    draft = a_draft()
    account = Account.objects.create(login="mau", person_id=draft.applicant_id)
    account.set_password("một mật khẩu dài")
    account.save()
    client = Client()

    client.post(_page_of(draft), TYPED)
    waiting = client.session.get_expiry_age()
    client.post("/dang-nhap", {"login": "mau", "password": "một mật khẩu dài"})

    assert waiting == 3600
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_sessions_that_ended_are_deleted_with_what_waited_in_them() -> None:
    draft = a_draft()
    Client().post(_page_of(draft), TYPED)
    signed_in = Client()
    signed_in.force_login(Account.objects.create(login="mau", person_id=draft.applicant_id))
    Session.objects.exclude(pk=signed_in.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    delete_ended_sessions(0)

    assert [one.pk for one in Session.objects.all()] == [signed_in.session.session_key]


def test_kept_input_can_be_let_go() -> None:
    draft = a_draft()
    client = Client()
    client.post(_page_of(draft), {**TYPED, "wish": "Thôi bỏ"})
    account = Account.objects.create(login="mau", person_id=draft.applicant_id)
    client.force_login(account)

    client.get(f"{_page_of(draft)}?dung=da-luu")

    assert "Thôi bỏ" not in client.get(_page_of(draft)).content.decode()


@pytest.mark.parametrize(("origin", "is_kept"), [("http://testserver", True), ("null", False)])
def test_a_worn_out_page_keeps_input_only_when_it_is_ours(origin: str, is_kept: bool) -> None:
    draft = a_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.create(login="mau", person_id=draft.applicant_id))

    answer = client.post(
        _page_of(draft),
        urlencode({**TYPED, "wish": "Gõ đã lâu"}),
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": origin},
    )

    assert answer.status_code == (302 if is_kept else 403)
    assert ("Gõ đã lâu" in client.get(_page_of(draft)).content.decode()) is is_kept


def test_a_draft_is_taken_up_at_the_page_left_on_another_device() -> None:
    draft = a_draft(a_procedure(form=TWO_PAGES))
    phone, desk = browser_of(the_applicant(draft)), browser_of(the_applicant(draft))
    resume = f"/ho-so-cua-toi/{draft.id}/lam-tiep"
    first = desk.get(resume).headers["Location"]

    phone.post(_page_of(draft), TYPED)
    after_a_page = desk.get(resume).headers["Location"]
    phone.post(f"{_page_of(draft)}/luu", {**TYPED, **_opened(phone, _page_of(draft))})
    while_typing = desk.get(resume).headers["Location"]

    assert first.endswith("/noi-nop")
    assert after_a_page == _page_of(draft, "more")
    assert while_typing == _page_of(draft)
    assert resume in desk.get(f"/ho-so-cua-toi/{draft.id}").content.decode()


def test_a_form_on_one_page_is_asked_and_checked_at_once() -> None:
    draft = a_draft(a_procedure(form={**TWO_PAGES, "layout": "one"}), answers={})
    client = browser_of(the_applicant(draft))
    address = _page_of(draft, "toan-bo")

    shown = text_of(client.get(address).content)
    wrong = text_of(client.post(address, {"for_other": "no"}).content)
    right = client.post(address, {**TYPED, "note": "Không"})

    assert "Nội dung đề nghị" in shown
    assert "Ghi chú" in shown
    assert wrong.count("Xin nhập ghi chú.") == 2
    assert wrong.count("Xin nhập họ và tên.") == 2
    assert right.headers["Location"] == f"/ho-so-cua-toi/{draft.id}/giay-to"
    assert client.get(_page_of(draft)).status_code == 404


def test_a_form_page_by_page_has_no_page_of_everything() -> None:
    draft = a_draft()

    assert browser_of(the_applicant(draft)).get(_page_of(draft, "toan-bo")).status_code == 404


def test_each_answer_on_the_review_page_leads_back_to_its_field() -> None:
    draft = a_draft()

    page = browser_of(the_applicant(draft)).get(f"/ho-so-cua-toi/{draft.id}/kiem-tra")

    assert f"{_page_of(draft)}?sua=1#wish" in page.content.decode()


def test_saving_by_page_still_needs_no_script() -> None:
    draft = a_draft(a_procedure(form=a_form(FORM).definition))
    client = browser_of(the_applicant(draft))

    client.post(_page_of(draft), TYPED)

    assert Filling.objects.get(dossier=draft).saved_at is not None
    assert "Đã lưu lúc" in text_of(client.get(_page_of(draft)).content)


def test_what_a_register_knows_is_shown_with_its_source_and_not_asked_again() -> None:
    version = a_procedure(form=PREFILLED)
    person = a_person(number=a_personal_number(1))
    PopulationRecord.objects.create(
        number_digest=number_digest(a_personal_number(1)),
        full_name=person.full_name,
        birth_date=date(1990, 1, 1),
        sex="female",
    )
    client = browser_of(Actor(person.id, None, frozenset({Role.CITIZEN})))
    client.post(f"/thu-tuc/{version.procedure.code}/nop-ho-so", {"case": ""})
    draft = Dossier.objects.get()
    address = _page_of(draft)

    shown = client.get(address).content.decode()
    client.post(address, {"full_name": "Tên khác", "wish": "Xin giấy"})
    own = client.post(address, {"own.full_name": "1", "wish": "Xin giấy"}).content.decode()

    assert "Theo Cơ sở dữ liệu quốc gia về dân cư" in shown
    assert 'name="full_name"' not in shown
    assert answers_of(draft)["full_name"] == person.full_name
    assert 'name="full_name"' in own
    assert "Theo Cơ sở dữ liệu quốc gia" not in own


def test_an_earlier_dossier_is_offered_and_taken_over_when_wanted() -> None:
    version = a_procedure()
    before = a_submitted_dossier(version)
    client = browser_of(the_applicant(before))
    start = f"/thu-tuc/{version.procedure.code}/nop-ho-so"

    offered = text_of(client.get(start).content)
    client.post(start, {"case": "", "reuse": "yes"})

    draft = Dossier.objects.get(status="draft")
    assert f"Điền sẵn theo hồ sơ {before.submission_code}" in offered
    assert answers_of(draft)["wish"] == answers_of(before)["wish"]
    assert "Lấy từ hồ sơ" in text_of(client.get(_page_of(draft)).content)


def test_a_page_in_two_versions_is_not_saved_before_its_writer_chose() -> None:
    draft = a_draft()
    client = browser_of(the_applicant(draft))
    one, two = _opened(client, _page_of(draft)), _opened(client, _page_of(draft))
    client.post(_page_of(draft), {**TYPED, **one, "wish": "Từ thẻ một"})

    shown = client.post(_page_of(draft), {**TYPED, **two, "wish": "Từ thẻ hai"}).content.decode()

    assert "data-autosave" not in shown
    assert "data-autosave" in client.get(_page_of(draft)).content.decode()


def test_kept_input_does_not_overwrite_what_was_saved_elsewhere_meanwhile() -> None:
    draft = a_draft()
    account = Account.objects.create(login="mau", person_id=draft.applicant_id)
    elsewhere, here = browser_of(the_applicant(draft)), Client()
    opened = _opened(elsewhere, _page_of(draft))
    here.post(_page_of(draft), {**TYPED, **opened, "wish": "Gõ lúc phiên đã hết"})
    elsewhere.post(
        _page_of(draft), {**TYPED, **_opened(elsewhere, _page_of(draft)), "wish": "Ở máy khác"}
    )
    here.force_login(account)

    back = here.get(_page_of(draft)).content
    again = {name: hidden(back, name) for name in ("_revision", "_tab")}
    answer = here.post(_page_of(draft), {**TYPED, **again, "wish": "Gõ lúc phiên đã hết"})

    assert answer.status_code == 409
    assert answers_of(draft)["wish"] == "Ở máy khác"


def test_a_page_that_only_asks_for_other_questions_stays_as_it_is_when_signed_out() -> None:
    draft = a_draft()

    answer = Client().post(_page_of(draft), TYPED, headers={"HX-Request": "true"})

    assert answer.status_code == 401
