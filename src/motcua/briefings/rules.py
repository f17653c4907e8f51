"""Whose the digest is, and which week it is of."""

from datetime import date

from motcua.kernel.actors import Role

OVERSEEING = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)
LEADING = (Role.SIGNATORY,)  # of the agency of the province


def week_of(day: date) -> str:
    """Return the week of a day as ISO 8601 writes it: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
