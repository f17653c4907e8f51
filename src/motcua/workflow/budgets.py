"""The place of a step's budget in the whole: what the steps before it and it may take together.

Pure. A step that ends early leaves its slack to those that follow (regulations D-7), so a step is
not due before the end that the plan gives it.
"""

from collections.abc import Mapping

from motcua.kernel.limits import Limit
from motcua.workflow.rules import Process
from motcua.workflow.stops import stops_of


def planned_limits(process: Process) -> Mapping[str, Limit]:
    """Return for each step with a budget the time that the longest way to its end may take.

    A step whose way mixes units, hours with working days, has no place in a plan: nobody says how
    many hours a day of the law has.
    """
    stops = stops_of(process)
    before: dict[str, list[str]] = {}
    for way in stops.onward:
        before.setdefault(way.target, []).append(way.source)
    spent: dict[str, Limit | None] = {}  # None is nothing yet; what is missing mixes units
    for stop in stops.order:
        ways = before.get(stop, [])
        if any(one not in spent for one in ways):
            continue
        longest = _longest([spent[one] for one in ways])
        own = process.nodes[stop].limit
        if own is None or longest is None or own.unit is longest.unit:
            spent[stop] = _sum(longest, own)
    return {
        stop: limit
        for stop, limit in spent.items()
        if limit is not None and process.nodes[stop].limit is not None
    }


def _longest(ways: list[Limit | None]) -> Limit | None:
    limits = [one for one in ways if one is not None]
    return max(limits, key=lambda one: one.value) if limits else None


def _sum(spent: Limit | None, own: Limit | None) -> Limit | None:
    if spent is None or own is None:
        return own or spent
    return Limit(spent.value + own.value, own.unit)
