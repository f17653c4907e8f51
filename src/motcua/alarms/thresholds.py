"""The measures and their thresholds: data, with what an installation changed of them."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.alarms.rules import Measure
from motcua.kernel.environment import SettingMissing

FACTS = Path(__file__).parent / "facts" / "thresholds.toml"
_CHANGEABLE = {"warning", "alarm"}


@cache
def measures() -> dict[str, Measure]:
    """Return every measure by its id, as this installation wants it."""
    known = {one["id"]: _measure(one) for one in _read(FACTS)}
    if settings.THRESHOLDS is None:
        return known
    for changed in _read(settings.THRESHOLDS):
        identity = changed.pop("id", "")
        if identity not in known or not changed.keys() <= _CHANGEABLE:
            raise SettingMissing(
                f"{settings.THRESHOLDS}: mỗi mục [[measure]] gồm id có trong {FACTS.name}"
                f" và warning, alarm; xem lại mục “{identity}”."
            )
        known[identity] = replace(known[identity], **changed)
    return known


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["measure"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise SettingMissing(f"Không đọc được ngưỡng cảnh báo ở {path}: {error}") from error
    return found


def _measure(told: dict[str, Any]) -> Measure:
    facts = {name: value for name, value in told.items() if name != "worse"}
    return Measure(**facts, higher_is_worse=told["worse"] == "higher")
