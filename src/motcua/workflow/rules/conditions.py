"""What is wrong with the expressions of a process: unknown names, syntax, kinds of values."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.kernel.expressions import ExpressionRefused, evaluate, names_in
from motcua.workflow.rules.data import ALWAYS_KNOWN, SAMPLES
from motcua.workflow.rules.findings import Finding
from motcua.workflow.rules.shape import Process
from motcua.workflow.rules.timers import expression_of

# Of one process, since compiling takes time and memory: expressions, and characters in all.
MOST_EXPRESSIONS = 5_000
MOST_CHARACTERS = 150_000
# What an expression must give where a datum of a type is wanted; a time may be written as text.
WANTED: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "int": (int,),
    "double": (int, float),
    "bool": (bool,),
    "date": (datetime, str),
    "list": (list,),
    "time": (datetime, timedelta, str),
}
IN_WORDS: Mapping[str, str] = {
    "string": "phải cho kết quả là chữ",
    "int": "phải cho kết quả là số nguyên",
    "double": "phải cho kết quả là số",
    "bool": "phải cho kết quả đúng hoặc sai",
    "date": "phải cho kết quả là ngày",
    "list": "phải là danh sách",
    "time": "phải cho một thời điểm hoặc một khoảng thời gian",
}


class _Expression(NamedTuple):
    element: str
    line: int | None
    text: str
    wanted: str


def of_expressions(process: Process) -> Iterator[Finding]:
    """Return what is wrong with conditions, decisions, collections and timers."""
    known = {**process.properties, **ALWAYS_KNOWN}
    found = list(_expressions(process))
    texts = {one.text for one in found}
    if len(texts) > MOST_EXPRESSIONS or sum(map(len, texts)) > MOST_CHARACTERS:
        yield Finding(process.id, "expression", "Các điều kiện cộng lại quá nhiều hoặc quá dài.")
        return
    for one in found:
        yield from _of_expression(one, known)


def _expressions(process: Process) -> Iterator[_Expression]:
    for flow in process.flows:
        if flow.condition:
            yield _Expression(flow.id.rpartition("/")[2], flow.line, flow.condition, "bool")
    for node in process.nodes.values():
        if node.loop is not None:
            yield _Expression(node.key, node.line, node.loop.collection, "list")
            if node.loop.until:
                yield _Expression(node.key, node.line, node.loop.until, "bool")
        if node.result:
            yield _Expression(node.key, node.line, node.result, "")
            kind = process.properties.get(node.result, "")
            yield _Expression(node.key, node.line, node.decision, kind)
        if node.timer and (text := expression_of(node.timer)):
            yield _Expression(node.key, node.line, text, "time")


def _of_expression(one: _Expression, known: Mapping[str, str]) -> Iterator[Finding]:
    try:
        names = names_in(one.text)
    except ExpressionRefused as refusal:
        yield Finding(one.element, "expression", str(refusal), one.line)
        return
    unknown = sorted(names - set(known))
    for name in unknown:
        message = f"Điều kiện đọc “{name}”, là dữ liệu quy trình chưa khai báo."
        yield Finding(one.element, "unknown-name", message, one.line)
    if not unknown:
        yield from _of_value(one, {name: known[name] for name in names})


def _of_value(one: _Expression, types: Mapping[str, str]) -> Iterator[Finding]:
    """Try an expression with values of the declared types; one that it can be computed with is
    enough, since which texts and lists it takes cannot be known."""
    refusal: ExpressionRefused | None = None
    for sample in SAMPLES:
        try:
            value = evaluate(one.text, {name: sample[kind] for name, kind in types.items()})
        except ExpressionRefused as error:
            refusal = error
            continue
        if one.wanted and not _is(value, one.wanted):
            message = f"“{one.text}” {IN_WORDS[one.wanted]}."
            yield Finding(one.element, "expression", message, one.line)
        return
    yield Finding(one.element, "expression", str(refusal), one.line)


def _is(value: object, wanted: str) -> bool:
    return isinstance(value, WANTED[wanted]) and (wanted == "bool" or not isinstance(value, bool))
