"""Scopes, errors, calls and ends: each test is one rule of BPMN 2.0.2, chapter 13."""

import pytest

from motcua.workflow.bpmn.reading import read
from motcua.workflow.rules import (
    NotAwaited,
    TaskNotOpen,
    begin,
    fail,
)
from motcua.workflow.rules.moves import displace
from tests.workflow.drawing import (
    arrows,
    border,
    drawn,
    element,
    end,
    file,
    gateway,
    process,
    repeated,
    start,
    task,
    tasks,
)
from tests.workflow.running import after, run


def test_a_terminate_end_kills_the_whole_process() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        tasks("a b"),
        end(terminates=True),
        end("plain"),
        arrows("s fork a e", "fork b plain"),
    )

    found = run(xml, "a")

    assert (found.finished, found.ends, found.markings[-1]) == (True, ["e"], [])


NESTED = (
    start(),
    gateway("parallel", "fork join"),
    tasks("beside z"),
    end(),
    arrows("s fork sub join z e", "fork beside join"),
)


def test_a_terminate_end_in_a_subprocess_kills_only_that() -> None:
    inside = (
        start("si"),
        gateway("parallel", "split"),
        tasks("a b"),
        end("stop", terminates=True),
        end("plain"),
        arrows("si split a stop", "split b plain"),
    )
    xml = drawn(*NESTED, element("subProcess", "sub", *inside))

    assert run(xml, "a", "beside").markings == [["a", "b", "beside"], ["beside"], ["z"]]


def test_a_subprocess_ends_when_its_last_token_has_ended() -> None:
    inside = (
        start("si"),
        gateway("parallel", "split"),
        tasks("a b"),
        end("one"),
        end("two"),
        arrows("si split a one", "split b two"),
    )
    xml = drawn(*NESTED, element("subProcess", "sub", *inside))

    assert run(xml, "beside", "a", "b").markings[1:] == [["a", "b"], ["b"], ["z"]]


def test_subprocesses_nest() -> None:
    inner = element("subProcess", "inner", start("s2"), tasks("a"), end("e2"), arrows("s2 a e2"))
    outer = element(
        "subProcess", "sub", start("s1"), inner, tasks("b"), end("e1"), arrows("s1 inner b e1")
    )
    xml = drawn(start(), outer, tasks("z"), end(), arrows("s sub z e"))

    found = run(xml, "a", "b", "z")

    assert (found.markings, found.ends) == ([["a"], ["b"], ["z"], []], ["e", "e1", "e2"])


def test_a_border_event_of_a_subprocess_takes_everything_in_it_away() -> None:
    inside = (
        start("si"),
        gateway("parallel", "split meet"),
        tasks("a b"),
        end("ei"),
        arrows("si split a meet ei", "split b meet"),
    )
    xml = drawn(
        start(),
        element("subProcess", "sub", *inside),
        border("t", "sub", timer="PT1H"),
        tasks("late z"),
        end(),
        arrows("s sub z e", "t late e"),
    )

    assert after(xml, "a", "timer:t") == ["late"]
    assert run(xml, "timer:t", "late").finished
    assert after(xml, "a", "b") == ["z"]


ERRORS = (
    start(),
    tasks("z caught any"),
    end(),
    border("on_err", "sub", error="err"),
    border("on_any", "sub", error=""),
    arrows("s sub z e", "on_err caught e", "on_any any e"),
)


@pytest.mark.parametrize(
    ("error", "then"), [("err", ["caught"]), ("other_err", ["any"])], ids=["named", "any"]
)
def test_an_error_end_is_caught_by_the_border_that_names_it_first(
    error: str, then: list[str]
) -> None:
    inside = start("si"), tasks("a"), end("bad", error=error), arrows("si a bad")
    xml = drawn(*ERRORS, element("subProcess", "sub", *inside))

    assert after(xml, "a") == then


def test_an_error_end_is_caught_by_the_nearest_border() -> None:
    inner = element(
        "subProcess", "inner", start("s2"), tasks("a"), end("bad", error="err"), arrows("s2 a bad")
    )
    caught_inside = border("near", "inner", error="err"), tasks("b"), arrows("near b e1")
    plain = start("s1"), inner, end("e1"), arrows("s1 inner e1")

    near = drawn(*ERRORS, element("subProcess", "sub", *plain, *caught_inside))
    far = drawn(*ERRORS, element("subProcess", "sub", *plain))

    assert after(near, "a") == ["b"]
    assert after(far, "a") == ["caught"]


def test_an_error_that_nothing_catches_ends_the_run() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        tasks("a b"),
        end("bad", error="err"),
        end(),
        arrows("s fork a bad", "fork b e"),
    )

    found = run(xml, "a")

    assert (found.finished, found.ends) == (True, ["bad"])


def test_a_step_that_fails_is_caught_on_its_own_border_or_around_it() -> None:
    inside = start("si"), task("a", kind="serviceTask"), end("ei"), arrows("si a ei")
    process_around = read(drawn(*ERRORS, element("subProcess", "sub", *inside)))
    begun = begin(process_around, {}).marking
    step = begun[-1].number

    assert [one.node for one in fail(process_around, begun, step, "err", {}).marking] == ["caught"]
    plain = read(drawn(start(), tasks("a"), end(), arrows("s a e")))
    with pytest.raises(NotAwaited):
        fail(plain, begin(plain, {}).marking, 1, "err", {})


def asked(*, in_turn: bool = False, until: str = "") -> str:
    return drawn(
        start(),
        task("a", repeated("p_whom", in_turn=in_turn, until=until)),
        tasks("z"),
        end(),
        arrows("s a z e"),
        data="whom:list",
    )


THREE = ["H42.1", "H42.2", "H42.3"]


CALLED = process(start("cs"), tasks("inner"), end("ce"), arrows("cs inner ce"), id="other")


def test_a_call_activity_runs_another_process_of_the_file() -> None:
    caller = process(
        start(),
        element("callActivity", "c", calledElement="other"),
        element("callActivity", "d", calledElement="other"),
        tasks("z"),
        gateway("parallel", "fork join"),
        end(),
        arrows("s fork c join z e", "fork d join"),
    )
    xml = file(caller, CALLED)

    assert run(xml, "inner", "inner").markings == [["inner", "inner"], ["inner"], ["z"]]


def test_a_call_activity_passes_its_agency_to_the_steps_inside() -> None:
    caller = process(
        start(),
        element("callActivity", "c", calledElement="other", motcua_agency="code:H42.34"),
        end(),
        arrows("s c e"),
    )

    assert read(file(caller, CALLED)).nodes["c/inner"].agency == "code:H42.34"


def test_a_correction_puts_one_token_elsewhere_and_leaves_nothing_of_a_repeated_step() -> None:
    found = read(asked())
    begun = begin(found, {"whom": THREE}).marking

    moved = displace(found, begun, begun[-1].number, "z")

    assert [token.node for token in moved] == ["z"]
    with pytest.raises(TaskNotOpen):
        displace(found, begun, 99, "z")
