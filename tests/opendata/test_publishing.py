"""Publishing every night: what is counted, what is left out, and the files of a release."""

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from motcua.events.models import Event
from motcua.indicators.models import DossierFact
from motcua.kernel.actors import SYSTEM, Role
from motcua.kernel.errors import NotPermitted
from motcua.opendata.actions import publish
from motcua.opendata.models import PublishedFigure, Release
from motcua.opendata.queries import content_of, digest_of, latest
from motcua.opendata.rules import publishing
from tests.builders import a_province, an_officer
from tests.indicators.facts import COMMUNE, DEPARTMENT, stored
from tests.opendata.publishing import DAY, KNOWN, NOVEMBER, RARE, facts, october

pytestmark = pytest.mark.django_db


def content(form: str) -> bytes:
    return content_of(form)[1]


def published() -> dict[tuple[str, str, str], PublishedFigure]:
    publish(by=SYSTEM, at=NOVEMBER)
    found = PublishedFigure.objects.all()
    return {(one.month, one.agency, one.procedure): one for one in found}


def test_whole_months_are_counted_by_agency_and_procedure() -> None:
    october()

    found = published()

    whole = found["2026-10", "", ""]
    assert (whole.received, whole.in_time, whole.online, whole.finished) == (34, 26, 31, 34)
    assert (whole.rated, whole.liked) == (15, 12)
    department = found["2026-10", DEPARTMENT, ""]
    assert department.received == 24
    assert department.average_hours == 48
    assert not [month for month, _, _ in found if month != "2026-10"]


def test_a_small_cell_and_what_gives_it_away_are_left_out() -> None:
    october()

    found = published()

    assert ("2026-10", COMMUNE, RARE) not in found
    # with both sums of a line, what is left of it would be the two dossiers
    for line in ((COMMUNE, KNOWN), (DEPARTMENT, RARE)):
        sums = {("2026-10", line[0], ""), ("2026-10", "", line[1])}
        assert ("2026-10", *line) not in found or not sums <= found.keys()
    assert min(one.received for one in found.values()) >= publishing().least


def test_averages_and_ratings_are_told_of_enough_dossiers_only() -> None:
    few = publishing().least - 1
    stored(*facts(few, rating="like"), *facts(6, finished_at=None, status=4))

    whole = published()["2026-10", "", ""]

    assert (whole.received, whole.finished) == (few + 6, few)
    assert whole.average_hours is None
    assert whole.rated is None


def test_three_files_hold_the_same_rows(tmp_path: Path) -> None:
    october()
    release = publish(by=SYSTEM, at=NOVEMBER)

    rows = list(csv.DictReader(io.StringIO(content("csv").decode("utf-8"))))
    told = json.loads(content("json"))
    file = tmp_path / "rows.parquet"
    file.write_bytes(content("parquet"))
    columns = [one.name for one in publishing().columns]
    found = duckdb.connect().execute(f"SELECT * FROM '{file}'").fetchall()  # noqa: S608

    assert len(rows) == len(told["rows"]) == len(found) == release.rows == len(published())
    assert list(rows[0]) == [one["name"] for one in told["columns"]] == columns
    received = columns.index("received")
    for row, listed, stored_row in zip(rows, told["rows"], found, strict=True):
        assert int(row["received"]) == listed[received] == stored_row[received]
        assert row["agency_code"] == listed[1] == (stored_row[1] or "")
    assert told["about"]["least"] == publishing().least
    assert told["about"]["rules"] == "do-luong@2026"


def test_the_next_night_takes_the_place_of_the_night_before() -> None:
    october()
    publish(by=SYSTEM, at=NOVEMBER)
    before = digest_of("csv")
    DossierFact.objects.all().delete()
    stored(*facts(7))

    second = publish(by=SYSTEM, at=NOVEMBER + DAY)

    assert Release.objects.count() == 1
    assert latest() == second
    assert digest_of("csv") != before
    assert PublishedFigure.objects.filter(procedure="", agency="").get().received == 7
    assert Event.objects.filter(verb="figures.published").count() == 2


def test_nothing_to_tell_is_a_release_without_rows() -> None:
    release = publish(by=SYSTEM, at=NOVEMBER)

    assert release.rows == 0
    assert content("csv").decode("utf-8").count("\n") == 1
    assert content("parquet")[:4] == b"PAR1"


def test_nobody_publishes_by_hand() -> None:
    with pytest.raises(NotPermitted):
        publish(by=an_officer(a_province().committee, Role.MONITOR), at=NOVEMBER)
