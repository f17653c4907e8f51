"""Conditions and calculations of a form: names that exist, no circles, types that fit."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import islice, product
from typing import NamedTuple

from motcua.forms.asking import reads_of
from motcua.forms.checking.findings import Finding
from motcua.forms.checking.samples import Samples
from motcua.forms.checking.shape import Placed
from motcua.forms.fields import COMPUTED
from motcua.forms.lists import UnknownList, options_of
from motcua.kernel.expressions import ExpressionRefused, evaluate, names_in

# Of one form, since compiling takes time and memory: expressions, and characters in all.
MOST_EXPRESSIONS = 2_000
MOST_CHARACTERS = 150_000
MOST_TRIALS = 64
MOST_CIRCLES = 20
MOST_READING_TABLES = 20  # a table of five hundred rows takes a while to hand over
_COMPARED = re.compile(r"\b([a-z]\w*)\s*[!=]=\s*(?:\"([^\"\\]*)\"|'([^'\\]*)')")


class Expression(NamedTuple):
    """An expression, where it stands, whether it must be true or false, and its table."""

    path: str
    text: str
    is_condition: bool
    table: str


def of_expressions(
    placed: Sequence[Placed], pages: Sequence[object], cases: Collection[str]
) -> Iterator[Finding]:
    """Return what is wrong with the conditions and calculations of a form."""
    found = list(_expressions(placed, pages))
    wrong = [one for one in found if not isinstance(one.text, str)]
    yield from (Finding(one.path, "expression", "Điều kiện phải là chữ.") for one in wrong)
    texts = {one.text for one in found if isinstance(one.text, str)}
    if len(texts) > MOST_EXPRESSIONS or sum(map(len, texts)) > MOST_CHARACTERS:
        yield Finding("", "expression", "Các điều kiện cộng lại quá nhiều hoặc quá dài.")
        return
    tables = {one.path for one in placed if one.field["kind"] == "table"}
    if sum(bool(reads_of(text) & tables) for text in texts) > MOST_READING_TABLES:
        message = f"Có quá {MOST_READING_TABLES} điều kiện đọc cả một bảng."
        yield Finding("", "expression", message)
        return
    samples = Samples(placed, cases)
    yield from _circles(placed)
    for one in found:
        if one not in wrong:
            yield from _of_expression(one, samples, placed, cases)


def _expressions(placed: Sequence[Placed], pages: Sequence[object]) -> Iterator[Expression]:
    for page in pages:
        if isinstance(page, Mapping) and page.get("show_if"):
            yield Expression("", page["show_if"], True, "")
    for one in placed:
        table = str(one.table["id"]) if one.table else ""
        for name in ("show_if", "required_if"):
            if one.field.get(name):
                yield Expression(one.path, one.field[name], True, table)  # type: ignore[arg-type]
        if one.field["kind"] in COMPUTED and isinstance(one.field.get("value"), str):
            yield Expression(one.path, str(one.field["value"]), False, table)


def _circles(placed: Sequence[Placed]) -> Iterator[Finding]:
    """Name the fields whose being asked or whose value comes down to itself."""
    graph = {
        one.path: sorted(
            reads_of(
                _text(one.page.get("show_if")),
                _text(one.field.get("show_if")),
                _text(one.field.get("value")) if one.field["kind"] in COMPUTED else "",
            )
        )
        for one in placed
        if one.table is None
    }
    order = {name: at for at, name in enumerate(graph)}
    for _ in range(MOST_CIRCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:-1]
            first = circle.index(min(circle, key=order.__getitem__))
            turned = [*circle[first:], *circle[: first + 1]]
            around = " → ".join(turned[:6]) + (" → …" if len(turned) > 6 else "")
            yield Finding(turned[0], "circle", f"Các mục phụ thuộc vòng tròn vào nhau: {around}.")
            graph = {name: reads for name, reads in graph.items() if name not in circle}
        else:
            return


def _text(expression: object) -> str:
    return expression if isinstance(expression, str) else ""


def _of_expression(
    one: Expression, samples: Samples, placed: Sequence[Placed], cases: Collection[str]
) -> Iterator[Finding]:
    try:
        names = names_in(one.text)
    except ExpressionRefused as refusal:
        yield Finding(one.path, "expression", str(refusal))
        return
    known = samples.known(one.table)
    unknown = sorted(names - known.keys())
    for name in unknown:
        yield Finding(one.path, "unknown-name", f"Điều kiện đọc “{name}”, biểu mẫu không có.")
    if unknown:
        return
    yield from _of_values(one, {name: known[name] for name in names})
    yield from _of_options(one, placed, cases)


def _of_values(one: Expression, known: Mapping[str, Sequence[object]]) -> Iterator[Finding]:
    """Try an expression with answers of every kind it reads, as people would give them."""
    trials = islice(product(*known.values()), MOST_TRIALS)
    for values in trials:
        try:
            value = evaluate(one.text, dict(zip(known, values, strict=True)))
        except ExpressionRefused as refusal:
            yield Finding(one.path, "type", str(refusal))
            return
        if one.is_condition and not isinstance(value, bool):
            yield Finding(one.path, "type", f"“{one.text}” phải cho kết quả đúng hoặc sai.")
            return
        if not isinstance(value, str | int | float):
            yield Finding(one.path, "type", f"“{one.text}” phải cho kết quả là chữ hoặc số.")
            return


def _of_options(
    one: Expression, placed: Sequence[Placed], cases: Collection[str]
) -> Iterator[Finding]:
    """Name what a condition compares a choice with that nobody can choose."""
    choices = {p.field["id"]: p.field for p in placed if p.field["kind"] == "choice"}
    for name, double, single in _COMPARED.findall(one.text):
        literal = double or single
        if not literal:
            continue
        there = cases if name == "case" else _values(choices.get(name))
        if there and literal not in there:
            message = f"Điều kiện so “{name}” với “{literal}”, không có lựa chọn nào như vậy."
            yield Finding(one.path, "unknown-option", message)


def _values(field: Mapping[str, object] | None) -> Collection[str]:
    try:
        return [str(option["value"]) for option in options_of(field)] if field else ()
    except (UnknownList, KeyError, TypeError):
        return ()
