"""Several provinces counted together: the whole is the sum of what each counts by itself."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from motcua.cli import country as told
from motcua.indicators.country import index_of_country, provinces_in
from motcua.indicators.lake import export
from motcua.indicators.lake_engine import NoLake
from motcua.indicators.lake_index import index_on
from motcua.indicators.models import DossierFact
from motcua.indicators.rule_sets import rule_set
from tests.indicators.facts import AFTERWARDS, DAY, DUE, a_fact, a_procedure, stored

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
DAYS, RULES = (date(2022, 1, 1), date(2022, 12, 31)), rule_set("766@2022")


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """Have two provinces export what they have: the same procedure, other dossiers."""
    folder = tmp_path / "country"
    a_procedure("1.1", has_fee=True)
    stored(a_fact(procedure="1.1"), a_fact(procedure="1.1", finished_at=DUE + DAY))
    export(folder / "H42", at=AFTERWARDS)
    DossierFact.objects.all().delete()
    stored(a_fact(procedure="1.1", synced=True, result_electronic=True), a_fact(channel=1))
    export(folder / "H17", at=AFTERWARDS + DAY)
    (folder / "notes").mkdir()
    return folder


def test_each_province_counts_as_it_would_alone(country: Path) -> None:
    found = index_of_country(country, DAYS, RULES)

    assert {one.name for one in found.provinces} == {"H42", "H17"}
    for one in found.provinces:
        alone, asked = index_on(country / one.name, DAYS, "", RULES)
        assert one.index == alone
        assert one.cut_off == asked.as_of
    assert [one.place for one in found.provinces] == [1, 2]


def test_the_whole_adds_up_and_a_code_in_two_provinces_is_two_procedures(country: Path) -> None:
    found = index_of_country(country, DAYS, RULES)

    for at, whole in enumerate(found.whole.scored):
        parts = [one.index.scored[at] for one in found.provinces]
        assert whole.denominator == sum(one.denominator for one in parts)
        assert whole.numerator == sum(one.numerator for one in parts)


def test_spark_counts_the_same(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")

    assert index_of_country(country, DAYS, RULES, with_spark=True) == index_of_country(
        country, DAYS, RULES
    )


def test_a_folder_without_exports_is_refused(tmp_path: Path, country: Path) -> None:
    assert provinces_in(country / "H42") == []
    shutil.rmtree(country / "H42")
    shutil.rmtree(country / "H17")

    with pytest.raises(NoLake):
        index_of_country(country, DAYS, RULES)


def test_it_is_told_in_words_and_to_programs(
    country: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told.tell(country, DAYS, RULES, "duckdb", as_json=False)
    assert "Cả nước:" in capsys.readouterr().out
    told.tell(country, DAYS, RULES, "duckdb", as_json=True)
    found = json.loads(capsys.readouterr().out)

    assert [one["place"] for one in found["provinces"]] == [1, 2]
    assert found["country"]["indicators"]
