"""Genuine filing as other programs read it."""

from decimal import Decimal
from fractions import Fraction

from motcua.indicators.genuine_rules import Genuine, GenuineRules, shares_of

PLACES = 6


def genuine_as_json(found: Genuine, rules: GenuineRules, index: str) -> dict[str, object]:
    """Return the rates and the reasons.

    `rate` is of all dossiers received, `share` of the online ones; null without a denominator. Of
    the signs in `not_known` there are no records.
    """
    shares = shares_of(found.kinds)
    return {
        "rules": rules.id,
        "index": index,
        "received": found.received,
        "online": found.online,
        "official_rate": _number(found.official),
        "online_rate": _number(found.online_rate),
        **{
            kind.value: {
                "dossiers": many,
                "rate": _number(found.rate(kind)),
                "share": _number(shares.get(kind)),
            }
            for kind, many in found.kinds.items()
        },
        "reasons": [
            {"id": one.id, "name": one.name, "dossiers": found.reasons[one.id]}
            for one in rules.readable
        ],
        "not_known": [one.id for one in rules.signs if one.missing],
    }


def _number(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else round(float(value), PLACES)
