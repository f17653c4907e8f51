"""Lives that never were: many dossiers with a known reason to be late, without a database."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np

from motcua.forecasts.as_of import AsOf, Floats, Numbers
from motcua.forecasts.history import History
from motcua.forecasts.lives import ONE_DAY, Lives, Steps
from motcua.forecasts.working_axis import WorkingAxis
from tests.calendars import national_calendar

LIMIT = 10 * ONE_DAY
AXIS = WorkingAxis(national_calendar(), date(2024, 1, 2), date(2027, 12, 31))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a test says of its dossiers; what it leaves out is alike in all."""

    accepted: Floats
    needed: Floats
    procedure: Numbers
    agency: Numbers


def facts(many: int, *, slow: float = 0.5, days: int = 500, seed: int = 1) -> Facts:
    """Return dossiers of three procedures and two agencies; the second one is slow."""
    rng = np.random.default_rng(seed)
    agency = rng.integers(0, 2, many)
    usual = rng.uniform(0.2, 0.95, many)
    late = (agency == 1) & (rng.random(many) < slow)
    needed = np.where(late, rng.uniform(1.02, 1.6, many), usual) * LIMIT
    accepted = np.sort(rng.uniform(0, days * ONE_DAY, many))
    return Facts(accepted, needed, rng.integers(0, 3, many), agency)


def history(told: Facts, now: float | None = None) -> History:
    """Return the history of such dossiers; each has two steps, of equal length."""
    many = len(told.accepted)
    until = float(told.accepted.max() + 2 * LIMIT) if now is None else now
    ended = told.accepted + told.needed
    decided = np.where(ended <= until, ended, np.nan)
    due = told.accepted + LIMIT
    late = np.where(np.isnan(decided), np.where(due < until, 1.0, np.nan), ended > due)
    everyone, half = np.arange(many), told.accepted + told.needed / 2
    second = half <= until
    steps = Steps(
        dossier=np.concatenate((everyone, everyone[second])),
        node=np.concatenate((told.procedure * 2, told.procedure[second] * 2 + 1)),
        act=np.concatenate((np.zeros(many, dtype=np.int64), np.ones(second.sum(), dtype=np.int64))),
        opened=np.concatenate((told.accepted, half[second])),
        closed=np.concatenate((np.where(second, half, np.nan), decided[second])),
    )
    nothing = np.zeros(0)
    lives = Lives(
        ids=[UUID(int=place + 1) for place in range(many)],
        agencies=[UUID(int=int(place) + 1) for place in told.agency],
        procedure=told.procedure,
        agency=told.agency,
        sector=np.zeros(many, dtype=np.int64),
        channel=np.zeros(many, dtype=np.int64),
        accepted=told.accepted,
        due=due,
        decided=decided,
        late=late,
        limited=np.ones(many, dtype=bool),
        steps=steps,
        dues=AsOf(everyone, told.accepted, due),
        pauses=AsOf(nothing.astype(np.int64), nothing),
    )
    return History(lives, AXIS, until)


def without_limits(of: History) -> History:
    """Return the same lives as if no limit ran in any."""
    lives, none = of.lives, np.full(len(of.lives.ids), np.nan)
    unlimited = replace(
        lives,
        due=none,
        late=none,
        limited=np.zeros(len(none), dtype=bool),
        dues=AsOf(np.arange(len(none)), lives.accepted, none),
    )
    return History(unlimited, of.axis, of.now)
