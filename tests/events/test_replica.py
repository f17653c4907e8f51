"""Pages that only show read from a real streaming replica, and from the primary without it."""

import shutil
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from motcua.events import replica
from motcua.kernel.actors import Role
from motcua.kernel.environment import database
from motcua.runtime.backups.server import Server
from motcua.runtime.postgres import Cluster
from motcua.runtime.state import open_state
from motcua.web import lagging
from tests.builders import a_province, an_officer
from tests.conftest import TESTS
from tests.web.portals import browser_of, monday

__all__ = ["monday"]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standby(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cluster, Cluster]]:
    """Run a replica of the tests' own database server, streaming from it."""
    primary = Cluster(TESTS, durable=False)
    state = open_state(tmp_path_factory.mktemp("replica") / "state")
    for name in ("postgres", "postgres-owner"):
        shutil.copy(TESTS.folder("keys") / name, state.folder("keys") / name)
    copy = Cluster(state, durable=False)
    server = Server(primary)
    place = state.root / "postgres"
    server.run("pg_basebackup", "-D", str(place), "-R", "-X", "stream", "-c", "fast")
    for path in (place, *place.rglob("*")):
        copy.account.give(path)
    copy.ensure_running()
    yield primary, copy
    if copy.is_running():
        copy.stop()


@pytest.fixture
def with_replica(standby: tuple[Cluster, Cluster], settings: Any) -> Iterator[Cluster]:
    """Have Django know the replica, as settings with `MOTCUA_REPLICA_URL` do."""
    name = connection.settings_dict["NAME"]
    known = connections.settings | {"replica": database(standby[1].url(), pool=1, patience=5_000)}
    known["replica"] = {**known["default"], **known["replica"], "NAME": name}
    known["replica"]["OPTIONS"] = {**known["replica"]["OPTIONS"], "pool": False}
    before, connections.settings = connections.settings, known
    settings.DATABASE_ROUTERS = ["motcua.events.replica.Router"]
    replica._looked.update(at=-replica.LOOKED_AT, fit=False)
    connections["replica"].connect()  # a test may not, by itself
    yield standby[1]
    connections["replica"].close()
    del connections["replica"]
    connections.settings = before


def test_what_the_primary_writes_arrives_at_the_replica(standby: tuple[Cluster, Cluster]) -> None:
    primary, copy = standby
    with psycopg.connect(primary.owner_url(), autocommit=True) as owner:
        owner.execute("CREATE TABLE arrived (at timestamptz)")
        owner.execute("INSERT INTO arrived VALUES (now())")
    try:
        until = time.monotonic() + 20
        with psycopg.connect(copy.owner_url(), autocommit=True) as reader:
            while not reader.execute("SELECT to_regclass('arrived')").fetchone()[0]:  # type: ignore[index]
                assert time.monotonic() < until
                time.sleep(0.05)
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                reader.execute("DELETE FROM arrived")
    finally:
        with psycopg.connect(primary.owner_url(), autocommit=True) as owner:
            owner.execute("DROP TABLE arrived")


def test_a_page_that_shows_reads_the_replica_and_rights_come_from_the_primary(
    with_replica: Cluster,
) -> None:
    seen = []
    monitor = browser_of(an_officer(a_province().commune, Role.MONITOR))
    inbox = browser_of(an_officer(a_province().commune, Role.CASE_OFFICER))

    def noted(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.append(str(sql))
        return execute(sql, params, many, context)

    with connections["replica"].execute_wrapper(noted):
        # The officer exists only in the transaction of this test: the replica never saw them.
        assert monitor.get("/theo-doi/xep-hang").status_code == 200
        assert len(seen) > 1
        seen.clear()
        assert inbox.get("/can-bo/").status_code == 200
        assert seen == []


def test_nobody_misses_what_they_have_just_changed(with_replica: Cluster) -> None:
    answer = Client().post("/ngon-ngu", {"language": "en"})

    assert answer.cookies[lagging.FRESH]["max-age"] == lagging.FRESH_SECONDS
    assert chosen("/theo-doi/xep-hang") == "replica"
    assert chosen("/theo-doi/xep-hang", fresh=True) == "default"
    assert chosen("/theo-doi/xep-hang", method="post") == "default"
    assert chosen("/can-bo/") == "default"
    assert lagging.FRESH not in Client().post("/api/v1/dossiers").cookies


def chosen(address: str, method: str = "get", fresh: bool = False) -> str:
    """Return where a view at an address would read."""
    found: list[str] = []
    request = getattr(RequestFactory(), method)(address)
    request.resolver_match, request.user = resolve(address), None
    if fresh:
        request.COOKIES[lagging.FRESH] = "1"

    def served(asked: Any) -> HttpResponse:
        layer.process_view(asked, None, (), {})
        found.append(replica.alias())
        return HttpResponse()

    layer = lagging.LaggingMiddleware(served)
    layer(request)
    assert replica.alias() == "default"
    return found[0]


def test_a_replica_that_is_away_or_far_behind_is_left_alone(
    with_replica: Cluster, settings: Any
) -> None:
    moment = [100.0]

    def clock() -> float:
        return moment[0]

    assert replica.is_fit(clock)
    settings.REPLICA_LAG = -1
    moment[0] += replica.LOOKED_AT
    assert not replica.is_fit(clock)
    settings.REPLICA_LAG = 5
    moment[0] += replica.LOOKED_AT / 2
    assert not replica.is_fit(clock)  # it was looked at a moment ago
    with_replica.stop()
    moment[0] += replica.LOOKED_AT
    assert not replica.is_fit(clock)
    with_replica.ensure_running()
