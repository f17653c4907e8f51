"""How the embedded PostgreSQL is set: for a province's office server, safety first."""

import os
import shlex
from pathlib import Path

from motcua.runtime.sockets import PORT

MEGABYTE = 1024 * 1024


def options_of_initdb() -> list[str]:
    """Return what a new database is made with; an operator may edit postgresql.conf later."""
    fixed = [
        "--username=postgres",
        "--pwfile=keys/postgres-owner",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=PG_UNICODE_FAST",
        "--data-checksums",
        "--no-instructions",
    ]
    return fixed + [f"--set={name}={value}" for name, value in _settings().items()]


def _settings() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    return {
        "shared_buffers": f"{max(64, min(512, memory // 4))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_connections": "100",
        "max_wal_size": "2GB",
        "min_wal_size": "128MB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",  # solid-state disks
        "jit": "off",  # costs more than it saves on short queries
        "max_parallel_workers_per_gather": "0",  # two cores; /dev/shm is tiny in containers
        "password_encryption": "scram-sha-256",
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "Asia/Ho_Chi_Minh",
        # Nothing personal in logs: neither statements nor the values of a violated constraint.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def options_of_a_start(sockets: Path, *, durable: bool) -> str:
    """Return the server's own options, as pg_ctl passes them on through a shell."""
    folder = str(sockets).replace('"', '""')
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{folder}"',
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "max_slot_wal_keep_size": "10GB",  # what a backup that is not fetched may take up
        "summarize_wal": "on" if durable else "off",  # lets a backup copy only what changed
    }
    return " ".join(shlex.quote(f"-c{name}={value}") for name, value in settings.items())
