"""The reform report of 2022 of the sample province: published numbers, come to by counting."""

from io import BytesIO

import pytest
from django.utils.timezone import now
from docx import Document

from motcua.demo.organisations import load_agencies
from motcua.demo.past_dossiers import load_past_dossiers
from motcua.demo.past_records import load_past_records
from motcua.indicators.engines import OnPostgres
from motcua.indicators.models import DossierFact
from motcua.indicators.rules import OWN
from motcua.reform.files import as_word
from motcua.reform.models import IndexValue, OrganisationCut, RegisteredResult, Service
from motcua.reform.queries import year_report
from motcua.reform.rules import as_json
from motcua.reform.telling import lines
from tests.indicators.facts import RECEIVED, a_fact, stored

pytestmark = pytest.mark.django_db
REFERENCE = {
    "services": 2157,
    "level3": 298,
    "level3_pct": 13.8,
    "level4": 1288,
    "level4_pct": 59.7,
    "integrated": 1315,
    "integrated_pct": 83,
    "results_digitised_pct": 48.5,
    "received_change_pct": 174,
    "online_pct": 64.65,
    "online_ratio": 3.3,
    "organisations_cut": 165,
    "par_rank": 17,
    "pci_rank": 44,
}
KEYS = [
    "services", "level3", "level3_pct", "level4", "level4_pct", "integrated", "integrated_pct",
    "results_digitised_pct", "received_change_pct", "online_pct", "online_ratio",
    "organisations_cut", "organisations_cut_by_kind", "par_rank", "pci_rank", "overdue_pct",
    "overdue_by_field", "online_payment_pct", "online_genuine_pct",
]  # fmt: skip


def told(year: int = 2022) -> dict[str, object]:
    return as_json(year_report(year, OnPostgres(), now()))


def test_the_published_numbers_of_2022_come_out_of_the_raw_records_to_the_last_digit() -> None:
    assert {told()[key] for key in ("services", "organisations_cut")} == {0}
    assert told()["online_pct"] is None
    load_agencies()
    load_past_records(now())
    load_past_dossiers(now())

    report = told()

    assert list(report) == KEYS
    assert {key: report[key] for key in REFERENCE} == REFERENCE
    kinds = report["organisations_cut_by_kind"]
    assert isinstance(kinds, dict)
    assert list(kinds.values()) == [21, 4, 5, 20, 39, 74, 2]
    assert told(2021)["par_rank"] == 20
    assert told(2021)["pci_rank"] == 58


def test_dossiers_of_the_sample_itself_are_counted_among_them() -> None:
    load_agencies()
    load_past_records(now())
    stored(
        *(a_fact(source=OWN, channel=1) for _ in range(30)),
        *(a_fact(source=OWN, received_at=RECEIVED.replace(year=2021)) for _ in range(1500)),
    )

    load_past_dossiers(now())

    report = told()
    assert {key: report[key] for key in REFERENCE} == REFERENCE


def test_a_number_moves_with_its_records_for_none_is_stored() -> None:
    load_agencies()
    load_past_records(now())
    load_past_dossiers(now())
    before = told()

    DossierFact.objects.filter(month="2022-03", channel=2).delete()
    OrganisationCut.objects.filter(kind="unit_teams").first().delete()  # type: ignore[union-attr]
    Service.objects.filter(level=4, withdrawn_on=None).first().delete()  # type: ignore[union-attr]
    RegisteredResult.objects.filter(digitised_on__year=2022).delete()
    IndexValue.objects.filter(index="PAR", year=2022).update(rank=18)
    after = told()

    moved = {key for key in KEYS if before[key] != after[key]}
    assert moved >= {"services", "level4", "organisations_cut", "par_rank", "online_pct"}
    assert after["results_digitised_pct"] == 0


def test_the_word_report_and_the_page_say_the_same_numbers() -> None:
    load_agencies()
    load_past_records(now())
    load_past_dossiers(now())
    report = year_report(2022, OnPostgres(), now())

    document = Document(BytesIO(as_word(report, "Tỉnh mẫu", now())))

    said = {row.cells[0].text: row.cells[1].text for grid in document.tables for row in grid.rows}
    for name, value in {
        "Mức độ 4": "59,7%",
        "Hồ sơ tiếp nhận, so với năm trước": "+174%",
        "Nộp trực tuyến": "64,65%",
        "Tỷ lệ nộp trực tuyến, so với năm trước": "3,3 lần",
        "Thứ hạng PAR Index": "17 trên 63",
    }.items():
        assert said[name] == value
    assert {one.name for _, some in lines(report) for one in some} <= set(said)
