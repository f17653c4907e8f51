"""Conditions of forms and processes: CEL, compiled once, without macros, small by rule.

CEL has no loops, no input or output and no access to Python; what remains to forbid is cost.
"""

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType

from motcua.kernel.errors import DomainError

# The package would load its command line with a terminal's editor, a tenth of a whole cold start.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
import cel  # noqa: E402 -- only now without that

MAX_LENGTH = 1000
MAX_DEPTH = 20
FORBIDDEN = frozenset({"map", "filter", "all", "exists", "exists_one", "matches"})
_SPACE = r"(?:\s|//[^\n]*\n)*"  # a comment is space too
_CALL = re.compile(rf"\.{_SPACE}(\w+){_SPACE}\(")


class ExpressionRefused(DomainError):
    """The expression cannot be used: its syntax, length, depth or a forbidden function."""

    message = "Biểu thức “{expression}” không dùng được: {reason}."


@lru_cache(maxsize=10_000)
def compiled(expression: str) -> "cel.Program":
    """Compile an expression, or refuse it with the reason."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionRefused(expression=expression[:40] + "…", reason="quá dài")
    if _depth(expression) > MAX_DEPTH:
        raise ExpressionRefused(expression=expression[:40] + "…", reason="lồng quá sâu")
    try:
        program = cel.compile(expression)
    except ValueError as error:
        raise ExpressionRefused(expression=expression, reason="sai cú pháp") from error
    used = FORBIDDEN.intersection(program.functions()) | FORBIDDEN.intersection(
        _CALL.findall(expression)
    )
    if used:
        raise ExpressionRefused(expression=expression, reason=f"không được dùng {sorted(used)[0]}")
    return program


def names_in(expression: str) -> frozenset[str]:
    """Return the variables an expression reads, to find unknown ones before publishing."""
    return frozenset(compiled(expression).variables())


def holds(expression: str, values: Mapping[str, object]) -> bool:
    """Say whether a condition is true for these values; anything but true is false."""
    return evaluate(expression, values) is True


def evaluate(expression: str, values: Mapping[str, object]) -> object:
    """Compute an expression; a type that does not fit is a refusal, not a crash."""
    try:
        program, names = _ready(expression)
        return program.execute({name: values[name] for name in names if name in values})
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise ExpressionRefused(expression=expression, reason="không khớp kiểu dữ liệu") from error


@lru_cache(maxsize=10_000)
def _ready(expression: str) -> "tuple[cel.Program, tuple[str, ...]]":
    """Return the program and the variables it reads: converting the others costs more than it."""
    program = compiled(expression)
    return program, tuple(program.variables())


def _depth(expression: str) -> int:
    deepest = level = 0
    for character in expression:
        if character in "([{":
            level += 1
            deepest = max(deepest, level)
        elif character in ")]}":
            level -= 1
    return deepest
