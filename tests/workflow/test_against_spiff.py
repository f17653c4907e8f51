"""Our engine beside SpiffWorkflow: the same random process, the same random script, and after
every step the same open steps and awaited events.

`DIFFERENTIAL` says how many processes; the nightly run takes 2 000. A failure prints the
seed, which alone repeats it: `DIFFERENTIAL_SEED=1381`.

Where the standard and SpiffWorkflow differ, the random processes keep away, and a test of its own
names the clause that decides.
"""

import os
import sys

import pytest
from SpiffWorkflow.exceptions import WorkflowException

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
from tests.workflow.growing import WHOM, chance, grown
from tests.workflow.running import Step, run
from tests.workflow.scripts import Run, next_entry
from tests.workflow.spiff import Other

PROCESSES = int(os.environ.get("DIFFERENTIAL", "200"))
FIRST = int(os.environ.get("DIFFERENTIAL_SEED", "0"))
LONGEST = 40
BREAKS = "Attempt to add non-predicted child"


def compare(seed: int) -> tuple[int, bool]:
    """Run one random process in both engines; return how many steps were compared, and whether
    to the end: SpiffWorkflow breaks on some repeated steps (see below)."""
    process = grown(seed, straight=True)
    random = chance(seed)
    ours = Run(process)
    theirs = Other(process.xml, {**dict.fromkeys(process.names, 0), "whom": list(WHOM)})
    script: list[object] = []
    for step in range(LONGEST):
        told = f"seed {seed}, after {script}"
        assert ours.waiting() == theirs.waiting(), told
        assert ours.finished == theirs.finished, told
        if ours.finished:
            return step, True
        entry = next_entry(ours, random)
        script.append(entry)
        ours.do(entry)
        try:
            theirs.do(entry.step, process.events.get(entry.key, ""), entry.data)
        except WorkflowException as broken:
            if BREAKS not in str(broken):
                raise AssertionError(told) from broken
            return step, False
    return LONGEST, True


