"""An index as other programs read it."""

from decimal import Decimal

from motcua.indicators.comparing import Compared, needed
from motcua.indicators.rules import Index


def as_json(index: Index) -> dict[str, object]:
    """Return an index with its groups and indicators; a ratio without a denominator is null."""
    return {
        "total": _number(index.total),
        "class": index.rank,
        "groups": {code: _number(points) for code, points in index.groups.items()},
        "indicators": _told(index),
    }


def _told(index: Index) -> list[dict[str, object]]:
    return [
        {
            "id": one.indicator.id,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "ratio": None if one.ratio is None else _number(one.ratio),
            "points": _number(one.points),
            "max": _number(Decimal(str(float(one.indicator.most)))),
        }
        for one in index.scored
    ]


def compared_as_json(found: Compared) -> dict[str, object]:
    """Return an index as `as_json` does, with the period before, the place and what is needed.

    `needed` is how many more the numerator needs for a point more, null where no number does.
    """
    told, more = as_json(found.index), needed(found.index)
    period = found.period_before
    indicators = [
        {**one, "needed": more[str(one["id"])], "points_before": _number(before.points)}
        for one, before in zip(_told(found.index), found.before.scored, strict=True)
    ]
    return {
        **told,
        "indicators": indicators,
        "change": _number(found.change),
        "before": {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "total": _number(found.before.total),
            "class": found.before.rank,
        },
        "rank": None if found.place is None else {"place": found.place, "among": found.among},
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
