"""Every test run gets a state folder, secrets and an embedded database of its own.

The database starts with the first test that needs it.
"""

import os
from collections.abc import Iterator

import django
import hypothesis
import pytest

from motcua.cli.surroundings import equip
from motcua.runtime.postgres import Cluster, embedded
from motcua.runtime.state import State, open_state, state_path

# Processes that share a run out inherit the folder of the one that began it.
TESTS = open_state(open_state(state_path()).root / os.environ.get("PYTEST_XDIST_WORKER", "test"))


def _use(state: State) -> None:
    """Let nothing of a system in use reach the tests, nor the tests reach it."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        del os.environ[name]
    equip(state)
    os.environ["MOTCUA_DATABASE_URL"] = Cluster(state, durable=False).url()
    os.environ["MOTCUA_SAMPLE"] = "1"


_use(TESTS)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(TESTS.folder("cache") / "hypothesis")
# A busy machine is slow and not wrong: speed is measured in bench/, never asserted here.
hypothesis.settings.register_profile("motcua", deadline=None)
hypothesis.settings.load_profile("motcua")
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """Keep temporary folders below the state folder too."""
    if config.option.basetemp is None:
        config.option.basetemp = str(TESTS.root / "tmp")


def pytest_xdist_setupnodes() -> None:
    """Let processes that share a run out find their own settings, not those of this one."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Walk the journeys last: a browser keeps an event loop running, which signing cannot share."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """Run the database of the tests; it forgets on a power cut, which makes it fast."""
    with embedded(TESTS, durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: str) -> None:
    """Have the server run, and the static files in place, before Django makes its database."""
    from motcua.cli import static_files  # needs Django's settings

    static_files.collect(TESTS)