@pytest.mark.timeout(60 + PROCESSES // 5)
def test_random_processes_run_as_in_spiffworkflow(capsys: pytest.CaptureFixture[str]) -> None:
    compared = [compare(seed) for seed in range(FIRST, FIRST + PROCESSES)]

    steps = sum(many for many, _ in compared)
    broken = sum(not whole for _, whole in compared)
    with capsys.disabled():
        sys.stdout.write(
            f"\nseeds {FIRST} to {FIRST + PROCESSES - 1}: {steps} steps compared, "
            f"{broken} runs that SpiffWorkflow could not finish\n"
        )
    assert steps > 5 * PROCESSES
    assert broken <= 1 + PROCESSES // 20


def theirs(xml: str, *steps: Step, **data: object) -> list[str]:
    """Return what is open in SpiffWorkflow after a script."""
    other = Other(xml, data)
    for step in steps:
        name, given = (step, {}) if isinstance(step, str) else step
        act, _, of = name.rpartition(":")
        message = f"m_{of}" if act == "timer" else of
        other.do("" if act else of, message if act else "", given)
    return other.waiting()


def test_an_inclusive_join_looks_back_over_every_arrow_of_a_merge() -> None:
    """BPMN 2.0.2 §13.4.3: every directed path to the join counts. SpiffWorkflow follows the first
    arrow into an earlier merge only, so it goes on while a token is still on the second."""
    xml = drawn(
        start(),
        tasks("ask also other b c d z"),
        gateway("inclusive", "split", default="split_other"),
        element("eventBasedGateway", "race"),
        catch("first", message="m"),
        catch("second", message="n"),
        gateway("exclusive", "merge"),
        gateway("inclusive", "join"),
        end(),
        arrows("s ask split other join z e", "race first b merge", "race second c d merge"),
        arrow("merge", "last"),
        arrow("last", "join"),
        tasks("last"),
        arrow("split", "race", "n > 0"),
        arrow("split", "also", "n > 0"),
        arrow("also", "join"),
        data="n:int",
    )
    script: tuple[Step, ...] = (("ask", {"n": 1}), "also", "message:n")

    assert run(xml, *script, n=0).markings[-1] == ["c"]
    assert theirs(xml, *script, n=0) == ["c", "z"]


def test_a_join_in_a_loop_waits_again_in_every_round() -> None:
    """BPMN 2.0.2 §13.4.1: a parallel gateway consumes exactly one token of each arrow, in every
    round anew. SpiffWorkflow counts the tokens of the round before."""
    xml = drawn(
        start(),
        gateway("exclusive", "back"),
        gateway("parallel", "fork join"),
        tasks("a b decide z"),
        gateway("exclusive", "x", default="x_z"),
        end(),
        arrows("s back fork a join decide x z e", "fork b join"),
        arrow("x", "back", "n == 1"),
        data="n:int",
    )
    script: tuple[Step, ...] = ("a", "b", ("decide", {"n": 1}), "a")

    assert run(xml, *script, n=0).markings[-1] == ["b"]
    assert run(xml, *script, "b", n=0).markings[-1] == ["decide"]


def test_a_message_on_the_border_may_come_again_while_the_step_is_open() -> None:
    """BPMN 2.0.2 §13.5.3: an event that does not interrupt may happen as often as it comes.
    SpiffWorkflow waits for it once."""
    xml = drawn(
        start(),
        tasks("a b"),
        border("again", "a", message="m", interrupts=False),
        end(),
        end("e2"),
        arrows("s a e", "again b e2"),
    )

    assert run(xml, "message:m", "message:m").markings[-1] == ["a", "b", "b"]
    assert theirs(xml, "message:m", "message:m") == ["a", "b"]


def test_an_error_is_caught_only_around_where_it_was_raised() -> None:
    """BPMN 2.0.2 §10.5.7: an error is caught by the nearest activity that encloses it.
    SpiffWorkflow lets the border of a neighbour catch it as well."""

    def failing(name: str) -> str:
        inside = start(f"{name}s"), task(f"{name}t"), end(f"{name}bad", error="err")
        flow = arrows(f"{name}s {name}t {name}bad")
        return element("subProcess", name, *inside, flow) + border(f"on_{name}", name, error="err")

    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        failing("one"),
        failing("two"),
        tasks("after_one after_two"),
        end(),
        arrows("s fork one e", "fork two e", "on_one after_one e", "on_two after_two e"),
    )

    assert run(xml, "onet").markings[-1] == ["after_one", "twot"]
    assert theirs(xml, "onet") == ["after_one", "after_two"]


def test_a_step_may_be_repeated_in_turn_after_an_event_on_a_border() -> None:
    """BPMN 2.0.2 §13.3.7: a sequential repetition opens the next instance when one ends, wherever
    it stands. SpiffWorkflow cannot do it there."""
    xml = drawn(
        start(),
        tasks("a"),
        border("late", "a", timer="PT1H"),
        task("b", repeated("whom", in_turn=True)),
        end(),
        arrows("s a e", "late b e"),
        data="whom:list",
    )

    assert run(xml, "timer:late", "b[0]", whom=WHOM).markings[1:] == [["b[0]"], ["b[1]"]]
    with pytest.raises(WorkflowException, match=BREAKS):
        theirs(xml, "timer:late", whom=WHOM)


def test_a_step_repeated_in_turn_runs_alike_elsewhere() -> None:
    xml = drawn(
        start(),
        task("b", repeated("whom", in_turn=True)),
        tasks("z"),
        end(),
        arrows("s b z e"),
        data="whom:list",
    )

    for many in range(4):
        script = [f"b[{index}]" for index in range(many)]
        assert run(xml, *script, whom=WHOM).markings[-1] == theirs(xml, *script, whom=WHOM)


def test_a_message_given_off_leaves_the_process() -> None:
    """BPMN 2.0.2 §9.3 and §10.5.1: a message goes to another participant. SpiffWorkflow also
    hands it to the process that gave it off."""
    xml = drawn(
        start(),
        gateway("parallel", "fork"),
        catch("c", message="m"),
        tasks("a z"),
        throw("t", message="m"),
        end(),
        arrows("s fork c z e", "fork a t e"),
    )

    assert run(xml, "a").markings[-1] == ["c"]
    assert theirs(xml, "a") == ["z"]
