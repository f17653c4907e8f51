"""How tokens move: each test is one rule of BPMN 2.0.2, chapter 13."""

import pytest

from motcua.workflow.bpmn.reading import read
from motcua.workflow.rules import (
    NoWayOut,
    ProcessRefused,
    TaskNotOpen,
    begin,
    complete,
)
from motcua.workflow.simulation import ImpossibleStep
from tests.workflow.drawing import (
    arrow,
    arrows,
    drawn,
    element,
    end,
    gateway,
    start,
    task,
    tasks,
)
from tests.workflow.running import after, run

INCLUSIVE = drawn(
    start(),
    tasks("a b c z"),
    gateway("inclusive", "split", default="split_c"),
    gateway("inclusive", "join"),
    end(),
    arrows("s split", "split c join", "a join", "b join", "join z e"),
    arrow("split", "a", "n > 0"),
    arrow("split", "b", "n > 1"),
    data="n:int",
)


def test_one_step_follows_another_to_the_end() -> None:
    row = drawn(start(), tasks("a b"), end(), arrows("s a b e"))

    found = run(row, "a", "b")

    assert (found.markings, found.finished, found.ends) == ([["a"], ["b"], []], True, ["e"])


def test_completing_twice_is_refused_and_names_the_entry() -> None:
    with pytest.raises(ImpossibleStep, match="Mục 2") as refusal:
        run(drawn(start(), tasks("a b"), end(), arrows("s a b e")), "a", "a")

    assert isinstance(refusal.value.__cause__, TaskNotOpen)


def test_an_exclusive_gateway_takes_the_first_branch_that_holds_and_else_the_default() -> None:
    xml = drawn(
        start(),
        gateway("exclusive", "x", default="x_a"),
        tasks("a b c"),
        end(),
        arrows("s x a e", "b e", "c e"),
        arrow("x", "b", "n > 1"),
        arrow("x", "c", "n > 0"),
        data="n:int",
    )

    assert [after(xml, n=n) for n in (0, 1, 2)] == [["a"], ["c"], ["b"]]


def test_a_gateway_without_a_way_out_is_refused() -> None:
    xml = drawn(
        start(),
        gateway("exclusive", "x"),
        tasks("a"),
        end(),
        arrows("s x", "a e"),
        arrow("x", "a", "outcome == 'b'"),
    )

    with pytest.raises(NoWayOut):
        run(xml)


def test_a_parallel_gateway_opens_every_branch_and_joins_when_all_have_come() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork join"),
        tasks("a b c"),
        end(),
        arrows("s fork a join c e", "fork b join"),
    )

    assert run(xml, "b", "a", "c").markings == [["a", "b"], ["a"], ["c"], []]


def test_a_parallel_join_takes_one_token_of_each_arrow_and_leaves_the_rest() -> None:
    twice = drawn(
        start(),
        gateway("parallel", "fork join"),
        gateway("exclusive", "merge"),
        tasks("a b c d"),
        end(),
        arrows("s fork a merge join d e", "fork b merge", "fork c join"),
    )

    assert after(twice, "a", "b", "c") == ["d"]
    assert not run(twice, "a", "b", "c", "d").finished


def test_an_inclusive_gateway_takes_every_branch_that_holds_and_else_the_default() -> None:
    assert [after(INCLUSIVE, n=n) for n in (0, 1, 2)] == [["c"], ["a"], ["a", "b"]]


def test_an_inclusive_join_waits_for_what_was_opened_and_for_nothing_else() -> None:
    assert after(INCLUSIVE, "a", n=1) == ["z"]
    assert run(INCLUSIVE, "b", "a", n=2).markings == [["a", "b"], ["a"], ["z"]]


def test_an_inclusive_join_waits_for_a_token_that_is_still_far_away() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        gateway("exclusive", "x", default="x_out"),
        gateway("inclusive", "join"),
        tasks("a far b z"),
        end(),
        end("out"),
        arrows("s fork a join z e", "fork far x out", "b join"),
        arrow("x", "b", "outcome == 'on'"),
    )

    assert after(xml, "a") == ["far"]
    assert after(xml, "a", ("far", {"outcome": "on"})) == ["b"]
    assert after(xml, "a", "far") == ["z"], "the far token can no longer arrive"
    assert after(xml, "a", ("far", {"outcome": "on"}), "b") == ["z"]


