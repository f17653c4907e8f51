"""Learning finds what is there to find, admits what is not, and never looks ahead."""

import subprocess
import sys

import numpy as np

from motcua.forecasts.learning import Learned, Learning
from motcua.forecasts.lives import ONE_DAY, Moments
from motcua.forecasts.renewal import still_open
from motcua.forecasts.rules import Basis
from tests.forecasts.lived import facts, history, without_limits

MANY = 3000


def learned_from(slow: float, **given: int) -> tuple[Learning, Learned]:
    learning = Learning(history(facts(MANY, slow=slow, **given)))
    return learning, learning.learn()


def test_a_slow_agency_is_found_and_foretold_well() -> None:
    _, learned = learned_from(0.6)

    tried = learned.tried
    assert learned.model is not None
    assert tried is not None
    assert tried.score.brier < 0.75 * tried.score.base_brier
    assert tried.importance["agency_late"] > 0.2
    for one in tried.score.bins:
        assert one.many < 200 or abs(one.said - one.came) < 0.12
    assert 0.8 < tried.within_ninetieth < 0.97


def test_the_same_history_teaches_the_same() -> None:
    first, second = learned_from(0.5)[1].tried, learned_from(0.5)[1].tried

    assert first == second


def test_where_nobody_is_late_there_is_no_model() -> None:
    learning, learned = learned_from(0.0)

    assert learned.model is None
    assert learned.tried is not None
    assert learned.tried.score.brier < 0.001
    assert {one.basis for one in learning.outlooks(None, _some(learning), learning.now) if one} <= {
        Basis.STEP,
        Basis.PROCEDURE,
    }


def test_the_outcomes_of_later_dossiers_teach_nothing() -> None:
    told = facts(MANY)
    now = 300 * ONE_DAY
    learning = Learning(history(told, now))
    later = Learning(history(told))
    later.now, later.moments, later.cuts = learning.now, learning.moments, learning.cuts

    model, same = learning.learn().model, later.learn().model
    asked = learning.knowledge.table(_some(learning))
    plain = np.full(len(asked), 0.2)

    assert model is not None
    assert same is not None
    assert np.array_equal(model.chances(asked, plain), same.chances(asked, plain))
    assert np.array_equal(model.needed(asked, 0.5), same.needed(asked, 0.5))


def test_a_procedure_that_few_dossiers_tell_of_stands_on_statistics() -> None:
    told = facts(MANY, slow=0.6)
    told.procedure[:] = 0
    told.procedure[-20:] = 7
    now = float(told.accepted[-1]) + 1
    learning = Learning(history(told, now))

    model = learning.learn().model
    waiting = still_open(history(told, now))
    bases = dict(
        zip(
            learning.lives.procedure[waiting.dossier].tolist(),
            [one.basis for one in learning.outlooks(model, waiting, now) if one],
            strict=True,
        )
    )

    assert bases[0] is Basis.MODEL
    assert bases[7] in {Basis.SECTOR, Basis.PROVINCE}


def test_without_a_limit_only_the_finish_is_foretold() -> None:
    learning = Learning(without_limits(history(facts(400))))

    learned = learning.learn()
    said = [one for one in learning.outlooks(learned.model, _some(learning), learning.now) if one]

    assert (learned.model, learned.tried) == (None, None)
    assert said
    assert all(one.late is None and one.median <= one.ninetieth for one in said)


def test_what_is_late_already_is_certainly_late() -> None:
    told = facts(MANY)
    learning = Learning(history(told, 300 * ONE_DAY))

    waiting = still_open(history(told, 300 * ONE_DAY))
    overdue = waiting.only(learning.lives.due[waiting.dossier] < learning.now)
    said = learning.outlooks(learning.learn().model, overdue, learning.now)

    assert len(overdue)
    assert {one.late for one in said if one} == {1.0}


def test_a_web_server_starts_without_the_library() -> None:
    loads = (
        "import sys, django; django.setup(); import motcua.urls, motcua.forecasts.jobs;"
        "sys.exit(bool({'sklearn', 'scipy'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-P", "-c", loads], check=False).returncode == 0


def _some(learning: Learning) -> Moments:
    return learning.moments.only(np.arange(0, len(learning.moments), 50))
