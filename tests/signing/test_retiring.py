"""A year of the log goes when it may, signed before; nothing else can go like that."""

import random
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.utils.timezone import localdate

from motcua.demo.names import identifier
from motcua.events.actions import record
from motcua.events.keeping import KeptByLaw, NoSuchYear, ShorterThanLaw, StillThere
from motcua.events.models import Event
from motcua.events.years import keep_years, years
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotPermitted
from motcua.people.models import Person
from motcua.signing.anchoring import anchor
from motcua.signing.retiring import NotAnchored, retire
from tests.builders import a_citizen
from tests.signing.test_anchoring import anchors, verdict

__all__ = ["anchors"]
AT = datetime(2046, 1, 2, 2, 0, 0, tzinfo=UTC)
YEAR = 2021
pytestmark = pytest.mark.django_db


def made_in(year: int) -> UUID:
    return identifier(random.Random(year), datetime(year, 6, 15, tzinfo=UTC))  # noqa: S311


@pytest.fixture(autouse=True)
def some_years(anchors: Path) -> None:
    keep_years(localdate(), YEAR)
    for year in (YEAR, YEAR + 1, YEAR):
        record("thing.done", made_in(year), by=SYSTEM, at=AT)


def test_a_year_goes_whole_and_the_verifier_knows_why(anchors: Path) -> None:
    anchor(AT)

    gone = retire(YEAR, by=SYSTEM, at=AT)

    assert (gone.year, gone.events) == (YEAR, 2)
    assert YEAR not in years(localdate()).kept
    assert not Event.objects.filter(subject=made_in(YEAR)).exists()
    assert Event.objects.get(verb="log_year.retired").facts == {"year": YEAR, "events": 2}
    anchor(AT)
    assert verdict(anchors).findings == []


def test_what_is_gone_without_having_been_let_go_still_shows(anchors: Path) -> None:
    anchor(AT)
    retire(YEAR, by=SYSTEM, at=AT)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE events_event_{YEAR + 1}")

    assert [one.kind for one in verdict(anchors).findings] == ["deleted"]


@pytest.mark.parametrize("file", ["retired.jsonl", f"retired-{YEAR}.bin"])
def test_a_list_that_nobody_signed_excuses_nothing(anchors: Path, file: str) -> None:
    anchor(AT)
    retire(YEAR, by=SYSTEM, at=AT)
    path = anchors / file
    content = bytearray(path.read_bytes())
    place = content.index(b'"year": ') + 11 if file.endswith("jsonl") else 7
    content[place] ^= 1
    path.write_bytes(bytes(content))
    if file.endswith("jsonl"):
        (anchors / f"retired-{YEAR - 1}.bin").write_bytes(b"")

    kinds = [one.kind for one in verdict(anchors).findings]

    assert kinds.count("deleted") == 2
    assert "anchors" in kinds


def test_a_year_that_the_law_wants_kept_stays(anchors: Path) -> None:
    anchor(AT)
    early = datetime(2030, 1, 2, tzinfo=UTC)

    with pytest.raises(KeptByLaw, match="31/12/2041"):
        retire(YEAR, by=SYSTEM, at=early)
    with pytest.raises(ShorterThanLaw):
        retire(YEAR, by=SYSTEM, at=early, months=6)
    retire(YEAR, by=SYSTEM, at=early, months=60)


def test_the_log_of_what_exists_stays(anchors: Path) -> None:
    anchor(AT)
    Person.objects.filter(pk=a_citizen("Nguyễn Thị Mẫu").who).update(id=made_in(YEAR))

    with pytest.raises(StillThere, match="people_person"):
        retire(YEAR, by=SYSTEM, at=AT)

    assert YEAR in years(localdate()).kept


def test_what_is_not_anchored_and_what_is_not_there_is_refused(anchors: Path) -> None:
    with pytest.raises(NotAnchored):
        retire(YEAR, by=SYSTEM, at=AT)
    with pytest.raises(NoSuchYear):
        retire(1999, by=SYSTEM, at=AT)
    anchor(AT)
    with pytest.raises(NotPermitted):
        retire(YEAR, by=a_citizen("Nguyễn Thị Mẫu"), at=AT)

    assert Event.objects.filter(subject=made_in(YEAR)).count() == 2
