"""States and what may follow them, numbers, papers that are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules import (
    BEING_SETTLED,
    ENDED,
    LABELS,
    OPEN,
    TRANSITIONS,
    Channel,
    Demand,
    IllegalTransition,
    ResultChannel,
    StaleDossier,
    Status,
    check_revision,
    check_transition,
    missing_components,
    number_text,
)

S = Status
ALLOWED = {
    S.DRAFT: {S.SUBMITTED},
    S.SUBMITTED: {S.ACCEPTED, S.SUPPLEMENTING, S.DECLINED, S.WITHDRAWN},
    S.ACCEPTED: {
        S.IN_PROGRESS,
        S.SUPPLEMENTING,
        S.AWAITING_PAYMENT,
        S.STOPPED,
        S.WITHDRAWN,
        S.DECIDED,
    },
    S.IN_PROGRESS: {S.SUPPLEMENTING, S.AWAITING_PAYMENT, S.STOPPED, S.WITHDRAWN, S.DECIDED},
    S.SUPPLEMENTING: {S.SUBMITTED, S.IN_PROGRESS, S.STOPPED, S.WITHDRAWN},
    S.AWAITING_PAYMENT: {S.IN_PROGRESS, S.STOPPED, S.WITHDRAWN},
    S.DECIDED: {S.DELIVERED},
}


@pytest.mark.parametrize("old", Status)
@pytest.mark.parametrize("new", Status)
def test_a_state_is_followed_only_by_what_the_law_allows(old: Status, new: Status) -> None:
    if new in ALLOWED.get(old, set()):
        check_transition(old, new)
        return
    with pytest.raises(IllegalTransition, match=LABELS[old]):
        check_transition(old, new)


def test_every_state_has_a_name_and_its_successors() -> None:
    assert set(LABELS) == set(TRANSITIONS) == set(Status)
    assert BEING_SETTLED < OPEN
    assert {status for status, after in TRANSITIONS.items() if not after} == ENDED


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_from_every_state_an_end_can_be_reached(path: list[Status]) -> None:
    at = Status.DRAFT
    for wanted in path:
        if wanted in TRANSITIONS[at]:
            at = wanted
    seen, waiting = set(), [at]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(TRANSITIONS[state])

    assert seen & ENDED


def test_a_page_that_was_looked_at_must_be_the_last_one() -> None:
    check_revision(3, 3)
    check_revision(3, None)
    for seen in (2, 4, 0):
        with pytest.raises(StaleDossier):
            check_revision(3, seen)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{agency}-{yymmdd}-{seq4}", "H42.01-260601-0007"),  # TT 01/2018/TT-VPCP
        ("{agency}-{yyyymmdd}-{seq7}", "H42.01-20260601-0000007"),  # TT 03/2025/TT-VPCP
    ],
)
def test_a_number_is_written_as_the_circular_in_force_says(template: str, text: str) -> None:
    assert number_text(template, "H42.01", "20260601", 7) == text


def test_a_long_series_keeps_all_its_digits() -> None:
    assert number_text("{seq4}", "H42", "20260601", 12345) == "12345"


DEMANDS = [
    Demand("TK", "Tờ khai", "form", True),
    Demand("GT", "Giấy tờ", "file", True),
    Demand("BG", "Bản gốc", "paper", True),
    Demand("CC", "Căn cước", "register", True),
    Demand("UQ", "Ủy quyền", "file", False),
]


@pytest.mark.parametrize(
    ("present", "channel", "missing"),
    [
        (set(), Channel.ONLINE, ["Giấy tờ"]),
        ({"GT"}, Channel.ONLINE, []),
        (set(), Channel.COUNTER, ["Giấy tờ", "Bản gốc"]),
        ({"BG"}, Channel.POST, ["Giấy tờ"]),
        ({"BG", "GT", "UQ"}, Channel.COUNTER, []),
    ],
)
def test_what_is_missing_depends_on_how_it_is_filed(
    present: set[str], channel: Channel, missing: list[str]
) -> None:
    assert missing_components(DEMANDS, frozenset(present), channel) == missing


def test_channels_have_names() -> None:
    assert [channel.label for channel in Channel] == [
        "Trực tiếp",
        "Trực tuyến",
        "Bưu chính công ích",
    ]
    assert [channel.label for channel in ResultChannel] == [
        "Trực tuyến",
        "Tại quầy",
        "Qua bưu chính",
    ]
