"""The signs of how a dossier was filed, as conditions over the facts; the same as `judged`.

A day and a month are local. What other dossiers of its device or account say is looked up among
those received in the same months, of every agency, so that neither the days nor the agency asked
for change what a dossier is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from motcua.indicators.conditions import DOSSIERS, ONLINE, PROCEDURES, scoped
from motcua.indicators.genuine_rules import (
    ALWAYS,
    ASSISTED,
    MINUTE,
    OFFICER,
    SELF,
    GenuineRules,
    Kind,
    Sign,
)
from motcua.indicators.rules import Asked

DAY, EAST = 86_400, 7 * 3600  # seconds; Viet Nam has no other time
Showing = Callable[[Table, Sign, GenuineRules], BooleanValue]
_SHOWS: Mapping[str, Showing] = {
    "officer_account": lambda facts, _sign, _rules: facts.submitter == OFFICER,
    "account_of_many": lambda facts, sign, _rules: facts.owners >= sign.least,
    "device_of_many": lambda facts, sign, _rules: facts.from_device >= sign.least,
    "received_at_once": lambda facts, sign, _rules: facts.reception_seconds <= sign.most,
    "filled_too_fast": lambda facts, _sign, rules: (
        facts.fill_seconds.cast("int64") * rules.words_a_minute
        < facts.reading_words.cast("int64") * MINUTE
    ),
}


def filings(asked: Asked, rules: GenuineRules) -> Table:
    """Return the online dossiers of a period and an agency with what each sign says of them.

    Besides the facts: a flag for each sign by its id, `score` and `kind`. It is the same expression
    the whole day, and kept.
    """
    return _filings(replace(asked, as_of=asked.period.ends), rules)


@lru_cache(maxsize=64)
def _filings(asked: Asked, rules: GenuineRules) -> Table:
    shown = _shown(_with_neighbours(asked), rules)
    score = sum(
        (ibis.ifelse(shown[one.id], one.points, 0) for one in rules.readable), ibis.literal(0)
    )
    judged = shown.mutate(score=score).mutate(kind=_kind(rules))
    return within(judged, asked)


def within(facts: Table, asked: Asked) -> Table:
    """Return the dossiers of the days, agencies and procedures asked for."""
    facts = facts.filter(
        facts.received_at >= ibis.literal(asked.period.begins, type="timestamp('UTC')"),
        facts.received_at < ibis.literal(asked.period.ends, type="timestamp('UTC')"),
    )
    return scoped(facts, asked)


def of_its_months(asked: Asked) -> Table:
    """Return the dossiers of every agency received in the months that a period touches."""
    period = asked.period
    return DOSSIERS.filter(
        DOSSIERS.month >= f"{period.first:%Y-%m}", DOSSIERS.month <= f"{period.last:%Y-%m}"
    )


def local_day(moment: ibis.expr.types.TimestampValue) -> ibis.expr.types.IntegerValue:
    """Return the number of the local day of a moment."""
    return (moment.epoch_seconds().cast("int64") + EAST) // DAY


def _with_neighbours(asked: Asked) -> Table:
    """Return online dossiers with how many share their device and their account that day."""
    online = of_its_months(asked)
    online = online.filter(online.channel == ONLINE)
    online = online.mutate(filed_on=local_day(online.submitted_at.coalesce(online.received_at)))
    same_day = ["month", "filed_on"]
    up = ibis.window(group_by=["account", *same_day], order_by="owner")
    down = ibis.window(group_by=["account", *same_day], order_by=ibis.desc("owner"))
    # How many are different, which no window counts, is a rank from below and one from above.
    owners = ibis.dense_rank().over(up) + ibis.dense_rank().over(down) + 1
    joined = online.mutate(
        from_device=_.count().over(group_by=["device", *same_day]),
        owners=owners,
    ).mutate(
        from_device=ibis.ifelse(_.device.notnull(), _.from_device, 0),
        owners=ibis.ifelse(_.account.notnull(), _.owners, 0),
    )
    known = PROCEDURES.select("code", "reading_words")
    return joined.left_join(known, joined.procedure == known.code).drop("code")


def _shown(facts: Table, rules: GenuineRules) -> Table:
    helped = facts.submitter == ASSISTED
    flags = {}
    for one in rules.readable:
        shows = _SHOWS[one.id](facts, one, rules).fill_null(False)
        flags[one.id] = shows if one.id in ALWAYS else shows & ~helped
    return facts.mutate(**flags)


def _kind(rules: GenuineRules) -> ibis.Deferred:
    return ibis.cases(
        (_.score >= rules.proxy_at, Kind.PROXY.value),
        (_.submitter == ASSISTED, Kind.ASSISTED.value),
        (_.submitter == SELF, Kind.SELF.value),
        else_=Kind.UNKNOWN.value,
    )
