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
from motcua.indicators.genuine_signs import DAY, EAST, judged, local_day
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


def _batches(facts: Table, numbers: Mapping[str, Any]) -> Table:
    """Return how many dossiers of an agency were finished in each minute of a day of closing in
    which it finished one of these, whenever they were received."""
    facts = facts.mutate(minute=_minute(facts))
    closing = facts.filter(_closes(facts, numbers))
    asked = closing.group_by(of_agency="settling_agency", of_minute="minute").aggregate(
        begins_about=closing.finished_at.min()
    )
    others = DOSSIERS.filter(DOSSIERS.finished_at.notnull())
    # The bounds say no more than the minute; an index of moments knows only them.
    about = ibis.interval(seconds=MINUTE)
    both = asked.inner_join(
        others,
        [
            asked.of_agency == others.settling_agency,
            asked.of_minute == _minute(others),
            others.finished_at > asked.begins_about - about,
            others.finished_at < asked.begins_about + about,
        ],
    )
    return both.group_by("of_agency", "of_minute").aggregate(finished_that_minute=_.count())


def _minute(facts: Table) -> IntegerValue:
    return _seconds(facts.finished_at) // MINUTE


def _closes(facts: Table, numbers: Mapping[str, Any]) -> BooleanValue:
    """So many days later the next month has begun, and is no older: days that are named tell the
    planner how few dossiers these are."""
    last = numbers["last_days"]
    local, later = _local(facts.finished_at), _local(facts.finished_at, last)
    return local.day().isin(numbers["days_of_month"]) | later.day().isin(range(1, last + 1))


def _local(moment: TimestampValue, days: int = 0) -> TimestampValue:
    """Return a moment that reads, in the UTC of every engine, as the local time does."""
    return moment + ibis.interval(seconds=EAST + days * DAY)


def _renumbered(facts: Table, _numbers: Mapping[str, Any]) -> BooleanValue:
    """A number in which no day is written leaves less than a day, which is before any."""
    written = ibis.literal("20") + facts.number.re_extract(_NUMBER_DAY, 1)
    return written.right(8) > _local(facts.received_at).strftime("%Y%m%d")


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
    return with_patterns(received(asked), rules, genuine)


def with_patterns(
    facts: Table, rules: LedgerRules, genuine: GenuineRules, *, whole: bool = False
) -> Table:
    """Add to received dossiers what `judged` adds, and a flag for each pattern by its id.

    What other dossiers say of each is looked up among all: same minute, filed again, same account;
    the last among these alone where they are `whole` months.
    """
    batches = _batches(facts, rules.pattern("batch_at_cut_off").numbers)
    again = _refiled(facts, rules.pattern("refiled").numbers)
    facts = judged(facts, genuine, whole=whole)
    facts = facts.mutate(
        filed_by_proxy=(facts.kind == Kind.PROXY.value).fill_null(False), minute=_minute(facts)
    )
    told = [*facts.columns, "finished_that_minute"]
    same = [facts.settling_agency == batches.of_agency, facts.minute == batches.of_minute]
    facts = facts.left_join(batches, same).select(*told)
    facts = facts.left_join(again, facts.id == again.closed).select(*told, "closed")
    facts = facts.mutate(was_refiled=facts.closed.notnull())
    shown = {
        one.id: PATTERNS[one.id](facts, one.numbers).fill_null(False) for one in rules.readable
    }
    return facts.mutate(**shown)


def _refiled(facts: Table, numbers: Mapping[str, Any]) -> Table:
    """Return the ids of dossiers that ended without a result and were filed again soon."""
    ended = facts.filter(
        facts.owner.notnull(), facts.status.isin(numbers["closed"]), facts.finished_at.notnull()
    )
    closed = ended.select(
        closed=ended.id, of_owner=ended.owner, of_procedure=ended.procedure, ended=ended.finished_at
    )
    others = DOSSIERS.filter(DOSSIERS.received_at.notnull())
    apart = local_day(others.received_at) - local_day(closed.ended)
    both = closed.inner_join(
        others,
        [
            closed.of_owner == others.owner,
            closed.of_procedure == others.procedure,
            closed.closed != others.id,
            others.received_at >= closed.ended,
            apart <= numbers["days"],
        ],
    )
    return both.select("closed").distinct()
