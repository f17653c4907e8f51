"""Learning from the lives of dossiers which will be late, and how long they still need.

Imported only by what learns: the library takes seconds to load and a hundred megabytes to keep.
"""

from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.inspection import permutation_importance
from sklearn.isotonic import IsotonicRegression
from threadpoolctl import threadpool_limits

from motcua.forecasts.as_of import Floats, Numbers
from motcua.forecasts.features import Knowledge
from motcua.forecasts.history import History
from motcua.forecasts.lives import ONE_DAY, Moments, nights
from motcua.forecasts.rules import (
    FEATURES,
    LEAST_FOR_MODEL,
    Basis,
    Outlook,
    Score,
    agreed,
    quantile,
    score,
)
from motcua.forecasts.thin import Needed

SEED = 20260101
TRAINED, CALIBRATED = 0.6, 0.8  # shares of the moments, in the order of time
MOST_MOMENTS = 200_000
MOST_TRIED = 5_000  # moments with which a feature is shuffled, to see what it was worth
MODEL_SHARE = 2 / 3  # of the chance; the rest is what statistics say
LEAST_LATE = 30  # late dossiers to learn from; with fewer there is no model
LEAST_CALIBRATED = 500
UNLIMITED_TOLD = 30 * ONE_DAY  # after which a dossier without a limit is taken to have told
CATEGORIES = [list(FEATURES).index(name) for name in ("act", "channel")]


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: the chance of being late, and the minutes of work still needed."""

    late: HistGradientBoostingClassifier
    calibration: IsotonicRegression
    quantiles: dict[float, HistGradientBoostingRegressor]
    shifts: dict[float, float]

    def chances(self, table: Floats, plain: Floats) -> Floats:
        """Return the calibrated chance of being late, from features and what statistics say."""
        return np.asarray(self.calibration.predict(_mixed(self.late, table, plain)))

    def needed(self, table: Floats, share: float) -> Floats:
        """Return the minutes within which a share of such dossiers finish."""
        logarithms = self.quantiles[share].predict(table) + self.shifts[share]
        return np.asarray(np.expm1(np.maximum(logarithms, 0.0)))


@dataclass(frozen=True, slots=True)
class Tried:
    """How forecasts did on moments that came after everything they were learned from."""

    moments: int
    dossiers: int
    score: Score
    score_of_statistics: Score
    median_error: float  # minutes of work
    within_ninetieth: float
    importance: dict[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """A model, or none where it knew too little or no more than statistics, and how it did."""

    model: Model | None
    tried: Tried | None
    moments: int
    dossiers: int


class Learning:
    """One history, the moments in it, and what is learned from the earlier ones."""

    def __init__(self, history: History) -> None:
        self.lives, self.axis, self.now = history.lives, history.axis, history.now
        self.knowledge = Knowledge(self.lives, self.axis)
        whole = nights(self.lives, self.axis.closings, self.now)
        self.moments = self._sample(whole)
        at = self.moments.at if len(self.moments) else np.zeros(1)
        self.cuts = float(np.quantile(at, TRAINED)), float(np.quantile(at, CALIBRATED))

    @staticmethod
    def _sample(whole: Moments) -> Moments:
        if len(whole) <= MOST_MOMENTS:
            return whole
        rng = np.random.default_rng(SEED)
        return whole.only(np.sort(rng.choice(len(whole), MOST_MOMENTS, replace=False)))

    def learn(self) -> Learned:
        """Learn from the earliest moments, calibrate on later ones, try on the latest."""
        first, second = self.cuts
        train, calibrate = self._told(-1.0, first), self._told(first, second)
        tried_on = self._running(self._told(second, self.now))
        with threadpool_limits(1):  # two threads beside a busy server wait for each other
            enough = self._enough(train, calibrate)
            model = self._fitted(train, calibrate) if enough else None
            tried = self._tried(model, tried_on) if len(tried_on) else None
        return Learned(model, tried, len(train), len(np.unique(train.dossier)))

    def _told(self, after: float, until: float) -> Moments:
        """Return the moments after one minute whose outcome was settled by another."""
        which, lives = self.moments.dossier, self.lives
        told = np.where(lives.limited, lives.due, lives.accepted + UNLIMITED_TOLD)[which]
        return self.moments.only((self.moments.at > after) & (told <= until))

    def _running(self, moments: Moments) -> Moments:
        """Return the moments at which a limit still ran."""
        left = self.knowledge.due(moments) - moments.at
        return moments.only((left > 0) & ~np.isnan(self.lives.late[moments.dossier]))

    def _enough(self, train: Moments, calibrate: Moments) -> bool:
        running, late = self._running(train), self.lives.late == 1
        again = self._running(calibrate)
        return (
            len(np.unique(running.dossier[late[running.dossier]])) >= LEAST_LATE
            and len(again) >= LEAST_CALIBRATED
            and bool(late[again.dossier].any())
        )

    def _fitted(self, train: Moments, calibrate: Moments) -> Model | None:
        lives, cut = self.lives, self.cuts[0]
        running, again = self._running(train), self._running(calibrate)
        late = HistGradientBoostingClassifier(
            max_iter=60, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=40,
            l2_regularization=1.0, categorical_features=CATEGORIES, early_stopping=False,
            random_state=SEED,
        )  # fmt: skip
        late.fit(self.knowledge.table(running), lives.late[running.dossier])
        needed = Needed(lives, self.knowledge, cut)
        plain = _chances(list(needed.outlooks(again)))
        scores, came = _mixed(late, self.knowledge.table(again), plain), lives.late[again.dossier]
        if not _is_worth_it(scores, plain, again.dossier, came):
            return None
        calibration = _calibration(scores, came)
        quantiles, shifts = {}, {}
        for share in (0.5, 0.9):
            quantiles[share] = _regressor(share).fit(
                self.knowledge.table(train), self._needed(train, cut)
            )
            missed = self._needed(calibrate, self.cuts[1]) - quantiles[share].predict(
                self.knowledge.table(calibrate)
            )
            shifts[share] = float(np.quantile(missed, share))
        return Model(late, calibration, quantiles, shifts)

    def _needed(self, moments: Moments, until: float) -> Floats:
        """Return the logarithm of the minutes still needed; what is open tells the least."""
        decided = self.lives.decided[moments.dossier]
        end = np.where(np.isnan(decided), until, np.minimum(decided, until))
        return np.log1p(np.maximum(end - moments.at, 0.0))

    def outlooks(self, model: Model | None, moments: Moments, until: float) -> list[Outlook | None]:
        """Return the forecast of each dossier at its moment, from what was finished by a minute."""
        needed = Needed(self.lives, self.knowledge, until)
        with threadpool_limits(1):
            return self._best(model, moments, needed, list(needed.outlooks(moments)))

    def _best(
        self, model: Model | None, moments: Moments, needed: Needed, plain: list[Outlook | None]
    ) -> list[Outlook | None]:
        """Return what the model says where it knows the procedure, else what was plainly needed."""
        if model is None or not len(moments):
            return plain
        known = needed.finished(self.lives.procedure[moments.dossier]) >= LEAST_FOR_MODEL
        table = self.knowledge.table(moments)
        left = self.knowledge.due(moments) - moments.at
        chances = np.where(left <= 0, 1.0, model.chances(table, _chances(plain)))
        rows = zip(
            known.tolist(), plain, chances.tolist(), left.tolist(),
            model.needed(table, 0.5).tolist(), model.needed(table, 0.9).tolist(), strict=True,
        )  # fmt: skip
        return [
            _of_model(chance, given, half, most) if is_known or said is None else said
            for is_known, said, chance, given, half, most in rows
        ]

    def _tried(self, model: Model | None, running: Moments) -> Tried:
        came = (self.lives.late[running.dossier] == 1).tolist()
        before = self._running(self._told(-1.0, self.cuts[1]))
        base = float(np.mean(self.lives.late[before.dossier])) if len(before) else 0.5
        needed = Needed(self.lives, self.knowledge, self.cuts[1])
        plain = list(needed.outlooks(running))
        outlooks = self._best(model, running, needed, plain)
        finish = self._finish(running, outlooks)
        return Tried(
            moments=len(running),
            dossiers=len(np.unique(running.dossier)),
            score=score(_or(base, outlooks), came, base),
            score_of_statistics=score(_or(base, plain), came, base),
            median_error=finish[0],
            within_ninetieth=finish[1],
            importance=self._importance(model, running) if model else {},
        )

    def _finish(self, moments: Moments, outlooks: list[Outlook | None]) -> tuple[float, float]:
        """Return the median error of the likely finish and how many finished by the latest one."""
        decided = self.lives.decided[moments.dossier]
        needed = np.where(np.isnan(decided), self.now, decided) - moments.at
        pairs = [(o, n) for o, n in zip(outlooks, needed.tolist(), strict=True) if o is not None]
        if not pairs:
            return 0.0, 0.0
        errors = sorted(abs(outlook.median - minutes) for outlook, minutes in pairs)
        within = sum(minutes <= outlook.ninetieth + 1 for outlook, minutes in pairs)
        return quantile(errors, 0.5), within / len(pairs)

    def _importance(self, model: Model, moments: Moments) -> dict[str, float]:
        rng = np.random.default_rng(SEED)
        few = moments.only(
            np.sort(rng.choice(len(moments), min(MOST_TRIED, len(moments)), replace=False))
        )
        worth = permutation_importance(
            model.late, self.knowledge.table(few), self.lives.late[few.dossier],
            scoring=_log_likelihood, n_repeats=3, random_state=SEED,
        )  # fmt: skip
        means = [max(0.0, float(mean)) for mean in worth["importances_mean"]]
        whole = sum(means) or 1.0
        return {name: mean / whole for name, mean in zip(FEATURES, means, strict=True)}


def _regressor(share: float) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        loss="quantile", quantile=share, max_iter=60, learning_rate=0.1, max_leaf_nodes=15,
        min_samples_leaf=40, categorical_features=CATEGORIES, early_stopping=False,
        random_state=SEED,
    )  # fmt: skip


def _calibration(raw: Floats, came: Floats) -> IsotonicRegression:
    """Return what turns scores into the shares that came true of them, never quite 0 or 1."""
    smallest = 1 / (len(raw) + 2)
    steps = IsotonicRegression(y_min=smallest, y_max=1 - smallest, out_of_bounds="clip")
    return steps.fit(raw, came)


def _of_model(chance: float, left: float, half: float, most: float) -> Outlook:
    late, given = (None, None) if isnan(left) else (chance, left)  # no limit runs
    return Outlook(
        late, agreed(half, given, late, 0.5), agreed(most, given, late, 0.9), Basis.MODEL
    )


def _mixed(late: HistGradientBoostingClassifier, table: Floats, plain: Floats) -> Floats:
    """Return what a model says, drawn a third of the way to what statistics say.

    A model learns more, and is more wrong where times change; together they are wrong less.
    """
    said = late.predict_proba(table)[:, 1]
    mixed = MODEL_SHARE * said + (1 - MODEL_SHARE) * plain
    return np.asarray(np.where(np.isnan(plain), said, mixed))


def _is_worth_it(scores: Floats, plain: Floats, dossier: Numbers, came: Floats) -> bool:
    """Say whether a model foresees better than statistics do, on moments new to both.

    Every other dossier calibrates what is said of the rest, so that nothing is said of one by what
    it taught itself.
    """
    said = np.zeros(len(scores))
    for side in (0, 1):
        rest = dossier % 2 != side
        if rest.all() or not rest.any():
            return False
        said[~rest] = _calibration(scores[rest], came[rest]).predict(scores[~rest])
    otherwise = np.where(np.isnan(plain), came.mean(), plain)
    return bool(np.mean((said - came) ** 2) < np.mean((otherwise - came) ** 2))


def _chances(outlooks: list[Outlook | None]) -> Floats:
    """Return the chances of being late; NaN where none was said."""
    return np.array([np.nan if one is None or one.late is None else one.late for one in outlooks])


def _or(otherwise: float, outlooks: list[Outlook | None]) -> list[float]:
    chances = _chances(outlooks)
    return list(np.where(np.isnan(chances), otherwise, chances).tolist())


def _log_likelihood(model: Any, table: Floats, late: NDArray[np.float64]) -> float:
    chances = np.clip(model.predict_proba(table)[:, 1], 1e-6, 1 - 1e-6)
    return float(np.mean(np.where(late == 1, np.log(chances), np.log1p(-chances))))
