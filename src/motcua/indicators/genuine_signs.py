"""The signs of how a dossier was filed, as conditions over the facts; the same as `judged`.

A day and a month are local. What other dossiers of its device or account say is looked up among
those received in the same month, of every agency, so that neither the days nor the agency asked for
change what a dossier is.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import ibis
from ibis import Deferred, _
from ibis.expr.types import BooleanValue, Table

from motcua.indicators.conditions import DOSSIERS, ONLINE, PROCEDURES, received
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
_SHARED = {"device": "from_device", "account": "owners"}  # and how many share it on
_DAY = ("month", "filed_on")
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

    It is the same expression the whole day, and kept.
    """
    return _filings(replace(asked, as_of=asked.period.ends), rules)


@lru_cache(maxsize=64)
def _filings(asked: Asked, rules: GenuineRules) -> Table:
    facts = received(asked)
    return judged(facts.filter(facts.channel == ONLINE), rules)


def judged(facts: Table, rules: GenuineRules, *, whole: bool = False) -> Table:
    """Add to received dossiers a flag for each sign by its id, `score` and `kind`.

    Of those that were not filed online no sign says anything, and they are of no kind. `whole` says
    that they are all that were received in their months: none has neighbours among others.
    """
    shown = _shown(_with_neighbours(facts, whole=whole), rules)
    score = sum(
        (ibis.ifelse(shown[one.id], one.points, 0) for one in rules.readable), ibis.literal(0)
    )
    return shown.mutate(score=score).mutate(kind=_kind(rules))


def local_day(moment: ibis.expr.types.TimestampValue) -> ibis.expr.types.IntegerValue:
    """Return the number of the local day of a moment."""
    return (moment.epoch_seconds().cast("int64") + EAST) // DAY


def _filed_on(facts: Table) -> ibis.expr.types.IntegerValue:
    return local_day(facts.submitted_at.coalesce(facts.received_at))


def _with_neighbours(facts: Table, *, whole: bool) -> Table:
    """Add how many online dossiers share the device of each that day, and how many owners its
    account filed for.

    Looked up by what dossiers have in common, so that a few cost little among millions.
    """
    facts = facts.mutate(filed_on=_filed_on(facts))
    without = _.owner.isnull().cast("int32").max()  # those of no known owner are one more
    found = (
        _shared(facts, "device", whole=whole, from_device=_.count()),
        _shared(facts, "account", whole=whole, owners=_.owner.nunique() + without),
    )
    known = PROCEDURES.select(read_code="code", reading_words="reading_words")
    told = [*facts.columns, "reading_words"]
    joined = facts.left_join(known, facts.procedure == known.read_code).select(*told)
    for (by, name), counts in zip(_SHARED.items(), found, strict=True):
        same = [joined[key] == counts[f"of_{key}"] for key in (by, *_DAY)]
        joined = joined.left_join(counts, same).select(*told, name)
        joined = joined.mutate(**{name: joined[name].fill_null(0)})
        told.append(name)
    return joined


def _shared(facts: Table, by: str, *, whole: bool, **counted: Deferred) -> Table:
    """Return a count over the online dossiers that have something in common, for what some have."""
    same = (by, *_DAY)
    online = facts.filter(facts.channel == ONLINE, facts[by].notnull())
    if whole:
        return online.group_by(**{f"of_{key}": online[key] for key in same}).aggregate(**counted)
    asked = online.select(**{f"of_{key}": online[key] for key in same}).distinct()
    others = DOSSIERS.filter(DOSSIERS.channel == ONLINE)
    others = others.mutate(filed_on=_filed_on(others))
    both = asked.inner_join(others, [asked[f"of_{key}"] == others[key] for key in same])
    return both.group_by(*(f"of_{key}" for key in same)).aggregate(**counted)


def _shown(facts: Table, rules: GenuineRules) -> Table:
    helped, online = facts.submitter == ASSISTED, facts.channel == ONLINE
    flags = {}
    for one in rules.readable:
        shows = _SHOWS[one.id](facts, one, rules).fill_null(False) & online
        flags[one.id] = shows if one.id in ALWAYS else shows & ~helped
    return facts.mutate(**flags)


def _kind(rules: GenuineRules) -> Deferred:
    return ibis.cases(
        (_.channel != ONLINE, ibis.null("string")),
        (_.score >= rules.proxy_at, Kind.PROXY.value),
        (_.submitter == ASSISTED, Kind.ASSISTED.value),
        (_.submitter == SELF, Kind.SELF.value),
        else_=Kind.UNKNOWN.value,
    )
