"""What was measured beside what is aimed at."""

from statistics import median
from typing import Any


def at_most(what: str, measured: float, most: float, unit: str = "ms") -> dict[str, Any]:
    """Return an aim that is met when no more was measured."""
    return _told(what, measured, unit, f"<= {most:g}", met=measured <= most)


def at_least(what: str, measured: float, least: float, unit: str = "a second") -> dict[str, Any]:
    """Return an aim that is met when no less was measured."""
    return _told(what, measured, unit, f">= {least:g}", met=measured >= least)


def _told(what: str, measured: float, unit: str, target: str, *, met: bool) -> dict[str, Any]:
    return {"what": what, "measured": measured, "unit": unit, "target": target, "met": met}


def spread(figures: list[float], digits: int = 2) -> dict[str, float]:
    """Return the median of several rounds, and the least and the most of them."""
    told = {"median": median(figures), "least": min(figures), "most": max(figures)}
    return {name: round(figure, digits) for name, figure in told.items()}


def lines(targets: list[dict[str, Any]]) -> list[str]:
    """Write aims for a terminal, a line each."""
    return [
        f"{'met ' if one['met'] else 'NOT '} {one['what']}: {one['measured']} {one['unit']}"
        f" (target {one['target']})"
        for one in targets
    ]
