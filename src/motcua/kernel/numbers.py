"""Numbers as people read them: 1.250; 64,7%; 2,5 ngày."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NOTHING = "–"
HOURS_A_DAY = 24


def number(many: int) -> str:
    """Write a count as people read it: 1.250."""
    return f"{many:,}".replace(",", ".")


def decimal(value: Fraction, places: int = 1) -> str:
    """Write an exact number with so many places, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}".replace(".", ",")


def share_words(share: Fraction | None, places: int = 1) -> str:
    """Write a share (0 to 1) in percent; nothing has none."""
    return NOTHING if share is None else f"{decimal(100 * share, places)}%"


def days_words(hours: Fraction | None) -> str:
    """Write hours that went by as days; nothing has none."""
    return NOTHING if hours is None else f"{decimal(hours / HOURS_A_DAY)} ngày"
