"""Which questions a form asks, given what was answered so far.

Conditions read other fields, and a field that is not asked is empty to them; so fields are settled
in the order in which they depend on one another.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from motcua.forms.fields import COMPUTED, SILENT, Field, known, nothing
from motcua.kernel.expressions import ExpressionRefused, evaluate, names_in

Answers = dict[str, object]
FieldDict = Field
Values = Mapping[str, object]


class Asked(NamedTuple):
    """What conditions read, and by page the fields that are asked or computed."""

    values: Answers
    pages: list[tuple[FieldDict, list[FieldDict]]]


def pages_of(definition: Mapping[str, object]) -> list[FieldDict]:
    """Return the pages of a form."""
    pages: list[FieldDict] = definition["pages"]  # type: ignore[assignment]
    return pages


def fields_of(definition: Mapping[str, object]) -> Iterator[FieldDict]:
    """Go through the fields of all pages, in order."""
    for page in pages_of(definition):
        yield from page["fields"]  # type: ignore[misc]


def is_met(condition: object, values: Values, *, otherwise: bool) -> bool:
    """Say whether a condition is true; one that these answers cannot be put into is not.

    Publishing checks that a condition fits its fields; a division by zero shows only here.
    """
    if not condition:
        return otherwise
    try:
        return evaluate(str(condition), values) is True
    except ExpressionRefused:
        return False


def computed(field: FieldDict, values: Values) -> object:
    """Return the value of a calculated field, none when these answers give no value."""
    try:
        return evaluate(str(field["value"]), values)
    except ExpressionRefused:
        return None


class _Settling:
    """One pass over a form: values first, then what depends on them."""

    def __init__(self, definition: Mapping[str, object], answers: Answers, case: str) -> None:
        self.pages = pages_of(definition)
        self.values: Answers = {"case": case}
        self.unmet: set[int] = set()  # pages, by place
        self.met: set[int] = set()
        self.unasked: set[str] = set()
        self.waiting: dict[str, tuple[int, FieldDict]] = {}
        for at, page in enumerate(self.pages):
            is_conditional = bool(page.get("show_if"))
            for field in page["fields"]:  # type: ignore[attr-defined]
                self._first(at, field, answers, is_conditional=is_conditional)
        for name in _order(self._reads()):
            self._settle(name)

    def _first(self, at: int, field: FieldDict, answers: Answers, *, is_conditional: bool) -> None:
        kind, name = field["kind"], str(field["id"])
        if kind in COMPUTED:
            self.values[name] = None
        elif kind not in SILENT:
            self.values[name] = known(field, answers.get(name))
        if is_conditional or field.get("show_if") or kind in COMPUTED:
            self.waiting[name] = (at, field)

    def _reads(self) -> dict[str, frozenset[str]]:
        return {
            name: reads_of(
                self.pages[at].get("show_if"),
                field.get("show_if"),
                field["value"] if field["kind"] in COMPUTED else "",
            )
            for name, (at, field) in self.waiting.items()
        }

    def _settle(self, name: str) -> None:
        at, field = self.waiting[name]
        if field["kind"] in COMPUTED:
            self.values[name] = computed(field, self.values)
        if self._is_page_met(at) and is_met(field.get("show_if"), self.values, otherwise=True):
            return
        self.unasked.add(name)
        if name in self.values and field["kind"] not in COMPUTED:
            self.values[name] = nothing(field)

    def _is_page_met(self, at: int) -> bool:
        if at not in self.met and at not in self.unmet:
            condition = self.pages[at].get("show_if")
            is_shown = is_met(condition, self.values, otherwise=True)
            (self.met if is_shown else self.unmet).add(at)
        return at in self.met


def asked(definition: Mapping[str, object], answers: Answers, case: str) -> Asked:
    """Return what these answers call for; an answer to what is not asked counts for nothing."""
    settled = _Settling(definition, answers, case)
    pages = [
        (page, [field for field in page["fields"] if str(field["id"]) not in settled.unasked])  # type: ignore[attr-defined]
        for page in settled.pages
    ]
    return Asked(settled.values, pages)


def _order(reads: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Return names so that each comes after what it reads; as written where they form a circle,
    which publishing refuses."""
    graph = {name: names & reads.keys() for name, names in reads.items()}
    if not any(graph.values()):
        return graph
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        return graph


def reads_of(*expressions: object) -> frozenset[str]:
    """Return the names that expressions read; one that cannot be compiled reads nothing."""
    return frozenset().union(*(_names(str(one)) for one in expressions if one))


@lru_cache(maxsize=10_000)
def _names(expression: str) -> frozenset[str]:
    try:
        return names_in(expression)
    except ExpressionRefused:
        return frozenset()
