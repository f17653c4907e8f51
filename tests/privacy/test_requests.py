"""People ask about their own data, and are answered in time or see that they were not."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from motcua.dossiers.rules import ReasonMissing
from motcua.events.models import Event
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.privacy.actions import answer, ask, extend, fulfil, refuse, take_own_data
from motcua.privacy.models import DataRequest
from motcua.privacy.request_rules import (
    AnsweredBefore,
    ArticleMissing,
    EndedBefore,
    ExtendedBefore,
    ExtendedTooLate,
    Kind,
    KindUnknown,
    WordsMissing,
)
from motcua.privacy.request_words import words_of
from tests.builders import (
    a_case_officer,
    a_citizen,
    a_dossier_at,
    a_province,
    an_officer,
    the_applicant,
)
from tests.calendars import MONDAY_MORNING
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
OWN, DESK = "/du-lieu-cua-toi", "/theo-doi/yeu-cau-du-lieu"
WORDS = "Số điện thoại cũ của tôi."


def a_protector() -> Actor:
    return an_officer(a_province().committee, Role.CONTROLLER, full_name="Người Bảo Vệ Dữ Liệu")


def asked(kind: Kind = Kind.DELETE, by: Actor | None = None) -> DataRequest:
    a_province()
    return ask(kind, WORDS, by=by or a_citizen(), at=MONDAY_MORNING)


def test_asking_starts_the_clocks_and_is_recorded_without_the_words() -> None:
    request = asked(Kind.CORRECT)

    assert request.answer_due_at == datetime(2026, 6, 3, 10, tzinfo=UTC)
    assert request.due_at == request.first_due_at == datetime(2026, 6, 11, 10, tzinfo=UTC)
    event = Event.objects.get(verb="data_request.asked")
    assert (event.by, event.subject, event.facts["kind"]) == (request.person, request.id, "correct")
    assert WORDS not in str(event.facts)
    assert WORDS.encode() not in bytes(DataRequest.objects.get().sealed)
    assert words_of(request) == {"asked": WORDS}


def test_only_in_ones_own_name_and_with_words() -> None:
    dossier = a_dossier_at("appraise")

    with pytest.raises(NotPermitted):
        ask(Kind.VIEW, WORDS, by=a_case_officer(dossier), at=MONDAY_MORNING)
    with pytest.raises(NotPermitted):
        ask(Kind.VIEW, WORDS, by=replace(a_citizen(), organisation=uuid4()), at=MONDAY_MORNING)
    with pytest.raises(KindUnknown):
        ask("everything", WORDS, by=a_citizen(), at=MONDAY_MORNING)
    with pytest.raises(WordsMissing):
        ask(Kind.VIEW, "  ", by=a_citizen(), at=MONDAY_MORNING)

    assert not DataRequest.objects.exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_done_in_time_extended_or_late(kind: Kind) -> None:
    protector = a_protector()
    in_time, longer, late = asked(kind), asked(kind), asked(kind)

    fulfil(in_time.id, words="Đã làm.", by=protector, at=in_time.due_at)
    longer = extend(longer.id, reason="Phải tìm trong kho giấy.", by=protector, at=longer.due_at)
    fulfil(longer.id, words="Đã làm.", by=protector, at=longer.due_at)
    fulfil(late.id, words="Đã làm.", by=protector, at=late.due_at + timedelta(seconds=1))

    ended = Event.objects.filter(verb="data_request.ended").order_by("id")
    assert [event.facts["late"] for event in ended] == [False, False, True]
    assert longer.due_at > longer.first_due_at
    assert words_of(longer)["longer"] == "Phải tìm trong kho giấy."


def test_a_limit_is_made_longer_once_with_a_reason_and_not_after_it_has_ended() -> None:
    request, protector = asked(), a_protector()

    with pytest.raises(ReasonMissing):
        extend(request.id, reason=" ", by=protector, at=MONDAY_MORNING)
    with pytest.raises(ExtendedTooLate):
        extend(request.id, reason="x", by=protector, at=request.due_at + timedelta(seconds=1))
    extend(request.id, reason="x", by=protector, at=MONDAY_MORNING)
    with pytest.raises(ExtendedBefore):
        extend(request.id, reason="x", by=protector, at=MONDAY_MORNING)


def test_the_first_answer_may_say_that_somebody_else_holds_the_data() -> None:
    request, protector = asked(), a_protector()

    answered = answer(request.id, with_processor=True, by=protector, at=MONDAY_MORNING)

    assert answered.due_at == answered.first_due_at > request.due_at
    with pytest.raises(AnsweredBefore):
        answer(request.id, with_processor=False, by=protector, at=MONDAY_MORNING)


def test_a_refusal_names_reason_and_article_and_ends_it() -> None:
    request, protector = asked(), a_protector()

    with pytest.raises(ArticleMissing):
        refuse(request.id, words="Phải lưu.", article="", by=protector, at=MONDAY_MORNING)
    done = refuse(
        request.id,
        words="Hồ sơ còn thời hạn lưu trữ.",
        article="Luật Lưu trữ 33/2024/QH15",
        by=protector,
        at=MONDAY_MORNING,
    )

    assert (done.state, done.answered_at) == ("refused", MONDAY_MORNING)
    with pytest.raises(EndedBefore):
        fulfil(request.id, words="Đã làm.", by=protector, at=MONDAY_MORNING)


def test_only_who_answers_for_personal_data_acts_on_requests() -> None:
    request = asked()
    inspector = an_officer(a_province().committee, Role.INSPECTOR)

    for by in (inspector, a_citizen()):
        with pytest.raises(NotPermitted):
            fulfil(request.id, words="Đã làm.", by=by, at=MONDAY_MORNING)


def test_everything_that_is_kept_comes_as_one_file_to_its_owner_alone() -> None:
    dossier = a_dossier_at("appraise")
    owner = the_applicant(dossier)
    asked(by=owner)

    archive = zipfile.ZipFile(BytesIO(take_own_data(by=owner, at=MONDAY_MORNING)))
    told = json.loads(archive.read("du-lieu-cua-toi.json"))

    assert told["person"]["address"] == "Thôn Một, xã Mẫu"
    assert told["dossiers"][0]["number"] == dossier.number
    assert told["dossiers"][0]["answers"]
    assert told["requests"][0]["asked"] == WORDS
    assert Event.objects.get(verb="own_data.taken").by == owner.who
    with pytest.raises(NotPermitted):
        take_own_data(by=a_case_officer(dossier), at=MONDAY_MORNING)


def test_the_page_asks_nothing_that_is_ticked_before_and_shows_how_it_went() -> None:
    protector, owner = a_protector(), a_citizen()
    own, desk = browser_of(owner), browser_of(protector)

    empty = own.get(OWN)
    wrong = own.post(OWN, {"kind": "", "words": WORDS})
    own.post(OWN, {"kind": "correct", "words": WORDS})
    request = DataRequest.objects.get()
    listed = text_of(desk.get(DESK).content)
    silent = desk.post(f"{DESK}/{request.id}", {"act": "refuse", "words": "Phải lưu."})
    desk.post(f"{DESK}/{request.id}", {"act": "answer"})
    desk.post(f"{DESK}/{request.id}", {"act": "extend", "words": "Cần thêm giấy tờ."})
    desk.post(f"{DESK}/{request.id}", {"act": "fulfil", "words": "Đã sửa."})

    assert " checked" not in empty.content.decode()
    assert "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 19" in text_of(empty.content)
    assert wrong.status_code == silent.status_code == 422
    assert "Sửa dữ liệu sai" in listed
    told = text_of(own.get(OWN).content)
    assert "đã làm Đã sửa." in told
    assert "Gia hạn: Cần thêm giấy tờ." in told
    assert "Đã sửa." in text_of(desk.get(f"{DESK}/{request.id}").content)
    assert "Không có yêu cầu nào" in text_of(desk.get(DESK).content)
    assert "Sửa dữ liệu sai" in text_of(desk.get(f"{DESK}?xem=xong").content)
    assert own.post(f"{OWN}/tai-ve").headers["Content-Type"] == "application/zip"
