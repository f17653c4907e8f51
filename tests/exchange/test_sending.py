"""Sending: in order per dossier, again after failures, never twice in effect, dead in the end."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from motcua.cli.exchanging import _in_parts as retry_in_parts
from motcua.cli.exchanging import retry as retry_at_the_console
from motcua.events.models import Event
from motcua.exchange import actions
from motcua.exchange.jobs import Sender, forget_messages
from motcua.exchange.models import Line, Message
from motcua.exchange.queries import backlog, dead_letters, held_behind, lines_to_serve
from motcua.exchange.rules import (
    MOST_ATTEMPTS,
    OPENS_AFTER,
    Answer,
    GivingUpReasonMissing,
    NotDead,
    Verdict,
    signature,
)
from motcua.exchange.sending import CUT_OFF, TOO_LATE, send
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotFound, NotPermitted
from motcua.kernel.ids import new_id
from motcua.runtime.refusals import CannotStart
from tests.builders import a_citizen, an_accepted_dossier
from tests.calendars import MONDAY_MORNING
from tests.exchange.peer import Peer, answering
from tests.exchange.peers import CODE, SECRET, a_peer, a_setter, messages
from tests.exchange.test_telling import tell_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
SOON = MONDAY_MORNING + timedelta(hours=1)
WELL, BUSY = Answer(Verdict.RECEIVED, "204"), Answer(Verdict.AGAIN, "503")
NEVER = Answer(Verdict.NEVER, "422 thiếu mã")


def two_waiting(**changed: Any) -> list[Message]:
    """Return the two messages of one dossier."""
    a_peer(**changed)
    an_accepted_dossier()
    tell_all()
    return messages()


def attempt(answer: Answer, at: Any = SOON) -> Message | None:
    """Take what is due and note an answer."""
    (taken,) = actions.claim(CODE, 9, by=SYSTEM, at=at)
    return actions.note_answer(taken.id, taken.attempt, answer, chance=1.0, by=SYSTEM, at=at)


def outgoing(peer: Peer, body: str = "{}") -> actions.Outgoing:
    return actions.Outgoing(new_id(), CODE, 1, peer.address, SECRET, body)


def test_the_second_message_of_a_dossier_is_sent_when_the_first_was_received() -> None:
    first, second = two_waiting()

    assert [one.id for one in actions.claim(CODE, 9, by=SYSTEM, at=SOON)] == [first.id]
    assert actions.claim(CODE, 9, by=SYSTEM, at=SOON) == []
    actions.note_answer(first.id, 1, WELL, chance=1.0, by=SYSTEM, at=SOON)

    assert [one.id for one in actions.claim(CODE, 9, by=SYSTEM, at=SOON)] == [second.id]


def test_what_was_taken_and_never_answered_is_taken_again_and_the_late_answer_is_void() -> None:
    first, _ = two_waiting()
    actions.claim(CODE, 9, by=SYSTEM, at=SOON)
    later = SOON + timedelta(minutes=1)

    (again,) = actions.claim(CODE, 9, by=SYSTEM, at=later)

    assert (again.id, again.attempt) == (first.id, 2)
    assert actions.note_answer(first.id, 1, WELL, chance=1.0, by=SYSTEM, at=later) is None


def test_a_failure_is_tried_again_later_and_often_enough_is_dead() -> None:
    first, _ = two_waiting()

    failed = attempt(BUSY)
    assert failed is not None
    assert failed.due_at == SOON + timedelta(seconds=2)
    assert actions.claim(CODE, 9, by=SYSTEM, at=SOON) == []
    Message.objects.filter(pk=first.id).update(attempts=MOST_ATTEMPTS - 1)
    attempt(BUSY, SOON + timedelta(minutes=1))

    assert messages()[0].state == "dead"


def test_a_dead_letter_holds_back_its_dossier_and_no_other() -> None:
    first, _ = two_waiting()
    attempt(NEVER)
    an_accepted_dossier()
    tell_all()

    taken = actions.claim(CODE, 9, by=SYSTEM, at=SOON)

    (dead,), following = dead_letters()
    assert (dead.id, dead.answer, following) == (first.id, "422 thiếu mã", None)
    assert dead_letters("khac") == ([], None)
    assert held_behind([dead]) == {first.id: 1}
    assert len(taken) == 1
    assert taken[0].id not in {one.id for one in messages(dossier=first.dossier)}
    assert (backlog().dead, backlog().waiting) == (1, 3)


def test_a_dead_letter_is_sent_again_from_the_beginning() -> None:
    first, _ = two_waiting()
    attempt(NEVER)

    actions.retry(first.id, by=a_setter(), at=SOON)

    assert attempt(WELL) is not None
    assert [one.state for one in messages()] == ["received", "waiting"]
    assert Event.objects.filter(verb="message.retried", subject=first.id).count() == 1


def test_all_dead_letters_of_a_peer_are_sent_again_together() -> None:
    two_waiting()
    attempt(NEVER)

    assert actions.retry_all("khac", by=a_setter(), at=SOON) == 0
    assert actions.retry_all(CODE, "dossier.withdrawn", by=a_setter(), at=SOON) == 0
    assert actions.retry_all(CODE, by=a_setter(), at=SOON) == 1
    assert actions.retry_all(by=a_setter(), at=SOON) == 0

    assert Event.objects.filter(verb="message.all_retried").count() == 1


def test_many_dead_letters_go_again_in_parts_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two_waiting()
    attempt(NEVER)
    an_accepted_dossier()
    tell_all()
    attempt(NEVER)
    assert len(dead_letters()[0]) == 2
    monkeypatch.setattr("motcua.exchange.actions.dead_letters.AT_ONCE", 1)

    assert actions.retry_all(CODE, by=a_setter(), at=SOON) == 1
    assert [one.number for one in dead_letters()[0]] == [messages(state="dead")[0].number]
    assert retry_in_parts(CODE, "", 5) == 1
    assert dead_letters()[0] == []


def test_the_console_names_a_peer_that_is_none_and_says_when_there_is_nothing_to_send(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_peer()

    with pytest.raises(CannotStart, match="Không có hệ thống nhận tin “khong-co”"):
        retry_at_the_console("khong-co")
    retry_at_the_console(CODE)

    assert "Không có tin nào phải gửi lại." in capsys.readouterr().out


def test_what_is_given_up_with_a_reason_lets_the_next_one_go() -> None:
    first, second = two_waiting()
    attempt(NEVER)
    with pytest.raises(GivingUpReasonMissing):
        actions.give_up(first.id, reason=" ", by=a_setter(), at=SOON)

    actions.give_up(first.id, reason="Bên nhận đã có.", by=a_setter(), at=SOON)

    assert [one.id for one in actions.claim(CODE, 9, by=SYSTEM, at=SOON)] == [second.id]
    assert Event.objects.get(verb="message.given_up").facts["reason"] == "Bên nhận đã có."


def test_only_operators_act_and_only_on_what_is_dead() -> None:
    first, _ = two_waiting()
    acts: list[Callable[[UUID, Actor], Message]] = [
        lambda one, by: actions.retry(one, by=by, at=SOON),
        lambda one, by: actions.give_up(one, reason="Thử.", by=by, at=SOON),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act(first.id, a_citizen())
        with pytest.raises(NotDead):
            act(first.id, a_setter())
        with pytest.raises(NotFound):
            act(new_id(), a_setter())
    with pytest.raises(NotPermitted):
        actions.retry_all(by=a_citizen(), at=SOON)


def test_a_peer_that_fails_is_left_alone_and_called_again_by_itself() -> None:
    two_waiting()
    at = SOON
    for _ in range(OPENS_AFTER):
        at += timedelta(hours=2)
        attempt(BUSY, at)

    assert lines_to_serve(at) == []
    assert backlog().silent == 1
    at += timedelta(minutes=1)
    assert [one.peer for one in lines_to_serve(at)] == [CODE]


def test_when_it_answers_again_everything_that_waited_is_due() -> None:
    two_waiting()
    an_accepted_dossier()
    tell_all()
    for taken in actions.claim(CODE, 9, by=SYSTEM, at=SOON):
        actions.note_answer(taken.id, 1, BUSY, chance=1.0, by=SYSTEM, at=SOON)
    far = SOON + timedelta(hours=9)
    first, other = Message.objects.filter(due_at__isnull=False).order_by("id")
    Message.objects.filter(pk=other.pk).update(due_at=far)
    Line.objects.update(failures=OPENS_AFTER)

    attempt(WELL, SOON + timedelta(minutes=5))

    assert Message.objects.get(pk=other.pk).due_at == SOON + timedelta(minutes=5)
    assert Line.objects.get().failures == 0
    assert messages(pk=first.pk)[0].state == "received"


def test_a_message_arrives_signed_with_its_key_and_the_answer_is_kept_in_short(peer: Peer) -> None:
    peer.answers = [answering(503, b"<p>ban</p>", "Retry-After: 60\r\n")]
    message = outgoing(peer, '{"a":"ă"}')

    answer = send(message, 1_700_000_000)

    assert answer == Answer(Verdict.AGAIN, "503 <p>ban</p>", timedelta(seconds=60))
    head, _, body = peer.heard[0].partition(b"\r\n\r\n")
    signed = signature(SECRET, message.id, 1_700_000_000, message.body)
    assert body.decode() == message.body
    for line in (
        "POST /tin HTTP/1.1",
        "Content-Type: application/cloudevents+json; charset=utf-8",
        f"Idempotency-Key: {message.id}",
        f"webhook-id: {message.id}",
        "webhook-timestamp: 1700000000",
        f"webhook-signature: {signed}",
    ):
        assert line in head.decode()


@pytest.mark.parametrize(
    ("raw", "verdict", "words"),
    [
        (b"", Verdict.AGAIN, CUT_OFF),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nnua", Verdict.AGAIN, CUT_OFF),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", Verdict.AGAIN, CUT_OFF),
        (b"SSH-2.0-x\r\n", Verdict.AGAIN, CUT_OFF),
        (answering(200, b"x" * 100_000), Verdict.RECEIVED, "200 " + "x" * 160),
        (answering(302, more="Location: http://127.0.0.1:1/\r\n"), Verdict.AGAIN, "302"),
        (answering(404, b"khong co"), Verdict.NEVER, "404 khong co"),
    ],
)
def test_whatever_a_peer_answers_something_is_noted(
    peer: Peer, raw: bytes, verdict: Verdict, words: str
) -> None:
    peer.answers = [raw]

    answer = send(outgoing(peer), 1)

    assert (answer.verdict, answer.words) == (verdict, words)
    assert len(peer.heard) == 1


def test_a_peer_that_does_not_answer_is_cut_off_in_time(peer: Peer) -> None:
    peer.answers = [b"HTTP/1.1 200 OK\r\nX: y"]
    peer.held = threading.Event()

    answer = send(outgoing(peer), 1, patience=0.3)
    peer.held.set()

    assert answer == Answer(Verdict.AGAIN, TOO_LATE)


def test_an_address_of_ours_is_never_called_though_its_name_was_fine(
    peer: Peer, settings: Any
) -> None:
    settings.EXCHANGE_ALLOW = []

    answer = send(outgoing(peer), 1)

    assert answer.verdict is Verdict.NEVER
    assert peer.heard == []


def test_the_worker_sends_everything_that_is_due_in_order(peer: Peer) -> None:
    first, second = two_waiting(address=peer.address)
    peer.answers = [answering(204), answering(409)]
    sender = Sender()

    for _ in range(20):
        if {one.state for one in messages()} == {"received"}:
            break
        sender.step()
    sender.close()

    assert [one.state for one in messages()] == ["received", "received"]
    heard = [one.decode() for one in peer.heard]
    assert [str(one.id) in text for one, text in zip((first, second), heard, strict=True)] == [
        True,
        True,
    ]


def test_what_was_received_long_ago_is_forgotten(settings: Any) -> None:
    settings.EXCHANGE_KEPT_DAYS = 30
    two_waiting()
    attempt(WELL)

    forget_messages(0)

    assert [one.state for one in messages()] == ["waiting"]