def test_an_inclusive_join_does_not_wait_for_paths_through_itself() -> None:
    xml = drawn(
        start(),
        gateway("inclusive", "join"),
        gateway("exclusive", "x", default="x_e"),
        tasks("a b"),
        end(),
        arrows("s join a x e", "b join"),
        arrow("x", "b", "outcome == 'again'"),
    )

    assert after(xml) == ["a"]
    assert after(xml, ("a", {"outcome": "again"}), "b") == ["a"]


def test_a_token_that_may_join_where_one_waits_already_is_not_waited_for() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        gateway("exclusive", "first", default="first_join"),
        gateway("inclusive", "join"),
        tasks("a b z"),
        end(),
        arrows("s fork a first join z e", "fork b first"),
        arrow("first", "c", "outcome == 'c'"),
        task("c"),
        arrows("c join"),
    )

    assert after(xml, "a") == ["b", "z"]


def test_arrows_with_conditions_may_leave_a_step_and_all_that_hold_are_taken() -> None:
    xml = drawn(
        start(),
        task("a", default="a_d"),
        tasks("b c d"),
        end(),
        arrows("s a d e", "b e", "c e"),
        arrow("a", "b", "n > 0"),
        arrow("a", "c", "n > 1"),
        data="n:int",
    )

    assert [after(xml, "a", n=n) for n in (0, 1, 2)] == [["d"], ["b"], ["b", "c"]]


def test_several_arrows_out_of_a_step_split_and_into_a_step_merge() -> None:
    xml = drawn(start(), tasks("a b c d"), end(), arrows("s a b d e", "a c d"))

    assert run(xml, "a", "b", "c").markings[1:] == [["b", "c"], ["c", "d"], ["d", "d"]]


def test_a_step_may_be_done_again_through_gateways() -> None:
    xml = drawn(
        start(),
        gateway("exclusive", "in", default="in_a"),
        gateway("exclusive", "x", default="x_e"),
        tasks("a"),
        end(),
        arrows("s in a x e"),
        arrow("x", "in", "outcome == 'return'"),
    )

    again = ("a", {"outcome": "return"})
    assert run(xml, again, again, "a").markings == [["a"], ["a"], ["a"], []]


def test_gateways_that_only_feed_each_other_are_stopped() -> None:
    xml = drawn(
        start(),
        gateway("exclusive", "x y", default=""),
        end(),
        arrows("s x"),
        arrow("x", "y", "true"),
        arrow("y", "x", "true"),
        arrow("y", "e", "false"),
    )

    with pytest.raises(ProcessRefused, match="lặp mãi"):
        run(xml)


def test_a_rule_sets_a_datum_that_the_next_gateway_reads() -> None:
    xml = drawn(
        start(),
        element("businessRuleTask", "r", motcua_decision="n > 10", motcua_result="large"),
        gateway("exclusive", "x", default="x_a"),
        tasks("a b"),
        end(),
        arrows("s r x a e", "b e"),
        arrow("x", "b", "large"),
        data="n:int large:bool",
    )

    assert [after(xml, n=n) for n in (1, 11)] == [["a"], ["b"]]
    assert begin(read(xml), {"n": 11, "outcome": ""}).data == {"large": True}


def test_a_date_that_a_rule_computes_is_stored_as_text_and_read_as_a_moment() -> None:
    xml = drawn(
        start(),
        element(
            "businessRuleTask",
            "r",
            motcua_decision="from + duration('24h')",
            motcua_result="until",
        ),
        gateway("exclusive", "x", default="x_a"),
        tasks("a b"),
        end(),
        arrows("s r x a e", "b e"),
        arrow("x", "b", "until > timestamp('2026-03-01T12:00:00Z')"),
        data="from:date until:date",
    )

    assert after(xml, **{"from": "2026-03-01"}) == ["b"]


def test_how_a_step_ended_is_forgotten_when_the_next_one_ends() -> None:
    xml = drawn(
        start(),
        tasks("a b c d"),
        gateway("exclusive", "x", default="x_c"),
        end(),
        arrows("s a b x c e", "d e"),
        arrow("x", "d", "outcome == 'no'"),
    )

    assert after(xml, ("a", {"outcome": "no"}), "b") == ["c"]


def test_a_move_leaves_the_marking_it_began_with_alone() -> None:
    row = read(drawn(start(), tasks("a b"), end(), arrows("s a b e")))
    begun = begin(row, {}).marking

    once = complete(row, begun, 1, {})

    assert complete(row, begun, 1, {}) == once
    assert [token.node for token in begun] == ["a"]
