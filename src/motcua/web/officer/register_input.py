"""What is asked of the register of results and typed into its forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from motcua.kernel.errors import InvalidInput
from motcua.people.rules import check_personal_number
from motcua.results.queries import After, Chosen
from motcua.results.rules import Holder, Line, Standing
from motcua.web.staff_input import day_from

MARK = "~"
WRONG_DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm."
COPIES = {"co": True, "chua": False}
FIRST_YEAR, LAST_YEAR = 1945, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the register as they stand in its address."""

    agency: str
    sector: str
    year: str
    standing: str
    copy: str
    words: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """Read the filters; what cannot be one is left out."""
        year, standing, copy = (query.get(name, "") for name in ("nam", "trang-thai", "ban"))
        return cls(
            agency=query.get("co-quan", ""),
            sector=query.get("linh-vuc", ""),
            year=year if year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR else "",
            standing=standing if standing in set(Standing) else "",
            copy=copy if copy in COPIES else "",
            words=query.get("q", "").strip()[:200],
        )

    def chosen(self, agencies: tuple[UUID, ...]) -> Chosen:
        """Return what the register is asked for, among the agencies that the reader may see."""
        return Chosen(
            agencies=agencies,
            sector=self.sector,
            year=int(self.year) if self.year else None,
            standing=Standing(self.standing) if self.standing else None,
            digitised=COPIES.get(self.copy),
            words=self.words,
        )

    def query(self, **more: str) -> str:
        """Write the filters as an address has them."""
        said = {
            "co-quan": self.agency, "linh-vuc": self.sector, "nam": self.year,
            "trang-thai": self.standing, "ban": self.copy, "q": self.words, **more,
        }  # fmt: skip
        return urlencode({name: value for name, value in said.items() if value})


def place_text(after: After | None) -> str:
    """Write where the next page begins; empty at the end."""
    return f"{after.day.isoformat()}{MARK}{after.id}" if after else ""


def place_from(text: str) -> After | None:
    """Read where a page begins; what cannot be read is the beginning."""
    day, _, identity = text.partition(MARK)
    try:
        return After(date.fromisoformat(day), UUID(identity))
    except ValueError:
        return None


def line_from(posted: QueryDict, agency: UUID) -> Line:
    """Read a line typed from a paper."""
    issued_on = day_from(posted, "issued_on", WRONG_DAY)
    assert issued_on is not None  # a day that must be there is there, or was refused
    number = posted.get("holder_number", "").strip()
    return Line(
        name=posted.get("name", ""),
        number=posted.get("number", ""),
        agency=agency,
        holder=Holder(
            name=posted.get("holder_name", ""),
            number=check_personal_number(number) if number else "",
            birth_year=_year(posted.get("birth_year", "").strip()),
        ),
        issued_on=issued_on,
        type_code=posted.get("type_code", "").strip().upper(),
        procedure_code=posted.get("procedure_code", "").strip(),
        sector=posted.get("sector", ""),
        valid_from=day_from(posted, "valid_from", WRONG_DAY, required=False),
        valid_to=day_from(posted, "valid_to", WRONG_DAY, required=False),
        scope=posted.get("scope", ""),
        summary=posted.get("summary", ""),
    )


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) == 4):
        raise InvalidInput({"birth_year": "Năm sinh gồm bốn chữ số."})
    return int(text)


def typed_of(line: Mapping[str, object]) -> QueryDict:
    """Return values as a form shows them that was filled in before."""
    typed = QueryDict(mutable=True)
    for name, value in line.items():
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                typed[f"{name}.{part}"] = str(getattr(value, part))
        elif value is not None:
            typed[name] = str(value)
    return typed
