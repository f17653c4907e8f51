"""An index as other programs read it."""

from decimal import Decimal

from motcua.indicators.rules import Index


def as_json(index: Index) -> dict[str, object]:
    """Return an index with its groups and indicators; a ratio without a denominator is null."""
    return {
        "total": _number(index.total),
        "class": index.rank,
        "groups": {code: _number(points) for code, points in index.groups.items()},
        "indicators": [
            {
                "id": one.indicator.id,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "ratio": None if one.ratio is None else _number(one.ratio),
                "points": _number(one.points),
                "max": _number(Decimal(str(float(one.indicator.most)))),
            }
            for one in index.scored
        ],
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
