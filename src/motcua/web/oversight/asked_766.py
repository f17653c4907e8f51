"""What the pages of index 766 are asked for, as their address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from motcua.indicators.rule_sets import in_force, rule_sets
from motcua.indicators.rules import Counted, Indicator, RuleSet
from motcua.kernel.errors import NotFound

ABOVE, BELOW, LESS = "tu-so", "mau-so", "tru"


@dataclass(frozen=True, slots=True)
class Asked766:
    """The days, the code of the agency (empty is the province) and the rule set.

    `as_of` is the past day at whose end figures are told; None is now.
    """

    first: date
    last: date
    agency: str
    rules: RuleSet
    as_of: date | None = None

    def query(self, **more: str) -> str:
        """Write what is asked for as a query string, with more parts."""
        parts = {
            "tu": self.first.isoformat(),
            "den": self.last.isoformat(),
            "co-quan": self.agency,
            "quy-tac": self.rules.id,
        }
        if self.as_of is not None:
            parts["tinh-den"] = self.as_of.isoformat()
        return urlencode({**parts, **{name.replace("_", "-"): v for name, v in more.items()}})

    def list_of(self, indicator: Indicator, part: str, **more: str) -> str:
        """Return the address of the list behind a number of an indicator."""
        query = self.query(chi_so=indicator.id, phan=part, **more)
        return f"{reverse('oversight:index_list')}?{query}"


def asked_766_from(given: QueryDict, today: date) -> Asked766:
    """Read what is asked for; what cannot be read is the usual: this year until today, everywhere,
    by the rules then in force."""
    first = _day(given.get("tu", "")) or today.replace(month=1, day=1)
    last = _day(given.get("den", "")) or max(today, first)
    known = {rules.id: rules for rules in rule_sets()}
    rules = known.get(given.get("quy-tac", "")) or in_force(last)
    return Asked766(
        first, last, given.get("co-quan", "").strip(), rules, _day(given.get("tinh-den", ""))
    )


def part_from(given: QueryDict, asked: Asked766) -> tuple[Indicator, Counted]:
    """Read which number a list stands behind; refuse one that has no list."""
    name = given.get("chi-so", "")
    indicator = next((one for one in asked.rules.indicators if one.id == name), None)
    if indicator is None:
        raise NotFound
    part = parts_of(indicator).get(given.get("phan", ""))
    if part is None:
        raise NotFound
    return indicator, part


def parts_of(indicator: Indicator) -> Mapping[str, Counted]:
    """Return the numbers of an indicator that have a list, by their word in the address."""
    parts = indicator.parts()
    if not parts:
        return {}
    taken_off = dict(zip((f"{LESS}-{name}" for name in indicator.less), parts[2:], strict=True))
    above = {} if indicator.hours or indicator.less else {ABOVE: indicator.counted_above}
    return {BELOW: parts[0], **above, **taken_off}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
