"""What a page of lateness is asked for, as its address says it: period, by what, which agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from motcua.dossiers.late_lists import Behind
from motcua.dossiers.lateness_figures import OF_LATE_ONLY, Dimension
from motcua.dossiers.models import LatenessPeriod
from motcua.dossiers.periods import USUAL
from motcua.kernel.errors import NotFound

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


@dataclass(frozen=True, slots=True)
class Asked:
    """The period, the words of the address for “by what”, and the agency looked into, if any."""

    period: LatenessPeriod
    by: str
    agency: UUID | None

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

    def query(self, **changed: object) -> str:
        """Write what is asked for as a query string, with some parts changed."""
        parts = {"ky": self.period.code, "theo": self.by, "co-quan": self.agency or ""}
        return urlencode({**parts, **{name.replace("_", "-"): v for name, v in changed.items()}})

    def list_of(self, standing: str, key: str | None, **more: str) -> str:
        """Return the address of the list behind a figure; without a key, of all there are."""
        words = next(word for word, (value, _) in STANDINGS.items() if value == standing)
        by = ALL if key is None else self.by
        query = self.query(theo=by, muc=key or "", tinh_trang=words, **more)
        return f"{reverse('oversight:late_list')}?{query}"


def asked_from(given: QueryDict, periods: Sequence[LatenessPeriod]) -> Asked:
    """Read what is asked for; what cannot be read is the usual: 90 days, by field, everywhere."""
    known = {period.code: period for period in periods}
    by = given.get("theo", "")
    agency = uuid_from(given.get("co-quan", ""))
    if by not in BY or (agency is not None and by == "co-quan"):
        by = "linh-vuc"
    return Asked(known.get(given.get("ky", ""), known[USUAL]), by, agency)


def behind_from(given: QueryDict, asked: Asked) -> Behind:
    """Read which figure a list stands behind; refuse a field, agency or procedure that is none."""
    standing = STANDINGS.get(given.get("tinh-trang", ""), STANDINGS["tre"])[0]
    if given.get("theo") == ALL:
        return Behind(asked.period, standing, None, "", asked.agency)
    key = given.get("muc", "")
    if asked.dimension not in OF_LATE_ONLY and uuid_from(key) is None:
        raise NotFound
    return Behind(asked.period, standing, asked.dimension, key, asked.agency)


def uuid_from(text: str) -> UUID | None:
    """Read an id; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def period_words(period: LatenessPeriod) -> str:
    """Return how a period is called."""
    if "-" not in period.code:
        return f"{period.code} ngày qua"
    return f"Tháng {period.first:%m/%Y}"
