"""What the pages of genuine filing and of the ledger are asked for, as their address says it."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from motcua.indicators.queries import asked_of
from motcua.indicators.rules import Asked
from motcua.organisations.queries import agency_name_by_code, settling_agencies

TABS = (("genuine", "Nộp trực tuyến thực chất"), ("ledger", "Sổ dấu hiệu"))


@dataclass(frozen=True, slots=True)
class AskedDays:
    """The days in which dossiers were received, and the code of the agency; empty is all."""

    first: date
    last: date
    agency: str

    def query(self, **more: str) -> str:
        """Write what is asked for as a query string, with more parts."""
        parts = {
            "tu": self.first.isoformat(),
            "den": self.last.isoformat(),
            "co-quan": self.agency,
        }
        return urlencode({**parts, **{name.replace("_", "-"): v for name, v in more.items()}})

    def to(self, page: str, **more: str) -> str:
        """Return the address of another page of those who watch, under the same filter."""
        return f"{reverse(f'oversight:{page}')}?{self.query(**more)}"

    def whole(self, moment: datetime) -> Asked:
        """Return what is to be counted; refuses days turned around and unknown agencies."""
        return asked_of(self.first, self.last, self.agency, moment)

    @property
    def where(self) -> str:
        """Return of whom, in words."""
        return agency_name_by_code(self.agency) if self.agency else "Cả tỉnh"

    def tabs(self, page: str) -> list[tuple[str, str, bool, None]]:
        """Return the pages about genuine figures, under the same filter; one is shown."""
        return [(words, self.to(name), name == page, None) for name, words in TABS]

    def choices(self) -> list[tuple[str, str]]:
        """Return the agencies that can be chosen."""
        return settling_agencies(self.last)


def asked_days_from(given: QueryDict, today: date) -> AskedDays:
    """Read what is asked for; what cannot be read is usual: this year until today, everywhere."""
    first = _day(given.get("tu", "")) or today.replace(month=1, day=1)
    last = _day(given.get("den", "")) or max(today, first)
    return AskedDays(first, last, given.get("co-quan", "").strip())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
