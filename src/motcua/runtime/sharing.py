"""Where the processes of one installation count together; named before any of them counts.

Kept apart from `metrics`: the client of Prometheus looks at the environment when it is imported.
"""

import os
import shutil

from motcua.runtime.state import State

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def begin_counting(state: State) -> None:
    """Have processes that are started from here on count into the state folder, from nothing."""
    shutil.rmtree(state.root / "run" / "metrics", ignore_errors=True)
    join_counting(state)


def join_counting(state: State) -> None:
    """Have this process count where the others of the state folder do."""
    folder = state.root / "run" / "metrics"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault(FOLDER, str(folder))
