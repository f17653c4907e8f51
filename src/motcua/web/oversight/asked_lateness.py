"""What a page of lateness is asked for besides the filter of all pages of figures: by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from motcua.dossiers.late_lists import Behind
from motcua.dossiers.lateness_figures import OF_LATE_ONLY, Dimension
from motcua.dossiers.lateness_within import Within
from motcua.dossiers.models import LatenessPeriod
from motcua.dossiers.periods import USUAL
from motcua.indicators.rules import UnknownAgency, period_of
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import agency_id_by_code
from motcua.procedures.queries import procedure_id_by_code, sector_id_by_name
from motcua.web.oversight.asked import Asked, asked_from

BY: Mapping[str, tuple[Dimension, str]] = {
    "linh-vuc": (Dimension.SECTOR, "Lĩnh vực"),
    "co-quan": (Dimension.AGENCY, "Cơ quan"),
    "thu-tuc": (Dimension.PROCEDURE, "Thủ tục"),
    "buoc": (Dimension.STEP, "Bước quá hạn nhiều nhất"),
    "nguyen-nhan": (Dimension.CAUSE, "Nguyên nhân"),
}
STANDINGS: Mapping[str, tuple[str, str]] = {
    "som": ("early", "xong trước hạn"),
    "dung": ("on_time", "xong đúng hạn"),
    "tre": ("late", "xong trễ hạn"),
    "qua-han": ("overdue", "đang quá hạn"),
}
ALL = "tat-ca"


NOWHERE = UUID(int=0)  # of what nothing is known by this name


@dataclass(frozen=True, slots=True)
class AskedLateness:
    """The filter, its period as lateness counts it, among which dossiers, and by what."""

    filter: Asked
    period: LatenessPeriod
    within: Within
    by: str

    @property
    def dimension(self) -> Dimension:
        """Return by what the figures are told apart."""
        return BY[self.by][0]

    @property
    def heading(self) -> str:
        """Return what the first column lists."""
        return BY[self.by][1]

    @property
    def runs(self) -> bool:
        """Say whether the period holds the day of the count; only then is anything overdue."""
        return self.period.last >= localdate(self.period.counted_at)

    def query(self, **changed: str) -> str:
        """Write what is asked for as a query string, with some parts changed."""
        return self.filter.query(**{"theo": self.by, **changed})

    def list_of(self, standing: str, key: str | None, **more: str) -> str:
        """Return the address of the list behind a figure; without a key, of all there are."""
        words = next(word for word, (value, _) in STANDINGS.items() if value == standing)
        by = ALL if key is None else self.by
        query = self.query(theo=by, muc=key or "", tinh_trang=words, **more)
        return f"{reverse('oversight:late_list')}?{query}"


def asked_lateness_from(given: QueryDict, periods: Sequence[LatenessPeriod]) -> AskedLateness:
    """Read what is asked for; what cannot be read is the usual: 90 days, by field, everywhere.

    Refuses days turned around and an agency that nothing knows. Four statements at most.
    """
    period = _period(given, periods)
    asked = asked_from(given, period.last).of(first=period.first, last=period.last, as_of=None)
    within = Within(
        _known(asked.agency, agency_id_by_code(asked.agency)),
        _known(asked.field, sector_id_by_name(asked.field)),
        _known(asked.procedure, procedure_id_by_code(asked.procedure)),
    )
    if within.agency == NOWHERE:
        raise UnknownAgency(code=asked.agency)
    by = given.get("theo", "")
    if by not in BY or (within.agency is not None and by == "co-quan"):
        by = "linh-vuc"
    return AskedLateness(asked, period, within, by)


def _known(named: str, found: UUID | None) -> UUID | None:
    """Return what was found; what is named and was not found is nowhere, not everywhere."""
    return (found or NOWHERE) if named else None


def _period(given: QueryDict, periods: Sequence[LatenessPeriod]) -> LatenessPeriod:
    known = {period.code: period for period in periods}
    if not (given.get("tu") and given.get("den")):
        return known.get(given.get("ky", ""), known[USUAL])
    asked = asked_from(given, known[USUAL].last)
    days = period_of(asked.first, asked.last)
    same = [one for one in periods if (one.first, one.last) == (days.first, days.last)]
    made = LatenessPeriod(
        code="", first=days.first, last=days.last, counted_at=known[USUAL].counted_at
    )
    return same[0] if same else made


def behind_from(given: QueryDict, asked: AskedLateness) -> Behind:
    """Read which figure a list stands behind; refuse a field, agency or procedure that is none."""
    standing = STANDINGS.get(given.get("tinh-trang", ""), STANDINGS["tre"])[0]
    if given.get("theo") == ALL:
        return Behind(asked.period, standing, None, "", asked.within)
    key = given.get("muc", "")
    if asked.dimension not in OF_LATE_ONLY and uuid_from(key) is None:
        raise NotFound
    return Behind(asked.period, standing, asked.dimension, key, asked.within)


def uuid_from(text: str) -> UUID | None:
    """Read an id; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def period_words(period: LatenessPeriod) -> str:
    """Return how a period is called."""
    if not period.code:
        return f"Từ {period.first:%d/%m/%Y} đến hết {period.last:%d/%m/%Y}"
    if "-" not in period.code:
        return f"{period.code} ngày qua"
    return f"Tháng {period.first:%m/%Y}"
