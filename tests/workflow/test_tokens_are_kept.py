"""Properties of every process: no token is lost or invented, every sound process can finish, and
the checker finds what is broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.workflow.checking import check
from motcua.workflow.rules import (
    Kind,
    TaskNotOpen,
    Token,
    complete,
    is_work,
)
from motcua.workflow.rules.exploring import places_of
from tests.workflow.drawing import (
    arrow,
    arrows,
    drawn,
    end,
    gateway,
    start,
    tasks,
)
from tests.workflow.growing import chance, grown
from tests.workflow.scripts import Entry, Run, next_entry

SEEDS = st.integers(min_value=0, max_value=10**9)
ENOUGH = 120  # steps; a process that has not ended by then leaves its loops
often = settings(max_examples=60, deadline=None, print_blob=True)


def outside_joins(run: Run) -> list[Token]:
    """Return the tokens that do not wait for others at a join."""
    waits = {Kind.PARALLEL, Kind.INCLUSIVE}
    return [one for one in run.marking if run.process.nodes[one.node].kind not in waits]


@often
@given(SEEDS)
def test_no_token_is_lost_and_none_comes_twice(seed: int) -> None:
    run, random = Run(grown(seed)), chance(seed)
    for _ in range(ENOUGH):
        if run.finished:
            break
        numbers = [one.number for one in run.marking]
        assert numbers == sorted(set(numbers))
        scopes = {one.scope for one in run.marking} - {0}
        assert scopes <= set(numbers), "a token is left in a scope that is gone"
        places = places_of(tuple(one for one in run.marking if one.loop < 0))
        assert len(set(places)) == len(places), "two tokens stand where one belongs"
        assert outside_joins(run), "tokens wait at joins and nobody can come"
        before = run.marking
        entry = next_entry(run, random)
        run.do(entry)
        gone = {one for one in before if one not in run.marking}
        assert gone or entry.event, "a step was completed and its token is still there"
        if entry.step:
            assert one_step_at_most(run, gone)


def one_step_at_most(run: Run, gone: set[Token]) -> bool:
    """Say whether of the open steps that went only one went by itself: the others lay in a scope
    or a repeated step that went with it."""
    scopes = {one.number for one in gone}
    steps = [one for one in gone if is_work(run.process, one) and one.scope not in scopes]
    return len(steps) <= 1


@often
@given(SEEDS)
def test_a_sound_process_always_can_finish(seed: int) -> None:
    run, random = Run(grown(seed)), chance(seed)
    for _ in range(random.randint(0, 20)):
        if not run.finished:
            run.do(next_entry(run, random))

    for _ in range(1000):
        if run.finished:
            break
        entry = next_entry(run, random, with_events=False)
        run.do(entry._replace(data=dict.fromkeys(entry.data, 0)))  # 0 leaves every loop

    assert run.finished
    assert run.marking == ()


@often
@given(SEEDS)
def test_completing_twice_is_refused(seed: int) -> None:
    run, random = Run(grown(seed)), chance(seed)
    for _ in range(20):
        if run.finished:
            break
        work = [one for one in run.marking if is_work(run.process, one)]
        if work:
            number = random.choice(work).number
            after = complete(run.process, run.marking, number, run.values()).marking
            with pytest.raises(TaskNotOpen):
                complete(run.process, after, number, run.values())
        run.do(next_entry(run, random))


@often
@given(SEEDS)
def test_replaying_the_same_entries_gives_the_same_marking(seed: int) -> None:
    first, random = Run(grown(seed)), chance(seed)
    entries: list[Entry] = []
    markings = [first.marking]
    while not first.finished and len(entries) < 40:
        entries.append(next_entry(first, random))
        first.do(entries[-1])
        markings.append(first.marking)

    again = Run(grown(seed))
    replayed = [again.marking]
    for entry in entries:
        again.do(entry)
        replayed.append(again.marking)

    assert replayed == markings


@often
@given(SEEDS)
def test_the_checker_finds_nothing_in_a_sound_process(seed: int) -> None:
    assert {one.rule for one in check(grown(seed).xml)} <= {"too-complex"}


def test_hardly_any_process_is_too_complex_to_check() -> None:
    assert sum(bool(check(grown(seed).xml)) for seed in range(100)) <= 4


PLANTED = {
    "a fork chooses": "deadlock",
    "a join lets everyone pass": "lack-of-synchronisation",
    "a branch is never entered": "unreachable",
    "a branch is cut off": "no-path-to-end",
}


def planted(seed: int, fault: str) -> str:
    """Return a sound process with a fork and a join at its end, of which one thing is wrong."""
    sound = grown(seed, ("exclusive", "event_between", "loop", "subprocess")).xml
    branches = [f"x_{place}" for place in range(2 + seed % 3)]
    fork = "exclusive" if fault == "a fork chooses" else "parallel"
    join = "exclusive" if fault == "a join lets everyone pass" else "parallel"
    entered = branches[1:] if fault == "a branch is never entered" else branches
    left = branches[1:] if fault == "a branch is cut off" else branches
    tail = (
        gateway(fork, "fork", default=f"fork_{branches[-1]}" if fork == "exclusive" else ""),
        gateway(join, "join"),
        tasks(" ".join([*branches, "z"])),
        end("very_end"),
        *(arrow("fork", one, "true" if fork == "exclusive" else "") for one in entered[:-1]),
        arrow("fork", entered[-1]),
        *(arrow(one, "join") for one in left),
        arrows("join z very_end"),
    )
    body, closing = (
        sound[: sound.rindex("</bpmn:process>")],
        sound[sound.rindex("</bpmn:process>") :],
    )
    body = body.replace('targetRef="e"', 'targetRef="fork"').replace(end(), "")
    return body + "".join(tail) + closing


@often
@given(SEEDS, st.sampled_from(sorted(PLANTED)))
def test_the_checker_finds_a_planted_fault(seed: int, fault: str) -> None:
    assert PLANTED[fault] in {one.rule for one in check(planted(seed, fault))}


@often
@given(SEEDS)
def test_the_checker_finds_nothing_where_nothing_was_planted(seed: int) -> None:
    assert check(planted(seed, "")) == []


@often
@given(SEEDS)
def test_a_join_that_waits_for_a_branch_that_never_comes_is_found(seed: int) -> None:
    xml = drawn(
        start(),
        gateway("exclusive", "x", default="x_a"),
        gateway("parallel", "join"),
        tasks("a b z"),
        end(),
        arrows("s x a join z e", "b join"),
        arrow("x", "b", f"outcome == '{seed}'"),
    )

    assert {one.rule for one in check(xml)} == {"deadlock"}
