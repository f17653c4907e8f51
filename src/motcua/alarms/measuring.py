"""Looking at the parts of the system: each function returns the readings of one part."""

import json
import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from motcua.alarms.rules import Level, Reading, level_of
from motcua.alarms.thresholds import measures
from motcua.events.queries import held_back, owed_since
from motcua.events.years import years
from motcua.exchange.queries import backlog
from motcua.incidents.queries import clocks_running
from motcua.people.queries import refused_content
from motcua.runtime.backups.folder import MADE
from motcua.runtime.backups.making import target_of
from motcua.runtime.keys import keys_left
from motcua.runtime.postgres import Cluster
from motcua.runtime.state import State
from motcua.runtime.sweep import OUTCOME
from motcua.signing.anchoring import folder, last_anchored
from motcua.signing.queries import first_to_expire

log = logging.getLogger(__name__)
ATTEMPTS = 3  # after so many, news are held back by something that does not pass
_QUEUED = """
SELECT extract(epoch FROM %s - min(event.at)) FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at < now())
"""
_FAILED = """
SELECT count(*) FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'failed'
WHERE job.status = 'failed' AND event.at > %s - interval '24 hours'
"""
_SILENT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
# What the database says of itself, in one look.
_DATABASE = """
SELECT
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::float
        / current_setting('max_connections')::int,
    (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'),
    (SELECT max(age(datfrozenxid)) / 2000000000.0 FROM pg_database)
"""
# What receives the log for a backup replays nothing, and is no replica.
_REPLICAS = """
SELECT application_name, extract(epoch FROM coalesce(replay_lag, interval '0'))
FROM pg_stat_replication WHERE state <> 'backup' AND replay_lsn IS NOT NULL ORDER BY 1
"""


def look(at: datetime, clock: Callable[[], float]) -> list[Reading]:
    """Read every measure; `clock` is this machine's, in seconds, to compare with the database's."""
    found = _clocks(clock)
    for part in _PARTS:
        found += part(at)
    return found


def _clocks(clock: Callable[[], float]) -> list[Reading]:
    """Compare clocks: the database reads its own between our two looks; beyond them is skew."""
    before = clock()
    between = _one("SELECT extract(epoch FROM clock_timestamp())")[0]
    assert between is not None
    return [Reading("clock_skew", max(before - between, between - clock(), 0.0))]


def judged(readings: list[Reading]) -> dict[tuple[str, str], tuple[Reading, Level]]:
    """Judge readings by the thresholds of this installation."""
    known = measures()
    return {
        (one.measure, one.subject): (one, level_of(known[one.measure], one.value))
        for one in readings
    }


def _one(statement: str, given: list[datetime] | None = None) -> tuple[float | None, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return tuple(None if one is None else float(one) for one in row)


def _news(at: datetime) -> list[Reading]:
    since = owed_since()
    waited = 0.0 if since is None else (at - since).total_seconds()
    return [Reading("news_age", waited), Reading("held_back_news", held_back(ATTEMPTS))]


def _jobs(at: datetime) -> list[Reading]:
    return [
        Reading("jobs_age", _one(_QUEUED, [at])[0] or 0.0),
        Reading("failed_jobs", _one(_FAILED, [at])[0]),
        Reading("worker_silence", _one(_SILENT)[0]),
    ]


def _exchange(at: datetime) -> list[Reading]:
    left = backlog()
    waited = 0.0 if left.since is None else (at - left.since).total_seconds()
    return [
        Reading("outgoing_age", waited, detail=str(left.waiting)),
        Reading("dead_letters", left.dead),
        Reading("silent_peers", left.silent),
    ]


def _log(at: datetime) -> list[Reading]:
    last, known = last_anchored(folder()), years(localdate(at))
    missing = ", ".join(map(str, known.missing)) or str(known.kept[-1])
    return [
        Reading("anchor_age", None if last is None else (at - last).total_seconds()),
        Reading("years_missing", len(known.missing), detail=missing),
        Reading("years_astray", len(known.astray), detail=", ".join(map(str, known.astray))),
    ]


def _backup(at: datetime) -> list[Reading]:
    state = State(Path(settings.STATE))
    target = target_of(state)
    if target is None and not Cluster(state).is_made():
        return []  # a database that runs elsewhere is backed up where it runs
    made = sorted(target.glob(f"base/*/{MADE}")) if target else []
    if not made:
        return [Reading("backup_age", None)]
    last = datetime.fromisoformat(json.loads(made[-1].read_text())["made_at"])
    return [Reading("backup_age", (at - last).total_seconds())]


def _sweep(at: datetime) -> list[Reading]:
    path = Path(settings.STATE) / OUTCOME
    if not path.exists():
        return [Reading("sweep_age", None)]
    told = json.loads(path.read_text())
    last = datetime.fromisoformat(told["at"])
    return [
        Reading("sweep_age", (at - last).total_seconds()),
        Reading("sweep_violations", sum(told["violations"].values())),
    ]


def _keys(at: datetime) -> list[Reading]:
    """Read how many data keys an older master key still wraps; nothing while none is rotated."""
    left = keys_left(Path(settings.KEYS))
    return [] if left is None else [Reading("keys_left", left)]


def _disks(at: datetime) -> list[Reading]:
    """Read each disk once, under the first name that leads to it."""
    places = {"dữ liệu": settings.STATE, "neo nhật ký": settings.ANCHORS}
    if (target := target_of(State(Path(settings.STATE)))) is not None:
        places["sao lưu"] = target
    seen: dict[int, Reading] = {}
    for name, place in places.items():
        if Path(place).exists() and (device := Path(place).stat().st_dev) not in seen:
            used = shutil.disk_usage(place)
            seen[device] = Reading("disk_free", used.free / used.total, name)
    return list(seen.values())


def _certificates(at: datetime) -> list[Reading]:
    found = []
    soonest = first_to_expire(at)
    if soonest is not None:
        found.append(Reading("certificate_days", (soonest - at).days, "chữ ký số"))
    if settings.TLS_CERTIFICATE is not None:
        found.append(
            Reading("certificate_days", _days_left(settings.TLS_CERTIFICATE, at), "trang web")
        )
    return found


def _days_left(certificate: Path, at: datetime) -> float | None:
    """Return for how many days a certificate holds; None when the file cannot be read."""
    try:
        return (load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc - at).days
    except (OSError, ValueError):
        log.warning("the certificate of MOTCUA_TLS_CERTIFICATE cannot be read")
        return None


def _database(at: datetime) -> list[Reading]:
    connections, longest, age = _one(_DATABASE)
    with connection.cursor() as cursor:
        cursor.execute(_REPLICAS)
        lags = [Reading("replica_lag", float(lag), name) for name, lag in cursor.fetchall()]
    return [
        Reading("connections_used", connections),
        Reading("longest_transaction", longest),
        Reading("transaction_age", age),
        *lags,
    ]


def _content(at: datetime) -> list[Reading]:
    return [Reading("refused_content", refused_content(at))]


def _incidents(at: datetime) -> list[Reading]:
    """Read, of each incident with something left to tell, the time until the soonest is due."""
    running = clocks_running(at)
    soonest = [
        Reading("incident_clock", (one.due_at - at).total_seconds(), one.number) for one in running
    ]
    return [*soonest, Reading("incident_late", sum(one.late for one in running))]


_PARTS: tuple[Callable[[datetime], list[Reading]], ...] = (
    _news,
    _jobs,
    _exchange,
    _log,
    _backup,
    _sweep,
    _keys,
    _disks,
    _certificates,
    _database,
    _content,
    _incidents,
)
