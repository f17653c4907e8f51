"""Answers as people would give them, to try the expressions of a form with."""

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from motcua.forms.asking import reads_of
from motcua.forms.checking.shape import Placed
from motcua.forms.fields import COMPUTED, GROUPS, SILENT, Field, parts_of
from motcua.forms.fields.kinds import decimals_of
from motcua.forms.lists import UnknownList, options_of
from motcua.kernel.expressions import ExpressionRefused, evaluate

SIMPLE: Mapping[str, Sequence[object]] = {
    "text": ("Mẫu",),
    "long_text": ("Mẫu",),
    "date": ("2026-01-31",),
    "time": ("14:30",),
    "yes_no": (True, False),
    "declaration": (True,),
    "personal_number": ("037190000001",),
    "tax_code": ("0101234565",),
    "phone": ("0912345678",),
    "email": ("mau@vidu.vn",),
    "address": ({"province": "37", "district": "", "commune": "37000", "line": "Thôn Một"},),
    "agency": ("H42.01",),
    "strokes": ("1,1 2,2",),
    "file": ({"document": "01989c00-0000-7000-8000-000000000000", "name": "giay-to.pdf"},),
}
MOST_OPTIONS = 8
ROWS = 3


class Samples:
    """By name, the answers to try; numbers differ, so that no difference of two is zero."""

    def __init__(self, placed: Sequence[Placed], cases: Collection[str]) -> None:
        self.numbers = 1
        self.outside: dict[str, Sequence[object]] = {"case": tuple(cases) or ("",)}
        self.columns: dict[str, dict[str, Sequence[object]]] = {}
        for one in placed:
            if one.table is not None:
                inside = self.columns.setdefault(str(one.table["id"]), {})
                inside[str(one.field["id"])] = self._of(one.field)
        for one in placed:
            if one.table is None and one.field["kind"] not in SILENT | COMPUTED:
                self.outside[str(one.field["id"])] = self._of(one.field)
        self._compute([one.field for one in placed if one.field["kind"] in COMPUTED])

    def known(self, table: str) -> Mapping[str, Sequence[object]]:
        """Return what an expression may read; in a table the columns beside it, but no lists."""
        if not table:
            return self.outside
        single = {
            name: given
            for name, given in self.outside.items()
            if not any(isinstance(one, list) for one in given)
        }
        return {**single, **self.columns.get(table, {})}

    def _of(self, field: Field) -> Sequence[object]:
        kind = str(field["kind"])
        if kind in {"number", "money"}:
            self.numbers += 2
            return (float(self.numbers) if _has_decimals(field) else self.numbers,)
        if kind in {"choice", "choices"}:
            values = _values(field)[:MOST_OPTIONS]
            return [[value] for value in values] if kind == "choices" else values
        if kind == "table":
            row = {name: given[0] for name, given in self._row(field).items() if given}
            return ([row] * ROWS,)
        if kind in GROUPS:
            parts = {str(part["id"]): self._of(part) for part in _asked_parts(field)}
            return ({name: given[0] for name, given in parts.items() if given},)
        return SIMPLE[kind]

    def _row(self, field: Field) -> Mapping[str, Sequence[object]]:
        return self.columns.get(str(field["id"]), {})

    def _compute(self, fields: Sequence[Field]) -> None:
        """Compute the calculated ones, each after those it reads; those in a circle stay out."""
        values = {str(field["id"]): str(field.get("value", "")) for field in fields}
        graph = {name: reads_of(text) & values.keys() for name, text in values.items()}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError:
            order = list(values)
        for name in order:
            given = {one: samples[0] for one, samples in self.outside.items() if samples}
            try:
                self.outside[name] = (evaluate(values[name], given),)
            except ExpressionRefused:
                self.outside[name] = (0,)


def _has_decimals(field: Field) -> bool:
    try:
        return bool(decimals_of(field))
    except ValueError:
        return False


def _values(field: Field) -> list[str]:
    try:
        return [str(option["value"]) for option in options_of(field)] or ["x"]
    except (UnknownList, KeyError, TypeError):
        return ["x"]


def _asked_parts(field: Field) -> Sequence[Field]:
    try:
        return parts_of({"kind": field["kind"], "parts": field.get("parts")})
    except TypeError:
        return ()
