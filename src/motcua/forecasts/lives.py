"""The lives of many dossiers, column by column; moments are minutes of work, NaN is not yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from motcua.forecasts.as_of import AsOf, Floats, Numbers

Flags = NDArray[np.bool_]
ONE_DAY = 480.0  # minutes of work; the measure of dossiers that have no limit


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of dossiers: whose, of which procedure and place in it, of which kind, from when."""

    dossier: Numbers
    node: Numbers
    act: Numbers
    opened: Floats
    closed: Floats


@dataclass(frozen=True, slots=True)
class Lives:
    """Dossiers from acceptance on.

    `late` is 1 or 0 where it is settled, also for one still open whose due moment has passed;
    `due` is the last due moment known, and `dues` what it was before pauses moved it.
    """

    ids: Sequence[UUID]
    agencies: Sequence[UUID]
    procedure: Numbers
    agency: Numbers
    sector: Numbers
    channel: Numbers
    accepted: Floats
    due: Floats
    decided: Floats
    late: Floats
    limited: Flags
    steps: Steps
    dues: AsOf
    pauses: AsOf

    @property
    def first_due(self) -> Floats:
        """Return the due moment that was given at acceptance."""
        return self.dues.latest(np.arange(len(self.ids)), self.accepted)

    @property
    def measure(self) -> Floats:
        """Return the limit in minutes of work; a day's work for dossiers without one."""
        limit = self.first_due - self.accepted
        return np.where(np.isnan(limit), ONE_DAY, np.maximum(limit, 1.0))


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments in the lives of dossiers."""

    dossier: Numbers
    at: Floats

    def only(self, chosen: NDArray[np.generic]) -> "Moments":
        """Return the chosen ones, by flags or by places."""
        return Moments(self.dossier[chosen], self.at[chosen])

    def __len__(self) -> int:
        return len(self.dossier)


AFTER_DUE = 10 * ONE_DAY  # what is later than that says little of the others
UNLIMITED = 60 * ONE_DAY


def nights(lives: Lives, closings: Floats, until: float) -> Moments:
    """Return every close of a working day at which a dossier was open: when forecasts are made.

    A dossier without a limit is followed for sixty days of work, one that is late for ten more.
    """
    end = np.where(np.isnan(lives.decided), until, np.minimum(lives.decided, until))
    longest = np.where(np.isnan(lives.due), lives.accepted + UNLIMITED, lives.due + AFTER_DUE)
    first = np.searchsorted(closings, lives.accepted, side="left")
    last = np.searchsorted(closings, np.minimum(end, longest), side="left")
    many = np.maximum(last - first, 0)
    dossier = np.repeat(np.arange(len(many)), many)
    nth = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return Moments(dossier, closings[np.repeat(first, many) + nth])
