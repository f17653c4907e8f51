"""What is known of a dossier at a moment; nothing that came later takes part."""

import numpy as np

from motcua.forecasts.as_of import AsOf, Floats, Numbers
from motcua.forecasts.lives import Lives, Moments
from motcua.forecasts.rules import FEATURES
from motcua.forecasts.working_axis import WorkingAxis

WEIGHT = 20.0  # cases by which a share that few tell of is drawn to the share of all


class Knowledge:
    """Everything in a history that a feature is looked up in, in the order in which it came."""

    def __init__(self, lives: Lives, axis: WorkingAxis) -> None:
        self._lives, self._axis = lives, axis
        steps = lives.steps
        self._opened = AsOf(steps.dossier, steps.opened, steps.opened)
        self._nodes = AsOf(steps.dossier, steps.opened, steps.node.astype(np.float64))
        self._acts = AsOf(steps.dossier, steps.opened, steps.act.astype(np.float64))
        self._closed = AsOf(steps.dossier, steps.closed, steps.closed)
        self._came = AsOf(lives.agency, lives.accepted)
        self._went = AsOf(lives.agency, lives.decided)
        # Whether a dossier was late is known of all at their due moments, the early ones included:
        # otherwise the last weeks would look better than they were.
        told = np.where(np.isnan(lives.late), np.nan, lives.due)
        self._late = {
            "procedure_late": (lives.procedure, AsOf(lives.procedure, told, lives.late)),
            "agency_late": (lives.agency, AsOf(lives.agency, told, lives.late)),
            "sector_late": (lives.sector, AsOf(lives.sector, told, lives.late)),
        }
        used = (lives.decided - lives.accepted) / lives.measure
        self._used = AsOf(lives.procedure, lives.decided, used)
        ended = lives.decided[steps.dossier]
        left = (ended - steps.opened) / lives.measure[steps.dossier]
        self._left = AsOf(steps.node, ended, left)

    def table(self, moments: Moments) -> Floats:
        """Return the features of moments, in the order of `FEATURES`."""
        found = {
            **self._clock(moments),
            **self._course(moments),
            **self._surroundings(moments),
            **self._habits(moments),
        }
        return np.column_stack([found[name] for name in FEATURES])

    def step_opened(self, moments: Moments) -> Floats:
        """Return when the step opened that a dossier is at; its acceptance where it has none."""
        opened = self._opened.latest(moments.dossier, moments.at)
        return np.where(np.isnan(opened), self._lives.accepted[moments.dossier], opened)

    def node(self, moments: Moments) -> Numbers:
        """Return the step that a dossier is at; -1 where it has none."""
        found = self._nodes.latest(moments.dossier, moments.at)
        return np.where(np.isnan(found), -1, found).astype(np.int64)

    def due(self, moments: Moments) -> Floats:
        """Return the due moment as it was then known."""
        return self._lives.dues.latest(moments.dossier, moments.at)

    def _clock(self, moments: Moments) -> dict[str, Floats]:
        accepted, due = self._lives.accepted[moments.dossier], self.due(moments)
        limit = np.maximum(due - accepted, 1.0)
        weekday, month = self._axis.days_of(moments.at)
        return {
            "limit": limit,
            "used": (moments.at - accepted) / limit,
            "left": due - moments.at,
            "weekday": weekday.astype(np.float64),
            "month": month.astype(np.float64),
        }

    def _course(self, moments: Moments) -> dict[str, Floats]:
        accepted = self._lives.accepted[moments.dossier]
        done = self._closed.count(moments.dossier, moments.at)
        last = self._closed.latest(moments.dossier, moments.at)
        return {
            "step_age": moments.at - self.step_opened(moments),
            "steps_done": done,
            "pace": (last - accepted) / np.maximum(done, 1.0),
            "act": self._acts.latest(moments.dossier, moments.at),
            "pauses": self._lives.pauses.count(moments.dossier, moments.at),
        }

    def _surroundings(self, moments: Moments) -> dict[str, Floats]:
        agency = self._lives.agency[moments.dossier]
        return {
            "load": self._came.count(agency, moments.at) - self._went.count(agency, moments.at),
            "channel": self._lives.channel[moments.dossier].astype(np.float64),
        }

    def _habits(self, moments: Moments) -> dict[str, Floats]:
        late = {
            name: known.mean(keys[moments.dossier], moments.at, WEIGHT)
            for name, (keys, known) in self._late.items()
        }
        procedure, node = self._lives.procedure[moments.dossier], self.node(moments)
        return {
            **late,
            "procedure_used": self._used.mean(procedure, moments.at, WEIGHT),
            "step_left": self._left.mean(node, moments.at, WEIGHT),
        }
