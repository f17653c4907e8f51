"""The patterns of the ledger, each one condition over the facts, for every engine."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, IntegerValue, Table, TimestampValue

from motcua.indicators.conditions import DOSSIERS, WITH_RESULT, received
from motcua.indicators.genuine_rules import OFFICER, GenuineRules, Kind
from motcua.indicators.genuine_signs import DAY, EAST, filings, local_day
from motcua.indicators.ledger_rules import LedgerRules
from motcua.indicators.rules import OWN, Asked

Showing = Callable[[Table, Mapping[str, Any]], BooleanValue]
MINUTE = 60  # seconds
_NUMBER_DAY = r"-(\d{6}|\d{8})-\d+$"  # agency-yymmdd-serial, or with the whole year


def _seconds(moment: TimestampValue) -> IntegerValue:
    return moment.epoch_seconds().cast("int64")


def _due_moved(facts: Table, _numbers: Mapping[str, Any]) -> BooleanValue:
    """Our own dossiers have a history; of others a later file moved the date of an earlier one."""
    moved = (facts.due_at > facts.first_due_at) & facts.supplement_requested_at.isnull()
    return ibis.ifelse(facts.source == OWN, facts.due_untraced, moved)


def _end_before_start(facts: Table, _numbers: Mapping[str, Any]) -> BooleanValue:
    ended = (facts.finished_at < facts.received_at).fill_null(False)
    began = (facts.received_at < facts.submitted_at).fill_null(False)
    return ended | began


def _finished_at_pause(facts: Table, numbers: Mapping[str, Any]) -> BooleanValue:
    apart = _seconds(facts.finished_at) - _seconds(facts.supplement_requested_at)
    waiting = facts.supplement_done_at.isnull()
    return facts.status.isin(WITH_RESULT) & waiting & (apart.abs() <= numbers["seconds"])


def _closed_without_due(facts: Table, numbers: Mapping[str, Any]) -> BooleanValue:
    took = _seconds(facts.finished_at) - _seconds(facts.received_at)
    without = facts.due_at.isnull() & facts.status.isin(WITH_RESULT)
    return without & took.between(0, numbers["seconds"] - 1)


def _last_hour(facts: Table, numbers: Mapping[str, Any]) -> BooleanValue:
    """Before the due moment of then: as it stands, or less the time that the supplement took."""
    asked, due = _seconds(facts.supplement_requested_at), _seconds(facts.due_at)
    paused = (_seconds(facts.supplement_done_at) - asked).fill_null(0)
    left = [due - asked, due - paused - asked, _seconds(facts.first_due_at) - asked]
    near = [one.between(0, numbers["seconds"]).fill_null(False) for one in left]
    return near[0] | near[1] | near[2]


def _batches(asked: Asked, numbers: Mapping[str, Any]) -> Table:
    """Return how many dossiers of an agency were finished in one minute of a day of closing,
    whenever they were received."""
    local, later = _local(_.finished_at), _local(_.finished_at, numbers["last_days"])
    closing = local.day().isin(numbers["days_of_month"]) | (later.month() != local.month())
    begins = ibis.literal(asked.period.begins, type="timestamp('UTC')")
    ended = DOSSIERS.filter(DOSSIERS.finished_at >= begins).filter(closing)
    ended = ended.mutate(minute=_seconds(_.finished_at) // MINUTE)
    return ended.group_by(["settling_agency", "minute"]).aggregate(finished_that_minute=_.count())


def _local(moment: TimestampValue, days: int = 0) -> TimestampValue:
    """Return a moment that reads, in the UTC of every engine, as the local time does."""
    return moment + ibis.interval(seconds=EAST + days * DAY)


def _renumbered(facts: Table, _numbers: Mapping[str, Any]) -> BooleanValue:
    written = facts.number.re_extract(_NUMBER_DAY, 1)
    day = ibis.ifelse(written.length() == 6, ibis.literal("20") + written, written)
    return (written.length() > 0) & (day > _local(facts.received_at).strftime("%Y%m%d"))


PATTERNS: Mapping[str, Showing] = {
    "due_moved": _due_moved,
    "end_before_start": _end_before_start,
    "delivered_before_finished": lambda facts, _numbers: facts.delivered_at < facts.finished_at,
    "finished_at_pause": _finished_at_pause,
    "closed_without_due": _closed_without_due,
    "refiled": lambda facts, _numbers: facts.was_refiled,
    "second_supplement": lambda facts, numbers: facts.supplement_count >= numbers["least"],
    "last_hour_supplement": _last_hour,
    "batch_at_cut_off": lambda facts, numbers: facts.finished_that_minute >= numbers["least"],
    "marked_online": lambda facts, _numbers: facts.filed_by_proxy,
    "self_rating": lambda facts, _numbers: (facts.submitter == OFFICER) & (facts.rating == "like"),
    "input_as_result": lambda facts, _numbers: facts.result_is_input,
    "renumbered": _renumbered,
}


def looked_at(asked: Asked, rules: LedgerRules, genuine: GenuineRules) -> Table:
    """Return the dossiers of a period and an agency, with a flag for each pattern by its id.

    Patterns look at the days of a period alone, so it is the same expression the whole day; putting
    it together costs more than many a count.
    """
    return _looked_at(replace(asked, as_of=asked.period.ends), rules, genuine)


@lru_cache(maxsize=64)
def _looked_at(asked: Asked, rules: LedgerRules, genuine: GenuineRules) -> Table:
    facts = _with_neighbours(received(asked), asked, rules, genuine)
    shown = {
        one.id: PATTERNS[one.id](facts, one.numbers).fill_null(False) for one in rules.readable
    }
    return facts.mutate(**shown)


def _with_neighbours(
    facts: Table, asked: Asked, rules: LedgerRules, genuine: GenuineRules
) -> Table:
    """Add what other dossiers say of each: same minute, filed again, filed by somebody else."""
    facts = facts.mutate(minute=_seconds(facts.finished_at) // MINUTE)
    batches = _batches(asked, rules.pattern("batch_at_cut_off").numbers)
    joined = facts.left_join(batches, ["settling_agency", "minute"])
    facts = joined.select(facts, batches.finished_that_minute)
    proxies = filings(asked, genuine)
    facts = _marked(facts, proxies.filter(proxies.kind == Kind.PROXY.value), "filed_by_proxy")
    return _marked(facts, _refiled(rules.pattern("refiled").numbers), "was_refiled")


def _marked(facts: Table, some: Table, name: str) -> Table:
    """Flag the dossiers that stand in another relation."""
    marked = some.group_by("id").aggregate(**{f"{name}_times": _.count()})
    joined = facts.left_join(marked, ["id"]).select(facts, marked[f"{name}_times"])
    return joined.mutate(**{name: joined[f"{name}_times"].notnull()})


def _refiled(numbers: Mapping[str, Any]) -> Table:
    """Return the dossiers that ended without a result and were filed again soon, whenever."""
    closed = DOSSIERS.filter(
        DOSSIERS.owner.notnull(),
        DOSSIERS.status.isin(numbers["closed"]),
        DOSSIERS.finished_at.notnull(),
    )
    again = DOSSIERS.filter(DOSSIERS.owner.notnull(), DOSSIERS.received_at.notnull()).select(
        "owner", "procedure", came="received_at", other="id"
    )
    both = closed.inner_join(again, ["owner", "procedure"]).select(
        closed.id, closed.finished_at, again.came, again.other
    )
    apart = local_day(both.came) - local_day(both.finished_at)
    return both.filter(
        both.id != both.other, both.came >= both.finished_at, apart <= numbers["days"]
    )
