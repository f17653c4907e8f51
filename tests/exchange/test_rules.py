"""What an answer means, when a message is tried again, and how it is signed."""

import hmac
import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from motcua.dossiers.rules import Status
from motcua.exchange.rules import (
    LONGEST_PAUSE,
    OPENS_AFTER,
    Verdict,
    cloud_event,
    fault_of_secret,
    in_short,
    national_codes,
    next_attempt,
    rests_until,
    signature,
    state_after,
    told_events,
    verdict_of,
)
from tests.calendars import MONDAY_MORNING

MESSAGE = UUID(int=7)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.RECEIVED),
        (204, Verdict.RECEIVED),
        (409, Verdict.RECEIVED),
        (301, Verdict.AGAIN),
        (307, Verdict.AGAIN),
        (408, Verdict.AGAIN),
        (425, Verdict.AGAIN),
        (429, Verdict.AGAIN),
        (500, Verdict.AGAIN),
        (503, Verdict.AGAIN),
        (400, Verdict.NEVER),
        (401, Verdict.NEVER),
        (404, Verdict.NEVER),
        (422, Verdict.NEVER),
    ],
)
def test_a_status_says_whether_to_try_again(status: int, verdict: Verdict) -> None:
    assert verdict_of(status) is verdict


def test_the_pause_doubles_and_ends_at_an_hour_with_some_chance_in_it() -> None:
    def pause(attempts: int, chance: float = 1.0) -> timedelta:
        return next_attempt(MONDAY_MORNING, attempts, chance, None) - MONDAY_MORNING

    assert [pause(one).total_seconds() for one in (1, 2, 3, 4)] == [2, 4, 8, 16]
    assert pause(47) == LONGEST_PAUSE
    assert pause(3, 0.0).total_seconds() == 4


def test_a_peer_may_ask_for_a_longer_pause_within_limits() -> None:
    def pause(asked: timedelta) -> timedelta:
        return next_attempt(MONDAY_MORNING, 1, 1.0, asked) - MONDAY_MORNING

    assert pause(timedelta(seconds=60)) == timedelta(seconds=60)
    assert pause(timedelta(days=9)) == timedelta(minutes=10)


def test_a_peer_is_left_alone_after_a_few_failures_in_a_row() -> None:
    assert OPENS_AFTER <= 10
    assert rests_until(MONDAY_MORNING, OPENS_AFTER - 1, 1.0) is None
    assert rests_until(MONDAY_MORNING, OPENS_AFTER, 1.0) == MONDAY_MORNING + timedelta(seconds=5)
    assert rests_until(MONDAY_MORNING, 99, 1.0) == MONDAY_MORNING + timedelta(seconds=30)


def test_every_state_but_a_draft_has_its_national_code() -> None:
    assert set(national_codes()) == {one.value for one in Status} - {"draft"}
    assert {one.state for one in told_events().values()} <= {*national_codes(), ""}


def test_the_state_is_that_after_the_event_though_the_dossier_went_on() -> None:
    assert state_after("dossier.accepted", "delivered", was_accepted=True) == "accepted"
    assert state_after("dossier.supplemented", "delivered", was_accepted=False) == "submitted"
    assert state_after("dossier.supplemented", "delivered", was_accepted=True) == "in_progress"
    assert state_after("dossier.corrected", "delivered", was_accepted=True) == "delivered"


def test_a_message_is_a_cloud_event_with_its_place_in_the_order() -> None:
    event = json.loads(
        cloud_event(
            MESSAGE,
            "dossier.accepted",
            source="https://motcua.example",
            subject="H42-1",
            key=UUID(int=8),
            sequence=12,
            at=MONDAY_MORNING,
            data={"state": "accepted"},
        )
    )

    assert event["specversion"] == "1.0"
    assert (event["id"], event["type"]) == (str(MESSAGE), "vn.motcua.dossier.accepted")
    assert (event["sequence"], event["partitionkey"]) == ("0000000012", str(UUID(int=8)))
    assert (event["subject"], event["data"]) == ("H42-1", {"state": "accepted"})


def test_the_signature_covers_id_time_and_body() -> None:
    key = b"k" * 32
    expected = hmac.digest(key, f"{MESSAGE}.1700000000.{{}}".encode(), sha256)
    written = "whsec_" + b64encode(key).decode()

    assert signature("k" * 32, MESSAGE, 1_700_000_000, "{}") == f"v1,{b64encode(expected).decode()}"
    assert signature(written, MESSAGE, 1_700_000_000, "{}") == signature(
        "k" * 32, MESSAGE, 1_700_000_000, "{}"
    )
    assert signature("k" * 32, MESSAGE, 1_700_000_001, "{}") != signature(
        "k" * 32, MESSAGE, 1_700_000_000, "{}"
    )


@pytest.mark.parametrize(
    "secret", ["", "ngan", "k" * 31, "k" * 201, "k" * 40 + "\n", "whsec_///", "whsec_YWJj"]
)
def test_a_weak_secret_has_its_fault_named(secret: str) -> None:
    assert fault_of_secret(secret)


def test_an_answer_is_shown_in_short_and_on_one_line() -> None:
    assert in_short(b"a\r\n\x00b\xff" + b"c" * 999) == "a b\ufffd" + "c" * 156
