"""The pages of the systems that are told what happens, and of what could not be sent."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.exchange.models import Message, PeerVersion
from motcua.exchange.queries import PEERS
from motcua.exchange.rules import told_events
from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from tests.builders import a_province, a_submitted_dossier, an_officer
from tests.calendars import MONDAY_MORNING
from tests.dossiers.conftest import keys
from tests.exchange.peers import CODE, ELSEWHERE, SECRET, a_peer, a_setter, another
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
TYPED = {
    "code": CODE,
    "name": "Cổng mẫu",
    "address": ELSEWHERE,
    "secret": SECRET,
    "verbs": list(told_events()),
    "agencies": "",
}
LETTERS = "/quan-tri/tin-khong-gui-duoc"


def post(client: Client, page: str, *parts: object, **typed: Any) -> str:
    answer = client.post(reverse(f"catalogue:{page}", args=parts), typed, follow=True)
    return text_of(answer.content)


def dead(many: int = 1) -> list[Message]:
    """Write dead letters."""
    first = Message.objects.count()
    return Message.objects.bulk_create(
        Message(
            id=new_id(),
            peer=CODE,
            dossier=new_id(),
            number=f"H42-{first + at}",
            event=at,
            sequence=1,
            verb="dossier.accepted",
            body="{}",
            created_at=MONDAY_MORNING,
            attempted_at=MONDAY_MORNING,
            state="dead",
            attempts=1,
            answer="422 <b>thiếu mã</b>",
        )
        for at in range(many)
    )


def test_a_peer_is_set_up_by_one_and_put_in_force_by_another() -> None:
    first, second = browser_of(a_setter()), browser_of(another())

    post(first, "peer_begin", **TYPED)
    version = PeerVersion.objects.get()
    post(first, "peer_propose", version.id)
    assert "phải là người khác" in text_of(
        first.get(reverse("catalogue:peer_version", args=[version.id])).content
    )
    shown = post(second, "peer_publish", version.id)

    assert "Đã áp dụng bản 1" in shown
    assert "Đã có, không hiển thị lại" in shown
    assert SECRET not in shown
    assert "Đang dùng" in text_of(second.get(reverse("catalogue:peers")).content)


def test_what_is_wrong_is_said_beside_its_field_and_the_secret_is_not_given_back() -> None:
    client = browser_of(a_setter())

    answer = client.post(
        reverse("catalogue:peer_begin"), {**TYPED, "address": "https://127.0.0.1/", "name": "<b>"}
    )

    assert answer.status_code == 422
    assert "trỏ vào mạng nội bộ chưa được cho phép" in text_of(answer.content)
    assert SECRET not in answer.content.decode()
    assert not PeerVersion.objects.exists()


def test_a_new_version_begins_with_what_is_in_force() -> None:
    a_peer()
    client = browser_of(a_setter())

    page = client.get(reverse("catalogue:peer_begin"), {"he-thong": CODE})
    assert ELSEWHERE in page.content.decode()
    address = f"{reverse('catalogue:peer_begin')}?he-thong={CODE}"
    client.post(address, {**TYPED, "secret": "", "name": "Tên mới"})
    draft = PeerVersion.objects.get(published_at=None)
    post(client, "peer_edit", draft.id, **{**TYPED, "secret": "", "name": "Tên mới hơn"})

    assert [one.name for one in PEERS.of(CODE)] == ["Tên mới hơn", "Cổng mẫu"]
    assert "Đã bỏ bản nháp" in post(client, "peer_discard", draft.id)


def test_a_peer_is_paused_and_resumed() -> None:
    a_peer()
    client = browser_of(a_setter())

    assert "Tạm dừng" in post(client, "peer_pause", CODE)
    assert "Đang dùng" in post(client, "peer_resume", CODE)


def test_dead_letters_are_listed_with_why_and_sent_again() -> None:
    a_peer()
    one, other = dead(2)
    client = browser_of(an_officer(a_province().committee, Role.TECHNICAL_ADMIN))

    page = client.get(LETTERS).content.decode()
    assert "422 &lt;b&gt;thiếu mã&lt;/b&gt;" in page
    client.post(LETTERS, {"act": "retry", "which": one.id})
    client.post(LETTERS, {"act": "give_up", "which": other.id, "reason": "Bên nhận đã có."})

    states = dict(Message.objects.values_list("id", "state"))
    assert states == {one.id: "waiting", other.id: "given_up"}
    assert "Không có tin nào bị dừng" in text_of(client.get(LETTERS).content)


def test_what_would_be_sent_is_shown_with_a_number_only_to_who_sees_the_dossier() -> None:
    a_peer()
    dossier = a_submitted_dossier()
    (one,) = dead()
    content = {"state": "accepted", "procedure": "1.001193", "channel": "online"}
    content |= {"submission_code": "ABC-123"}
    content |= {"receiving_agency": a_province().commune.code, "due_at": "2026-06-04T10:00:00Z"}
    said = {"body": json.dumps({"data": content}), "dossier": dossier.id, "number": "H42-XYZ"}
    Message.objects.filter(pk=one.id).update(**said, answer="422 H42-XYZ, ABC-123: thiếu mã")

    shown = [
        text_of(browser_of(an_officer(a_province().committee, role)).get(LETTERS).content)
        for role in (Role.TECHNICAL_ADMIN, Role.BUSINESS_ADMIN, Role.CONTROLLER)
    ]

    assert ["H42-XYZ" in page for page in shown] == [False, False, True]
    for words in ("Hẹn trả: 17:00 ngày 04/06/2026", a_province().commune.name, "1.001193"):
        assert all(words in page for page in shown)
    assert "422 …, …: thiếu mã" in shown[0]


def test_several_are_sent_again_and_one_that_is_gone_does_not_stop_the_rest() -> None:
    a_peer()
    which = [str(one.id) for one in dead(3)]
    client = browser_of(a_setter())
    client.post(LETTERS, {"act": "retry", "which": which[0]})

    said = client.post(LETTERS, {"act": "retry", "which": which}, follow=True)
    none = client.post(LETTERS, {"act": "retry"}, headers={"Referer": LETTERS}, follow=True)

    assert "Sẽ gửi lại 2 tin." in text_of(said.content)
    assert "không còn trong danh sách" in text_of(said.content)
    assert "chọn ít nhất một tin" in text_of(none.content)
    assert client.post(LETTERS, {"act": "retry", "which": "x"}).status_code == 404


def test_all_are_sent_again_at_once_and_a_reason_is_asked_for() -> None:
    a_peer()
    one, _ = dead(2)
    client = browser_of(a_setter())

    refused = client.post(LETTERS, {"act": "give_up", "which": one.id, "reason": ""}, follow=True)
    unsure = client.post(LETTERS, {"act": "retry_all"}, headers={"Referer": LETTERS}, follow=True)
    other = client.post(
        f"{LETTERS}?viec=dossier.decided", {"act": "retry_all", "sure": "1"}, follow=True
    )
    again = client.post(
        LETTERS, {"act": "retry_all", "sure": "1"}, headers={"Referer": LETTERS}, follow=True
    )

    assert "ghi rõ lý do" in text_of(refused.content)
    assert "Xin đánh dấu đã xem" in text_of(unsure.content)
    assert "Đã xếp 0 tin" in text_of(other.content)
    assert "Đã xếp 2 tin vào hàng gửi lại" in text_of(again.content)
    assert client.post(LETTERS, {"act": "khac"}).status_code == 404


def test_the_list_of_dead_letters_goes_on_and_asks_the_same_however_long_it_is() -> None:
    a_peer()
    dead(FEW)
    setter = a_setter()

    assert_flat(setter, LETTERS, lambda: dead(MANY))

    page = browser_of(setter).get(LETTERS).content.decode()
    assert "Trang sau" in page
    assert "Có 100+ tin không gửi được" in text_of(page.encode())


def test_the_status_page_counts_what_waits_and_what_could_not_be_sent() -> None:
    assert "Tin không gửi được Tốt Không có." in text_of(Client().get("/status").content)
    dead(2)

    shown = text_of(Client().get("/status").content)

    assert "Tin không gửi được Cần xem Có 2 tin chờ người xử lý." in shown
