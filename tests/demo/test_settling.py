"""The procedures of the sample live: filed, settled step by step, sealed, and read."""

from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.dossiers.models import Result
from motcua.dossiers.rules import Status
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import terms
from tests.demo.reading import MODELLED, part
from tests.demo.settling import filed, loaded, settled, words_of

pytestmark = pytest.mark.django_db
ONLINE = [s for s in MODELLED if part(s, "procedure.json")["service_level"] != "counter"]
CASES = [(slug, case["code"]) for slug in ONLINE for case in part(slug, "procedure.json")["cases"]]
# One known by its facts only from each level: renewing a paper, and asking for a first one.
RENEWED, FIRST, ELSEWHERE = "1.000390", "1.000656", "1.000005"


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Settings) -> None:
    settings.KEYS = tmp_path / "keys"


def a_flagship(slug: str, monkeypatch: pytest.MonkeyPatch) -> ProcedureVersion:
    return loaded(part(slug, "procedure.json")["code"], monkeypatch)


@pytest.mark.parametrize(("slug", "case"), CASES)
def test_a_flagship_is_filed_and_settled_to_its_sealed_result(
    slug: str, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = a_flagship(slug, monkeypatch)

    dossier = settled(filed(version, case))

    assert dossier.status == Status.DELIVERED
    said = words_of(dossier)
    assert str(dossier.number) in said
    assert "không giải quyết" not in said
    assert Result.objects.get(dossier=dossier).number


@pytest.mark.parametrize("slug", ONLINE)
def test_a_flagship_can_be_refused_with_a_reason(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = a_flagship(slug, monkeypatch)
    case = part(slug, "procedure.json")["cases"][0]["code"]

    dossier = settled(filed(version, case), appraisal="refuse")

    assert Result.objects.get(dossier=dossier).granted is False
    assert "Chưa đủ điều kiện." in words_of(dossier)


@pytest.mark.parametrize(("code", "page"), [(RENEWED, True), (FIRST, False)])
def test_a_procedure_known_by_its_facts_is_filed_and_settled_with_its_default_form(
    code: str, page: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = loaded(code, monkeypatch)
    assert version.form is not None
    assert ("held" in {one["id"] for one in version.form.definition["pages"]}) is page

    dossier = settled(filed(version))

    assert dossier.status == Status.DELIVERED
    said = words_of(dossier)
    assert "Về kết quả giải quyết thủ tục hành chính" in said
    assert version.procedure.code in said
    assert ("Về giấy tờ đã cấp" in said) is page


def test_such_a_procedure_says_how_many_papers_the_catalogue_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = terms(loaded(FIRST, monkeypatch).id).components

    assert [paper.code for paper in papers] == ["DON", "GT", "UQ"]
    note = papers[1].note
    assert note is not None
    assert "14 loại giấy tờ" in note["vi"]
    assert "14 papers" in note["en"]


def test_a_procedure_settled_elsewhere_has_a_form_but_cannot_be_filed_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = loaded(ELSEWHERE, monkeypatch)

    assert version.form is not None
    assert not version.can_be_filed_online
    assert not version.can_be_filed_at_the_counter
