"""The engine: where tokens go, and that none is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.workflow.bpmn import read
from motcua.workflow.rules import (
    Marking,
    NoWayOut,
    Process,
    ProcessRefused,
    TaskNotOpen,
    begin,
    complete,
    is_finished,
    opened,
)
from tests.processes import END, ONE_AGENCY, START, Arrow, bpmn, in_a_row, node, task

WHO = ("case_officer", "settling")


def a_process(nodes: list[str], arrows: list[Arrow], *steps: str) -> Process:
    return read(bpmn([START, END, *nodes], arrows, {WHO: steps}))


SEQUENCE = a_process([task("a"), task("b")], in_a_row("begin", "a", "b", "finish"), "a", "b")
CHOICE = a_process(
    [
        task("a", outcomes="yes=Có;no=Không;back=Lại"),
        node("exclusiveGateway", "x", default="x_to_c"),
        task("b"),
        task("c"),
    ],
    [
        *in_a_row("begin", "a", "x", "c", "finish"),
        Arrow("x", "b", 'outcome == "yes"'),
        Arrow("b", "finish"),
        Arrow("x", "a", 'outcome == "back"'),
    ],
    "a",
    "b",
    "c",
)
FORK = a_process(
    [
        node("parallelGateway", "fork"),
        task("a"),
        task("b"),
        task("c"),
        node("parallelGateway", "join"),
        task("d"),
    ],
    [
        *in_a_row("begin", "fork", "a", "join", "d", "finish"),
        *in_a_row("fork", "b", "join"),
        *in_a_row("fork", "c", "join"),
    ],
    "a",
    "b",
    "c",
    "d",
)


def after(process: Process, *moves: tuple[str, str]) -> Marking:
    marking = begin(process, {"outcome": ""})
    for name, outcome in moves:
        marking = complete(process, marking, name, {"outcome": outcome})
    return marking


def test_a_process_begins_at_its_first_step() -> None:
    assert begin(SEQUENCE, {}) == ("a",)


def test_one_step_follows_another_to_the_end() -> None:
    assert after(SEQUENCE, ("a", "")) == ("b",)
    assert is_finished(SEQUENCE, after(SEQUENCE, ("a", ""), ("b", "")))
    assert not is_finished(SEQUENCE, after(SEQUENCE, ("a", "")))


@pytest.mark.parametrize("name", ["b", "begin", "gone"])
def test_a_step_where_no_token_stands_cannot_be_finished(name: str) -> None:
    with pytest.raises(TaskNotOpen):
        complete(SEQUENCE, ("a",), name, {})


@pytest.mark.parametrize(("outcome", "following"), [("back", "a"), ("yes", "b"), ("no", "c")])
def test_an_exclusive_gateway_takes_the_branch_that_holds_or_the_default(
    outcome: str, following: str
) -> None:
    assert after(CHOICE, ("a", outcome)) == (following,)


def test_a_branch_without_condition_is_refused_beside_others() -> None:
    with pytest.raises(ProcessRefused, match="x_to_b"):
        a_process(
            [task("a"), node("exclusiveGateway", "x"), task("b")],
            [*in_a_row("begin", "a", "x", "b", "finish"), Arrow("x", "a", 'case == "z"')],
            "a",
            "b",
        )


def test_a_gateway_without_a_way_out_for_this_case_is_refused() -> None:
    process = a_process(
        [node("exclusiveGateway", "x"), task("a"), task("b")],
        [
            Arrow("begin", "x"),
            Arrow("x", "a", 'case == "a"'),
            Arrow("x", "b", 'case == "b"'),
            Arrow("a", "finish"),
            Arrow("b", "finish"),
        ],
        "a",
        "b",
    )

    assert begin(process, {"case": "b"}) == ("b",)
    with pytest.raises(NoWayOut, match="x"):
        begin(process, {"case": "c"})


def test_a_fork_opens_every_branch_and_the_join_waits_for_all() -> None:
    assert begin(FORK, {}) == ("a", "b", "c")
    assert sorted(after(FORK, ("b", ""))) == ["a", "c", "join"]
    assert sorted(after(FORK, ("b", ""), ("a", ""))) == ["c", "join", "join"]
    assert after(FORK, ("b", ""), ("a", ""), ("c", "")) == ("d",)


def test_a_move_names_the_steps_it_opened_and_no_others() -> None:
    before = ("a", "b")

    assert [n.id for n in opened(FORK, before, ("a", "b", "b", "join", "finish"))] == ["b"]
    assert opened(FORK, before, before) == []


def test_gateways_that_only_feed_each_other_are_refused() -> None:
    process = a_process(
        [task("a"), node("exclusiveGateway", "x", default="x_to_y"), node("exclusiveGateway", "y")],
        [
            *in_a_row("begin", "a", "x", "y", "x"),
            Arrow("x", "finish", 'outcome == "out"'),
        ],
        "a",
    )

    with pytest.raises(ProcessRefused, match="lặp mãi"):
        after(process, ("a", "round"))


def test_the_steps_of_a_process_come_in_the_order_of_its_main_path() -> None:
    names = [step.id for step in read(ONE_AGENCY).tasks()]

    assert names == ["assign", "appraise", "approve", "sign", "issue", "deliver"]


@given(st.data())
def test_tokens_are_never_lost_whatever_people_do(data: st.DataObject) -> None:
    process = data.draw(st.sampled_from([SEQUENCE, CHOICE, FORK, read(ONE_AGENCY)]))
    marking = begin(process, {"outcome": ""})
    for _ in range(30):
        waiting = sorted({name for name in marking if process._is_task(name)})
        if not waiting:
            break
        name = data.draw(st.sampled_from(waiting))
        outcome = data.draw(st.sampled_from(sorted(process.nodes[name].outcomes)))
        before = marking
        marking = complete(process, marking, name, {"outcome": outcome})
        assert marking, "the last token has vanished"
        assert set(marking) <= set(process.nodes)
        kept = [n for n in before if n != name and process._is_task(n)]
        assert all(marking.count(n) >= kept.count(n) for n in kept)
    assert is_finished(process, marking) or any(process._is_task(name) for name in marking)
