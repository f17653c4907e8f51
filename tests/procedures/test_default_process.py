"""The process of a procedure of which only the level and the limit are known."""

import pytest

from motcua.kernel.actors import Role
from motcua.kernel.limits import limit_from
from motcua.procedures.default_process import default_process
from motcua.workflow.bpmn.reading import read
from motcua.workflow.checking import check

LIMITS = ["1h", "4h", "0wd", "1wd", "2wd", "3wd", "5wd", "10wd", "15d", "30d", "45wd", "6m"]


@pytest.mark.parametrize("tier", ["commune", "province"])
@pytest.mark.parametrize("written", LIMITS)
def test_it_may_be_published_and_fits_the_limit(tier: str, written: str) -> None:
    limit = limit_from(written)

    drawn = default_process("general", "Quy trình chung", tier, limit)

    assert check(drawn, limit=limit) == []


def test_a_long_one_is_assigned_reviewed_and_may_be_sent_back() -> None:
    process = read(default_process("general", "Chung", "province", limit_from("10wd")))

    acts = [node.act for node in process.tasks()]
    back = [flow for flow in process.flows if flow.condition]
    assert acts == ["assign", "appraise", "approve", "sign", "issue", "deliver"]
    assert [flow.target for flow in back] == ["appraise"]
    assert process.nodes["appraise"].limit == limit_from("40h")


def test_one_of_the_same_day_goes_straight_to_who_examines_it() -> None:
    process = read(default_process("general", "Chung", "commune", limit_from("0wd")))

    assert [node.act for node in process.tasks()] == ["appraise", "sign", "issue", "deliver"]


def test_without_a_limit_no_step_has_one() -> None:
    process = read(default_process("general", "Chung", "commune", None))

    assert {node.limit for node in process.tasks()} == {None}
    assert process.nodes["deliver"].role == Role.RECEPTIONIST
