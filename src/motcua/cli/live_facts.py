"""The facts of the database for commands that count: as they are, or as of the end of a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from motcua.cli.surroundings import after_django, equip, with_database, without_time_limit

if TYPE_CHECKING:
    from motcua.indicators.counting import Engine

HERE = timezone(timedelta(hours=7))


@contextmanager
def live(day: date | None) -> Iterator[tuple["Engine", datetime]]:
    """Open the facts as of a day, or as of now, with the moment as of which they are."""
    with without_time_limit(), with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        yield after_django("motcua.indicators.history").as_of(day, datetime.now(HERE))
