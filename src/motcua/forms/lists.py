"""Code lists that choices take their options from: published, numbered, never changed.

A field names a list with its version, `ethnic_groups@1`, so that a form says for ever what could
be chosen when it was filled in. A corrected list is a new file with the next number.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "facts" / "lists"
_NAME = re.compile(r"([a-z][a-z_]{0,40})@([1-9][0-9]{0,3})")

Options = Sequence[Mapping[str, object]]


class UnknownList(LookupError):
    """There is no list of this name and version."""


@lru_cache(maxsize=200)
def listed(name: str) -> Options:
    """Return the options of a list such as `ethnic_groups@1`."""
    found = _NAME.fullmatch(name)
    file = FOLDER / f"{found[1]}.{found[2]}.json" if found else None
    if file is None or not file.is_file():
        raise UnknownList(name)
    options: Options = json.loads(file.read_text(encoding="utf-8"))["options"]
    return options


def published_lists() -> list[str]:
    """Name the lists that a form may use."""
    return sorted("@".join(file.stem.rsplit(".", 1)) for file in FOLDER.glob("*.json"))


def options_of(field: Mapping[str, object]) -> Options:
    """Return what may be chosen: the field's own options, or those of the list it names."""
    own: Options = field.get("options") or ()  # type: ignore[assignment]
    return own or (listed(str(field["list"])) if field.get("list") else ())
