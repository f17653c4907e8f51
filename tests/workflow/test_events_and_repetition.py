"""Events, races, signals and repeated steps: each test is one rule of BPMN 2.0.2, chapter 13."""

import pytest

from motcua.workflow.bpmn.reading import read
from motcua.workflow.rules import (
    NotAwaited,
    begin,
)
from motcua.workflow.simulation import ImpossibleStep
from tests.workflow.drawing import (
    arrow,
    arrows,
    border,
    catch,
    drawn,
    element,
    end,
    gateway,
    repeated,
    start,
    task,
    tasks,
    throw,
)
from tests.workflow.running import after, run


def test_an_inclusive_join_waits_for_a_token_that_may_come_over_a_border_event() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        gateway("inclusive", "join"),
        tasks("a host z"),
        border("late", "host", timer="PT1H"),
        end(),
        end("other"),
        arrows("s fork a join z e", "fork host other", "late join"),
    )

    assert after(xml, "a") == ["host"]
    assert after(xml, "a", "timer:late") == ["z"]
    assert after(xml, "a", "host") == ["z"]


@pytest.mark.parametrize(
    ("interrupts", "then"), [(True, ["late"]), (False, ["a", "late"])], ids=["yes", "no"]
)
@pytest.mark.parametrize("what", ["timer:t", "message:m"])
def test_a_border_event_leaves_nothing_behind_or_leaves_the_step_open(
    interrupts: bool, then: list[str], what: str
) -> None:
    given = {"message": "m"} if what == "message:m" else {"timer": "P2D"}
    xml = drawn(
        start(),
        tasks("a late"),
        border("t", "a", interrupts=interrupts, **given),
        end(),
        end("e2"),
        arrows("s a e", "t late e2"),
    )

    assert after(xml) == ["a"], "events on a border are not listed"
    assert after(xml, what) == then
    with pytest.raises(ImpossibleStep):
        run(xml, "a", what)


def test_a_timer_fires_once_while_its_step_is_open() -> None:
    xml = drawn(
        start(),
        tasks("a late"),
        border("t", "a", timer="P1D", interrupts=False),
        gateway("exclusive", "x", default="x_e"),
        end(),
        end("e2"),
        arrows("s a x e", "t late e2"),
        arrow("x", "a", "outcome == 'return'"),
    )

    with pytest.raises(ImpossibleStep, match="Mục 2"):
        run(xml, "timer:t", "timer:t")
    again = ("a", {"outcome": "return"})
    assert after(xml, "timer:t", again, "timer:t") == ["a", "late", "late"]


RACE = drawn(
    start(),
    element("eventBasedGateway", "g"),
    catch("on_m", message="m"),
    catch("on_t", timer="P1D"),
    catch("on_s", signal="sig"),
    tasks("a b c"),
    end(),
    arrows("s g on_m a e", "g on_t b e", "g on_s c e"),
)


@pytest.mark.parametrize(
    ("what", "then"), [("message:m", ["a"]), ("timer:on_t", ["b"]), ("signal:sig", ["c"])]
)
def test_a_race_of_events_has_one_winner(what: str, then: list[str]) -> None:
    assert after(RACE) == ["on_m", "on_s", "on_t"]
    assert after(RACE, what) == then
    for late in {"message:m", "timer:on_t"} - {what}:
        with pytest.raises(ImpossibleStep):
            run(RACE, what, late)


def test_a_receive_task_may_win_a_race() -> None:
    xml = drawn(
        start(),
        element("eventBasedGateway", "g"),
        element("receiveTask", "r", messageRef="m"),
        catch("on_t", timer="P1D"),
        tasks("a"),
        end(),
        arrows("s g r a e", "g on_t e"),
    )

    assert after(xml, "message:m") == ["a"]
    assert run(xml, "timer:on_t").finished


def test_a_process_may_wait_for_the_message_that_starts_it() -> None:
    xml = drawn(
        start(message="m"), start("s2", message="n"), tasks("a b"), end(), arrows("s a e", "s2 b e")
    )

    assert after(xml) == []
    assert after(xml, "message:n") == ["b"], "one start begins the run; the other waits no more"
    assert [token.node for token in begin(read(xml), {}, message="m").marking] == ["a"]
    with pytest.raises(NotAwaited):
        begin(read(xml), {}, message="unknown")


def test_a_signal_reaches_everything_that_waits_for_it_now_and_nothing_later() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        catch("c1", signal="sig"),
        catch("c2", signal="sig"),
        tasks("a b later x"),
        throw("t", signal="sig"),
        catch("c3", signal="sig"),
        end(),
        arrows("s fork c1 a e", "fork c2 b e", "fork x t later c3 e"),
    )

    assert after(xml, "x") == ["a", "b", "later"]
    assert after(xml, "x", "later") == ["a", "b", "c3"]


def test_a_signal_may_find_nobody_but_must_exist() -> None:
    row = drawn(start(), tasks("a"), catch("c", signal="sig"), end(), arrows("s a c e"))

    assert after(row, "signal:sig") == ["a"]
    with pytest.raises(ImpossibleStep):
        run(row, "signal:unheard")


def test_a_thrown_message_goes_to_others_and_comes_back_to_nobody_here() -> None:
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        catch("c", message="m"),
        throw("t", message="m"),
        element("sendTask", "st", messageRef="n"),
        end(),
        arrows("s fork c e", "fork t st e"),
    )
    found = begin(read(xml), {})

    assert [(one.trigger.value, one.name) for one in found.thrown] == [
        ("messageEventDefinition", "m"),
        ("messageEventDefinition", "n"),
    ]
    assert [token.node for token in found.marking] == ["c"]


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


def test_a_repeated_step_is_opened_for_every_item_at_once() -> None:
    assert after(asked(), whom=THREE) == ["a[0]", "a[1]", "a[2]"]
    assert run(asked(), "a[1]", "a[2]", "a[0]", whom=THREE).markings[1:] == [
        ["a[0]", "a[2]"],
        ["a[0]"],
        ["z"],
    ]


def test_a_repeated_step_in_turn_is_opened_for_one_item_after_the_other() -> None:
    found = run(asked(in_turn=True), "a[0]", "a[1]", "a[2]", whom=THREE)

    assert found.markings == [["a[0]"], ["a[1]"], ["a[2]"], ["z"]]


@pytest.mark.parametrize("in_turn", [False, True])
def test_a_completion_condition_ends_what_is_still_open(in_turn: bool) -> None:
    xml = asked(in_turn=in_turn, until="outcome == 'object'")

    assert after(
        xml, "a[0]", ("a[1]" if in_turn else "a[2]", {"outcome": "object"}), whom=THREE
    ) == ["z"]


@pytest.mark.parametrize("in_turn", [False, True])
def test_a_step_repeated_for_nobody_is_passed(in_turn: bool) -> None:
    assert after(asked(in_turn=in_turn), whom=[]) == ["z"]
    assert after(asked(in_turn=in_turn)) == ["z"]


def test_a_border_event_of_a_repeated_step_takes_all_of_it_away() -> None:
    xml = drawn(
        start(),
        task("a", repeated("p_whom")),
        border("t", "a", timer="P1D"),
        tasks("z late"),
        end(),
        arrows("s a z e", "t late e"),
        data="whom:list",
    )

    assert after(xml, "a[0]", "timer:t", whom=THREE) == ["late"]
