"""Facts as they stood at the end of a past day, for any figure and any list.

The database keeps how a fact stood on earlier days when it changes (migration 0004). Here these
rows take the place of the tables, under their names, in the very statements that count live facts.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.migrations.recorder import MigrationRecorder
from ibis.expr.types import Table

from motcua.deadlines.rules import ZONE
from motcua.dossiers.periods import Period
from motcua.indicators.conditions import DOSSIERS, PROCEDURES
from motcua.indicators.counting import Engine, Row, counted_one_by_one
from motcua.indicators.engines import OnPostgres, fetched, written
from motcua.indicators.rules import Asked, Counted, Of
from motcua.indicators.sign_cells import Wanted, signs_one_by_one
from motcua.kernel.errors import DomainError

KEPT_SINCE = "0004_changes_are_noticed"
_THEN = """
WITH {facts} AS NOT MATERIALIZED (
    SELECT {columns} FROM {facts} WHERE since <= %(day)s
    UNION ALL SELECT {past_columns} FROM {past} WHERE since <= %(day)s AND until > %(day)s
)
"""
_DOSSIERS = _THEN.format(
    facts="indicators_dossierfact",
    past="indicators_pastdossierfact",
    columns=", ".join(DOSSIERS.columns),
    past_columns=", ".join("fact" if name == "id" else name for name in DOSSIERS.columns),
)
_PROCEDURES = _THEN.format(
    facts="indicators_procedurefact",
    past="indicators_pastprocedurefact",
    columns=", ".join(PROCEDURES.columns),
    past_columns=", ".join(PROCEDURES.columns),
).replace("WITH ", ", ")


class DayNotOver(DomainError):
    """A day has not ended yet."""

    message = "Ngày {day} chưa hết. Bỏ trống ngày tính đến để xem số liệu lúc này."


class NotKnownThen(DomainError):
    """A day lies before everything that is kept."""

    message = "Chưa giữ số liệu của ngày {day}. Có thể xem lại từ ngày {first}."


class OnPostgresThen:
    """The facts as they stood at the end of a day."""

    def __init__(self, day: date) -> None:
        self._day = day

    def rows(self, expression: Table) -> list[Row]:
        """Return the rows that an expression describes; one statement."""
        asked = written(expression.op()).replace("%", "%%")
        then = f"{_DOSSIERS}{_PROCEDURES} SELECT * FROM ({asked}) AS told"  # noqa: S608
        return fetched(then, {"day": self._day})

    def counts(
        self, of: Of, parts: Sequence[Counted], asked: Asked, keys: Sequence[str]
    ) -> list[Row]:
        """Count parts of dossiers or of procedures, fact by fact; one statement."""
        return self.rows(counted_one_by_one(of, parts, asked, keys))

    def signs(self, wanted: Wanted, asked: Asked, keys: Sequence[str]) -> list[Row]:
        """Count signs and patterns, fact by fact."""
        return self.rows(signs_one_by_one(wanted, asked, keys))


def as_of(day: date | None, moment: datetime) -> tuple[Engine, datetime]:
    """Return what counts the facts as of the end of a day, and that moment; or now without a day.

    Asked again it is the same. Refuses a day that is not over, and one before facts were kept.
    """
    if day is None:
        return OnPostgres(), moment
    then = Period("", day, day).ends
    if then > moment:
        raise DayNotOver(day=f"{day:%d/%m/%Y}")
    first = first_day()
    if first is not None and day < first:
        raise NotKnownThen(day=f"{day:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")
    return OnPostgresThen(day), then


def first_day() -> date | None:
    """Return the first day whose end is known: the one on which keeping began."""
    found = MigrationRecorder.Migration.objects.filter(app="indicators", name=KEPT_SINCE)
    applied = found.values_list("applied", flat=True).first()
    return None if applied is None else applied.astimezone(ZONE).date()
