"""Reading the sample facts and the modelled procedures as the tests need them."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import motcua
from motcua.demo.reading import called_processes, catalogue
from motcua.forms.default_form import Applicants, default_form
from motcua.procedures.default_process import default_process
from motcua.workflow.bpmn.reading import read_with
from motcua.workflow.rules import Flow, Process

SOURCE = Path(motcua.__file__).parent
FACTS = SOURCE / "demo" / "facts"
FLAGSHIPS = SOURCE / "demo" / "flagships"
GENERIC = {"chung-cap-xa", "chung-cap-tinh"}
SLUGS = sorted(folder.name for folder in FLAGSHIPS.iterdir() if folder.is_dir())
MODELLED = [slug for slug in SLUGS if slug not in GENERIC]
TODAY = date(2026, 9, 1)
THREE_TIERS = date(2022, 6, 1)
Record = dict[str, Any]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def procedures() -> list[Record]:
    return list(catalogue())


@cache
def units() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows_of(FACTS / "units.csv")}


def part(slug: str, name: str) -> Record:
    if slug in GENERIC and name == "form.json":
        return default_form(slug, Applicants.EITHER, about_a_paper=True)
    found: Record = json.loads((FLAGSHIPS / slug / name).read_text(encoding="utf-8"))
    return found


def drawing_of(slug: str) -> str:
    if slug in GENERIC:
        tier = "commune" if slug == "chung-cap-xa" else "province"
        return default_process("general", "Quy trình chung", tier, None)
    return (FLAGSHIPS / slug / "process.bpmn").read_text(encoding="utf-8")


def process_of(slug: str) -> Process:
    return read_with(drawing_of(slug), called_processes().get)


def in_force(kind: str, day: date) -> list[str]:
    return [
        code
        for code, unit in units().items()
        if unit["kind"] == kind and covers(unit, day.isoformat(), day.isoformat())
    ]


def covers(unit: dict[str, str], begin: str, end: str) -> bool:
    return unit["valid_from"] <= begin and (unit["valid_to"] or "9") >= (end or "9")


def fields_of(form: Record) -> Iterator[Record]:
    for page in form["pages"]:
        for field in page["fields"]:
            yield field
            yield from field.get("fields", [])


def flows_of(process: Process) -> Iterator[Flow]:
    for flows in process.flows_out.values():
        yield from flows
