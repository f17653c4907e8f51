"""The parts that shapes are made of: strict, bounded, storable."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    StringConstraints,
)
from pydantic import StrictBool as Flag

from motcua.api.bodies import NOT_TEXT, storable

FIRST_YEAR, LAST_YEAR = 2000, 2100
OUT_OF_TIME = f"Thời điểm phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."


class Asked(BaseModel):
    """A body of a request; names that are not described are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(frozen=True)


def _storable(text: str) -> str:
    if not storable(text):
        raise ValueError(NOT_TEXT)
    return text


def _in_our_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(OUT_OF_TIME)
    return moment


def _in_one_zone(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


# The same moment always reads the same, whichever zone it was computed in.
Instant = Annotated[datetime, AfterValidator(_in_one_zone)]
Code = Annotated[StrictStr, StringConstraints(max_length=40)]
Line = Annotated[StrictStr, StringConstraints(max_length=300)]
Name = Annotated[StrictStr, StringConstraints(max_length=120)]
Paragraph = Annotated[StrictStr, StringConstraints(max_length=5000)]
Sheets = Annotated[StrictInt, Field(ge=0, le=999)]
Words = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]

__all__ = [
    "Asked",
    "Code",
    "Flag",
    "Instant",
    "Line",
    "Moment",
    "Name",
    "Paragraph",
    "Sheets",
    "Shown",
    "Words",
]
