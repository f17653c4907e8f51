"""Reading environment variables: the only place where one installation differs from another."""

import os
from urllib.parse import unquote, urlsplit


class SettingMissing(SystemExit):
    """A setting without which nothing may start; the text names the variable."""


def text(name: str, default: str | None = None) -> str:
    """Return an environment variable, or the default; refuse to start without either."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"Thiếu biến môi trường {name}; xem .env.example.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable: 1, true, yes or 0, false, no."""
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in {"1", "true", "yes", "0", "false", "no"}:
        raise SettingMissing(f"Biến {name} phải là 1 hoặc 0, không phải “{value}”.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise SettingMissing(f"Biến {name} phải là số nguyên, không phải “{value}”.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a list written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(
    url: str, *, pool: int, patience: int, lock_patience: int = 10_000
) -> dict[str, object]:
    """Turn `postgresql://user:password@host:port/name?host=/socket` into Django's form.

    A process keeps `pool` connections at most; a statement may take `patience` milliseconds, and
    wait `lock_patience` of them for a lock.
    """
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingMissing("MOTCUA_DATABASE_URL phải bắt đầu bằng postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": query.get("port", str(parts.port or "")),
        "OPTIONS": {
            # Statements are prepared once per connection instead of being planned each time.
            "server_side_binding": True,
            "prepare_threshold": 5,
            "pool": {"min_size": 1, "max_size": pool, "timeout": 10},
            "options": (
                f"-c statement_timeout={patience}"
                f" -c lock_timeout={lock_patience} -c idle_in_transaction_session_timeout=60000"
                " -c synchronous_commit=on"
            ),
        },
        "TEST": {"NAME": "test_motcua"},
    }
