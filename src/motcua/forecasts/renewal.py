"""Learning anew from all that has happened, and foreseeing every open dossier.

Imported only by what learns, see `learning`.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import numpy as np

from motcua.forecasts.actions import replace_forecasts
from motcua.forecasts.history import History, read_history
from motcua.forecasts.learning import Learned, Learning
from motcua.forecasts.lives import Moments
from motcua.forecasts.models import Forecast, Training
from motcua.forecasts.rules import Outlook
from motcua.kernel.actors import SYSTEM


def renew(at: datetime) -> Training | None:
    """Learn from what is known at a moment and replace all forecasts; None without a history."""
    history = read_history(at)
    if history is None:
        return None
    learning = Learning(history)
    learned = learning.learn()
    waiting = still_open(history)
    outlooks = learning.outlooks(learned.model, waiting, history.now)
    counted = Counter(one.basis.value for one in outlooks if one is not None)
    forecasts = forecasts_of(history, waiting, outlooks, at)
    training = training_of(learned, dict(counted))
    return replace_forecasts(training, forecasts, by=SYSTEM, at=at)


def still_open(history: History) -> Moments:
    """Return the open dossiers whose clock runs, and those without a limit, as they are now."""
    lives = history.lives
    everyone = np.arange(len(lives.ids))
    now = np.full(len(everyone), history.now)
    runs = ~np.isnan(lives.dues.latest(everyone, now)) | ~lives.limited
    chosen = np.flatnonzero(np.isnan(lives.decided) & runs)
    return Moments(chosen, now[chosen])


def forecasts_of(
    history: History, waiting: Moments, outlooks: list[Outlook | None], at: datetime
) -> Iterator[Forecast]:
    """Yield the forecasts of dossiers as rows; of those that nothing can be said of, none."""
    lives = history.lives
    overdue = lives.late[waiting.dossier] == 1
    for place, is_late, outlook in zip(
        waiting.dossier.tolist(), overdue.tolist(), outlooks, strict=True
    ):
        if outlook is None:
            continue
        yield Forecast(
            dossier_id=lives.ids[place],
            agency=lives.agencies[place],
            late=outlook.late,
            overdue=is_late,
            likely_at=history.axis.moment(history.now + outlook.median),
            ninetieth_at=history.axis.moment(history.now + outlook.ninetieth),
            basis=outlook.basis.value,
            at=at,
        )


def training_of(learned: Learned, bases: dict[str, int]) -> Training:
    """Return the row of a night of learning; `bases` counts what its forecasts stand on."""
    training = Training(
        with_model=learned.model is not None,
        moments=learned.moments,
        dossiers=learned.dossiers,
        bases=bases,
    )
    tried = learned.tried
    if tried is not None:
        training.tried_moments, training.tried_dossiers = tried.moments, tried.dossiers
        training.brier, training.base_brier = tried.score.brier, tried.score.base_brier
        training.statistics_brier = tried.score_of_statistics.brier
        training.log_loss, training.bins = tried.score.log_loss, tried.score.as_facts()
        training.median_error_minutes = tried.median_error
        training.within_ninetieth = tried.within_ninetieth
        training.importance = tried.importance
    return training
