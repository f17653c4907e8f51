"""Reading the facts of the sample province."""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FACTS = FOLDER / "facts"
FLAGSHIPS = FOLDER / "flagships"
CALLED = FOLDER / "called"
HOLIDAYS = FOLDER.parent / "deadlines" / "facts" / "holidays.csv"


def rows(file: Path) -> list[dict[str, str]]:
    """Return a table of facts, row by row."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def catalogue() -> Iterator[dict[str, Any]]:
    """Go through the national catalogue, then through what its sources leave out."""
    with gzip.open(FACTS / "procedures.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
    with (FACTS / "procedures_added.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def parameters(name: str) -> dict[str, Any]:
    """Return a JSON file of facts or assumptions."""
    found: dict[str, Any] = json.loads((FACTS / name).read_text(encoding="utf-8"))
    return found


def flagship(slug: str, file: str) -> Any:
    """Return a file of a modelled procedure; JSON is read, the rest is text."""
    text = (FLAGSHIPS / slug / file).read_text(encoding="utf-8")
    return json.loads(text) if file.endswith(".json") else text


def flagships() -> list[str]:
    """Name the procedures that are modelled whole."""
    return sorted(folder.parent.name for folder in FLAGSHIPS.glob("*/procedure.json"))


def called_processes() -> dict[str, str]:
    """Return the files of the processes that others call, by code."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(CALLED.glob("*.bpmn"))}


def day(text: str) -> date | None:
    """Return a date, or none for an empty cell."""
    return date.fromisoformat(text) if text else None
