"""What taking in records will do, beside what is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from motcua.reform.incoming import SHAPES
from motcua.reform.models import IndexValue, OrganisationCut, RegisteredResult, Service

MODELS: Mapping[str, type[models.Model]] = {
    "procedures": Service,
    "register": RegisteredResult,
    "organisations": OrganisationCut,
    "indices": IndexValue,
}
BATCH = 2000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows of a file are new, differ from what is stored, and are as they were."""

    new: int
    changed: int
    unchanged: int


def compare(kind: str, rows: Rows) -> Compared:
    """Say what taking in will do."""
    stored = _stored(kind)
    names = [column.name for column in SHAPES[kind].columns]
    new = sum(1 for row in rows if _key(kind, row) not in stored)
    same = sum(
        1 for row in rows if stored.get(_key(kind, row)) == tuple(row[name] for name in names)
    )
    return Compared(new, len(rows) - new - same, same)


def _stored(kind: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    names = [column.name for column in SHAPES[kind].columns]
    places = [names.index(name) for name in SHAPES[kind].key]
    found = MODELS[kind]._default_manager.values_list(*names)
    return {tuple(row[place] for place in places): row for row in found.iterator(BATCH)}


def _key(kind: str, row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in SHAPES[kind].key)
