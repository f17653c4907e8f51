"""What agencies are ranked and communes are coloured by: index 766, or one measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from motcua.indicators.calendar_periods import period_before
from motcua.indicators.counting import Engine
from motcua.indicators.measures import measure, measures
from motcua.indicators.queries import AGENCY, index_by_agency
from motcua.indicators.rule_sets import in_force
from motcua.indicators.trends import Part, measured_by
from motcua.kernel.numbers import NOTHING, days_words, decimal, share_words
from motcua.organisations.queries import agencies_by_code
from motcua.web.oversight.asked import Asked

INDEX, HOURS = "766", "hours"
CHOICES = (
    "in_time", "online", "genuine", "digitised", "electronic", "reused", "paid_online", HOURS,
)  # fmt: skip
DEPARTMENTS, COMMUNES = "so", "xa"
GROUPS = ((DEPARTMENTS, "Sở, ban, ngành"), (COMMUNES, "Xã, phường"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agency stands: its value, what that counts, and its place among all; the same before.

    Places begin with one and are shared; an agency without a value has none.
    """

    code: str
    name: str
    is_commune: bool
    value: Fraction | None
    part: Part | None
    received: int
    place: int | None
    before: Fraction | None
    place_before: int | None


def choices() -> list[tuple[str, str]]:
    """Return what can be chosen, with its words."""
    named = [(name, found.name) for name in CHOICES if (found := measure(name))]
    return [(INDEX, "Chỉ số 766 (điểm)"), *named]


def words_of(by: str) -> str:
    """Return what is chosen in words."""
    return dict(choices())[by]


def chosen(text: str) -> str:
    """Read what is chosen; what cannot be read is the index."""
    return text if text in dict(choices()) else INDEX


def value_words(by: str, value: Fraction | None) -> str:
    """Write a value of what is chosen: points, days or a share."""
    if value is None:
        return NOTHING
    if by == INDEX:
        return decimal(value, 2)
    return days_words(value) if by == HOURS else share_words(value)


def standings(
    by: str, group: str, asked: Asked, moment: datetime, engine: Engine, least: int
) -> list[Standing]:
    """Return how agencies stand in a period and stood in the one before, the best first.

    Those with fewer dossiers than `least` have no place: chance alone moves them. The same few
    statements however many agencies there are.
    """
    whole = asked.whole(moment)
    earlier = period_before(whole.period)
    before = asked.of(first=earlier.first, last=earlier.last)
    now_, then = _values(by, asked, moment, engine), _values(by, before, moment, engine)
    named = agencies_by_code(now_)
    kept = {code: one for code, one in now_.items() if _is_in(group, named.get(code))}
    old = {code: one for code, one in then.items() if code in kept}
    places, places_before = _places(by, kept, least), _places(by, old, least)
    found = [
        Standing(
            code=code,
            name=named[code][0] if code in named else code,
            is_commune=code in named and named[code][1] == "commune",
            value=value,
            part=part,
            received=received,
            place=places.get(code),
            before=old[code][0] if code in old else None,
            place_before=places_before.get(code),
        )
        for code, (value, part, received) in kept.items()
    ]
    return sorted(found, key=lambda one: (one.place or len(found) + 1, one.name, one.code))


Values = dict[str, tuple[Fraction | None, Part | None, int]]


def _values(by: str, asked: Asked, moment: datetime, engine: Engine) -> Values:
    whole = asked.whole(moment)
    if by != INDEX:
        measured = measured_by(AGENCY, (by,), whole, engine)
        return {
            code: (parts[by].ratio, parts[by], parts["received"].below)
            for code, parts in measured.items()
        }
    indices = index_by_agency(in_force(asked.last), whole, engine)
    received = measured_by(AGENCY, (), whole, engine)
    return {
        code: (Fraction(index.total), None, received[code]["received"].below)
        for code, index in indices.items()
        if code in received
    }


def _is_in(group: str, known: tuple[str, str] | None) -> bool:
    is_commune = known is not None and known[1] == "commune"
    return not group or is_commune == (group == COMMUNES)


def _places(by: str, values: Values, least: int) -> Mapping[str, int]:
    """Return the place of each; the least time is the best, else the highest value."""
    known = {
        code: value
        for code, (value, _, received) in values.items()
        if value is not None and received >= least
    }
    ordered = sorted(known.values(), reverse=by != HOURS)
    return {code: ordered.index(value) + 1 for code, value in known.items()}


def measured_asked(asked: Asked) -> Asked:
    """Return the same question by measures, for the lists behind them."""
    return asked.of(rules=measures())
