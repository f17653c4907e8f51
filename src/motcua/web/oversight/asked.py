"""What a page of figures is asked for, as its address says it: days, agency, field, procedure.

One form and one way of reading it for all of them, so that every number, its list and every other
page under the same filter are about the same dossiers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from motcua.indicators.counting import Engine
from motcua.indicators.engines import OnPostgres
from motcua.indicators.fields import OTHER
from motcua.indicators.history import as_of
from motcua.indicators.measures import measures
from motcua.indicators.queries import asked_of, narrowed, place_words
from motcua.indicators.rule_sets import in_force, rule_sets
from motcua.indicators.rules import Asked as Whole
from motcua.indicators.rules import Counted, Indicator, RuleSet
from motcua.indicators.trends import outside_catalogue
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import settling_agencies
from motcua.procedures.queries import procedure_names, sector_names

ABOVE, BELOW, LESS = "tu-so", "mau-so", "tru"
# The words of the filter in an address; pages under the same filter hand them on.
WORDS = ("tu", "den", "co-quan", "linh-vuc", "thu-tuc")
ONE_DAY = timedelta(days=1)
YEARS = range(1900, 3000)  # figures are of no other
_CODE = re.compile(r"[\w.\-]{1,35}")
_NAME = re.compile(r"[^\x00-\x1f]{1,200}")
_MONTH = re.compile(r"\d{4}-\d{2}")
Link = tuple[str, str, bool, None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The days in which dossiers were received, the codes of agency and procedure and the name of
    the field; empty is all of them. `month` narrows a list to one of the months, `as_of` is the
    past day at whose end figures are told; None is now."""

    first: date
    last: date
    agency: str
    field: str
    procedure: str
    month: str
    rules: RuleSet
    as_of: date | None = None

    def query(self, **more: str) -> str:
        """Write what is asked for as a query string, with more parts; an empty one is left out."""
        parts = {
            "tu": self.first.isoformat(),
            "den": self.last.isoformat(),
            "co-quan": self.agency,
            "linh-vuc": self.field,
            "thu-tuc": self.procedure,
            "tinh-den": self.as_of.isoformat() if self.as_of else "",
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def to(self, page: str, **more: str) -> str:
        """Return the address of another page of those who watch, under the same filter."""
        return f"{reverse(f'oversight:{page}')}?{self.query(**more)}"

    def list_of(self, indicator: Indicator, part: str, **more: str) -> str:
        """Return the address of the list behind a number of an indicator."""
        return self.to("index_list", quy_tac=self.rules.id, chi_so=indicator.id, phan=part, **more)

    def of(self, **changed: object) -> "Asked":
        """Return the same with some parts changed."""
        return replace(self, **changed)  # type: ignore[arg-type]

    def counting(self, now: datetime) -> tuple[Engine, datetime]:
        """Return what counts, and as of which moment; refuses a day that is not kept."""
        return as_of(self.as_of, now)

    def whole(self, moment: datetime) -> Whole:
        """Return what is to be counted; refuses days turned around and unknown agencies."""
        whole = asked_of(self.first, self.last, self.agency, moment)
        if self.field == OTHER and not self.procedure:
            return outside_catalogue(whole, OnPostgres())
        return narrowed(whole, field=self.field, procedure=self.procedure)

    def about(self) -> str:
        """Say in words of whom and of what figures are; a statement for each part chosen."""
        said = [place_words(self.agency)]
        if self.field:
            said.append(f"lĩnh vực {self.field}")
        if self.procedure:
            name = procedure_names([self.procedure]).get(self.procedure, "")
            said.append(f"thủ tục {self.procedure} {name}".strip())
        return ", ".join(said)

    def said(self, moment: datetime) -> dict[str, object]:
        """Return what every page of figures says of its filter; three statements at least."""
        return {
            "asked": self,
            "where": self.about(),
            "counted_at": moment,
            "agencies": settling_agencies(self.last),
            "fields": [(name, name) for name in (*sector_names(), OTHER)],
        }

    def periods(self, page: str, today: date, **more: str) -> list[Link]:
        """Return the usual periods as links to a page, under the same filter."""
        return [
            (words, self.of(first=first, last=last).to(page, **more), self._is(first, last), None)
            for words, (first, last) in usual_periods(today).items()
        ]

    def _is(self, first: date, last: date) -> bool:
        return (self.first, self.last) == (first, last)


def usual_periods(today: date) -> dict[str, tuple[date, date]]:
    """Return the periods that are asked for most, with their words; those that run end today."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    before = (quarter - ONE_DAY).replace(day=1)
    year = month.replace(month=1)
    return {
        "Tháng này": (month, today),
        "Tháng trước": ((month - ONE_DAY).replace(day=1), month - ONE_DAY),
        "Quý này": (quarter, today),
        "Quý trước": (before.replace(month=before.month - 2), quarter - ONE_DAY),
        "Năm nay": (year, today),
        "Năm trước": (year.replace(year=year.year - 1), year - ONE_DAY),
        "12 tháng qua": ((month - 335 * ONE_DAY).replace(day=1), today),
    }


def asked_from(given: QueryDict, today: date) -> Asked:
    """Read what is asked for; what cannot be read is the usual: this year until today, everywhere,
    by the rules then in force."""
    first = _day(given.get("tu", "")) or today.replace(month=1, day=1)
    last = _day(given.get("den", "")) or max(today, first)
    known = {rules.id: rules for rules in (*rule_sets(), measures())}
    return Asked(
        first=first,
        last=last,
        agency=_read(_CODE, given.get("co-quan", "")),
        field=_read(_NAME, given.get("linh-vuc", "")),
        procedure=_read(_CODE, given.get("thu-tuc", "")),
        month=_read(_MONTH, given.get("thang", "")),
        rules=known.get(given.get("quy-tac", "")) or in_force(last),
        as_of=_past_day(given.get("tinh-den", "")),
    )


def asked_of_days(first: date, last: date) -> Asked:
    """Return the question about some days, everywhere, by the rules then in force."""
    return Asked(first, last, "", "", "", "", in_force(last))


def part_from(given: QueryDict, asked: Asked) -> tuple[Indicator, Counted]:
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


def _read(shape: re.Pattern[str], text: str) -> str:
    return text.strip() if shape.fullmatch(text.strip()) else ""


def _past_day(text: str) -> date | None:
    day = _day(text)
    return day if day and day.year in YEARS else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
