"""Learning from a history and foreseeing many dossiers, measured part by part."""

import platform
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sklearn
from django.db import transaction
from django.utils.timezone import now

from bench.event_log import history_of
from bench.machine import reference_loop
from motcua.forecasts.actions import replace_forecasts
from motcua.forecasts.history import History, read_history
from motcua.forecasts.learning import SEED, Learned, Learning
from motcua.forecasts.lives import Moments
from motcua.forecasts.renewal import forecasts_of, training_of
from motcua.forecasts.rules import Outlook
from motcua.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from bench.forecast import Stopwatch


def of_the_sample(many: int, watch: "Stopwatch") -> dict[str, Any]:
    """Read, learn, foresee and write; what is written is taken back."""
    at = now()
    history = watch.time("read the history", lambda: read_history(at))
    assert history is not None
    learning, learned = _learn(history, watch)
    waiting = _at_their_last_night(learning, many)
    outlooks = watch.time(
        f"foresee {len(waiting):,} dossiers",
        lambda: learning.outlooks(learned.model, waiting, history.now),
    )
    watch.time("write the forecasts", lambda: _write(history, learned, waiting, outlooks, at))
    return _report("sample province", history, learned, watch)


def of_a_log(path: Path, watch: "Stopwatch") -> dict[str, Any]:
    """Learn from an event log."""
    history = watch.time("read the log", lambda: history_of(path))
    _, learned = _learn(history, watch)
    return _report(path.name, history, learned, watch)


def _learn(history: History, watch: "Stopwatch") -> tuple[Learning, Learned]:
    learning = watch.time("look up what was known", lambda: Learning(history))
    return learning, watch.time("learn, calibrate, try", learning.learn)


def _at_their_last_night(learning: Learning, many: int) -> Moments:
    """Return different dossiers, each at the last night on which it was open, as if all still were.

    The sample holds only some hundred open ones.
    """
    latest = dict(zip(learning.moments.dossier.tolist(), learning.moments.at.tolist(), strict=True))
    dossiers = np.array(sorted(latest), dtype=np.int64)[-many:]
    return Moments(dossiers, np.array([latest[one] for one in dossiers.tolist()]))


def _write(
    history: History,
    learned: Learned,
    waiting: Moments,
    outlooks: list[Outlook | None],
    at: datetime,
) -> None:
    with transaction.atomic():
        replace_forecasts(
            training_of(learned, {}),
            forecasts_of(history, waiting, outlooks, at),
            by=SYSTEM,
            at=at,
        )
        transaction.set_rollback(True)


def _report(name: str, history: History, learned: Learned, watch: "Stopwatch") -> dict[str, Any]:
    return {
        "benchmark": "forecast",
        "history": name,
        "dossiers": len(history.lives.ids),
        "late": int((history.lives.late == 1).sum()),
        "moments": learned.moments,
        "trained_on": learned.dossiers,
        "with_model": learned.model is not None,
        "tried": asdict(learned.tried) if learned.tried else None,
        "seconds": watch.seconds,
        "settings": {
            "seed": SEED,
            "reference_loop_ms": round(reference_loop()),
            "python": platform.python_version(),
            "scikit_learn": sklearn.__version__,
        },
    }
