"""Reading environment variables: the only place where one installation differs from another."""

import os


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
