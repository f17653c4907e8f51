"""Code lists that choices take their options from: published, numbered, never changed.

A field names a list with its version, `ethnic_groups@1`, so that a form says for ever what could
be chosen when it was filled in. A corrected list is a new version with the next number. Some lists
come with the system as files; the province writes its own, which `CodeLists` looks up.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "facts" / "lists"
LIST_NAME = re.compile(r"[a-z][a-z_]{0,40}")
_NAME = re.compile(rf"({LIST_NAME.pattern})@([1-9][0-9]{{0,3}})")

Options = Sequence[Mapping[str, object]]
CodeLists = Callable[[str, int], Options | None]
_written: list[CodeLists] = []


class UnknownList(LookupError):
    """There is no list of this name and version."""


def look_in(lists: CodeLists) -> None:
    """Have published lists looked up there too. Called once, from `AppConfig.ready`."""
    _written[:] = [lists]


@lru_cache(maxsize=200)
def listed(name: str) -> Options:
    """Return the options of a list such as `ethnic_groups@1`; what is published may be kept."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise UnknownList(name)
    file = FOLDER / f"{found[1]}.{found[2]}.json"
    if file.is_file():
        options: Options = json.loads(file.read_text(encoding="utf-8"))["options"]
        return options
    for lists in _written:
        there = lists(found[1], int(found[2]))
        if there is not None:
            return there
    raise UnknownList(name)


def built_in() -> list[tuple[str, int, Mapping[str, object]]]:
    """Return the lists that come with the system: name, version and what the file says."""
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        name, _, version = file.stem.rpartition(".")
        found.append((name, int(version), json.loads(file.read_text(encoding="utf-8"))))
    return found


def published_lists() -> list[str]:
    """Name the lists that come with the system."""
    return [f"{name}@{version}" for name, version, _ in built_in()]


def options_of(field: Mapping[str, object]) -> Options:
    """Return what may be chosen: the field's own options, or those of the list it names."""
    own: Options = field.get("options") or ()  # type: ignore[assignment]
    return own or (listed(str(field["list"])) if field.get("list") else ())
