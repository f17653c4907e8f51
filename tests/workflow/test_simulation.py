"""Simulating a file by a script: what may stand in a script, and how a wrong entry is told."""

from typing import Any

import pytest

from motcua.workflow.rules import DataDoNotFit, ProcessRefused
from motcua.workflow.simulation import ImpossibleStep, simulate
from tests.workflow.drawing import arrow, arrows, drawn, end, gateway, start, tasks

CHOICE = drawn(
    start(),
    tasks("a b c"),
    gateway("exclusive", "x", default="x_b"),
    end("small"),
    end("large"),
    arrows("s a x b small", "c large"),
    arrow("x", "c", "n > 1"),
    data="n:int",
)


def test_the_markings_begin_with_the_start_and_follow_every_entry() -> None:
    found = simulate(CHOICE, [{"complete": "a", "data": {"n": 2}}, {"complete": "c"}], {})

    assert found.markings == [["a"], ["c"], []]
    assert (found.finished, found.ends) == (True, ["large"])


def test_data_given_at_the_start_are_read_too() -> None:
    assert simulate(CHOICE, [{"complete": "a"}], {"n": 2}).markings[-1] == ["c"]
    assert not simulate(CHOICE, [{"complete": "a"}], {"n": 1}).finished


@pytest.mark.parametrize(
    "entry",
    [
        {"complete": "b"},
        {"complete": "gone"},
        {"complete": "a", "data": {"gone": 1}},
        {"complete": "a", "data": {"n": "nhiều"}},
        {"complete": "a", "data": [1]},
        {"complete": "a", "by": "me"},
        {"complete": 3},
        {"complete": "a", "timer": "t"},
        {"timer": "t"},
        {"message": "m"},
        {"signal": "gone"},
        {"jump": "a"},
        {},
        "a",
        3,
        None,
        ["complete"],
    ],
)
def test_an_entry_that_is_not_possible_is_named(entry: Any) -> None:
    with pytest.raises(ImpossibleStep, match="Mục 1"):
        simulate(CHOICE, [entry], {})


def test_wrong_data_at_the_start_and_files_that_cannot_run_are_refused() -> None:
    with pytest.raises(DataDoNotFit):
        simulate(CHOICE, [], {"n": "nhiều"})
    with pytest.raises(ProcessRefused):
        simulate("<x/>", [], {})


def test_performers_and_limits_are_not_needed() -> None:
    xml = CHOICE.replace(' motcua:role="case_officer"', "")

    assert simulate(xml, [], {}).markings == [["a"]]
