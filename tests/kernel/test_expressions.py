"""Conditions in CEL: what they say, and what they may not do."""

import pytest

from motcua.kernel.expressions import (
    MAX_DEPTH,
    MAX_LENGTH,
    ExpressionRefused,
    compiled,
    evaluate,
    holds,
    names_in,
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('outcome == "return"', True),
        ("floors >= 7 && !urgent", False),
        ("floors > 2 || total / 2 > 5", True),
        ('case in ["a", "b"]', True),
        ("size(rows) == 2", True),
        ('has(home.line) && home.line.startsWith("Thôn")', True),
        ("floors", False),  # anything but true is false
        ("1", False),
        ('"true"', False),
    ],
)
def test_a_condition_is_read_over_values(expression: str, expected: bool) -> None:
    values = {
        "outcome": "return",
        "floors": 3,
        "urgent": False,
        "total": 12,
        "case": "b",
        "rows": [{}, {}],
        "home": {"line": "Thôn Một"},
    }

    assert holds(expression, values) is expected


@pytest.mark.parametrize(
    "expression",
    [
        "[1, 2].map(n, n * 2) == [2, 4]",
        "[1].filter(n, n > 0) == [1]",
        "[1].all(n, n > 0)",
        "[1].exists(n, n > 0)",
        "[1].exists_one(n, n > 0)",
        "[1] . exists ( n, n > 0 )",
        "[1].exists//\n(n, n > 0)",
        "[1].//\nall(n, n > 0)",
        '"aaaa".matches("(a+)+b")',
        'matches("aaaa", "(a+)+b")',
    ],
)
def test_macros_and_patterns_are_forbidden(expression: str) -> None:
    with pytest.raises(ExpressionRefused, match="không được dùng"):
        compiled(expression)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("1" + " " * MAX_LENGTH, "quá dài"),
        ("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1), "lồng quá sâu"),
        ("outcome ==", "sai cú pháp"),
        ("", "sai cú pháp"),
        ("import os", "sai cú pháp"),
    ],
)
def test_what_is_too_long_too_deep_or_broken_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionRefused, match=reason):
        compiled(expression)


def test_the_greatest_length_and_depth_are_allowed() -> None:
    assert holds("(" * MAX_DEPTH + "true" + ")" * MAX_DEPTH, {})
    assert holds("true" + " " * (MAX_LENGTH - 4), {})


@pytest.mark.parametrize(
    "expression",
    ["missing > 1", '"a" + 1', "1 / 0", "1 % 0", "9223372036854775807 + 1", "home.street == 1"],
)
def test_what_does_not_fit_the_values_is_refused_and_does_not_crash(expression: str) -> None:
    with pytest.raises(ExpressionRefused, match="không khớp kiểu"):
        evaluate(expression, {"home": {}})


def test_an_expression_names_what_it_reads() -> None:
    assert names_in('floors >= 7 && case == "x"') == {"floors", "case"}


def test_python_is_out_of_reach() -> None:
    for expression in ("().__class__", "__import__('os')", "open('/etc/passwd')"):
        with pytest.raises(ExpressionRefused):
            evaluate(expression, {})
