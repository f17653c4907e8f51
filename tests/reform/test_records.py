"""Records of reform: read whole or refused by their place, stored once, counted by their days."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils.timezone import now

from motcua.indicators.engines import OnPostgres
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.kernel.errors import NotPermitted
from motcua.reform.actions import take_in
from motcua.reform.comparing import Compared, compare
from motcua.reform.incoming import WrongCell, WrongTable, read_rows
from motcua.reform.queries import year_report
from motcua.reform.rules import UnknownYear, as_json, rounded
from tests.builders import a_province, an_officer
from tests.indicators.facts import RECEIVED, a_fact, stored

SERVICES = "code,name,field,level,published_on,withdrawn_on,integrated_on,source\n"
LINE = "1.1,Khai sinh,Hộ tịch,4,2020-01-01,,2021-05-01,QĐ 1\n"
INDICES = "index,part,year,province,value,rank,among,source\n"


def a_file(folder: Path, text: str) -> Path:
    file = folder / "bang.csv"
    file.write_text(text, encoding="utf-8")
    return file


def told(year: int) -> dict[str, object]:
    return as_json(year_report(year, OnPostgres(), now()))


@pytest.mark.django_db
def test_a_second_import_changes_nothing_and_a_corrected_line_changes_one(tmp_path: Path) -> None:
    rows = read_rows("procedures", a_file(tmp_path, SERVICES + LINE))
    assert compare("procedures", rows) == Compared(1, 0, 0)

    first = take_in("procedures", rows, by=SYSTEM, at=now())
    again = take_in("procedures", rows, by=SYSTEM, at=now())
    corrected = read_rows("procedures", a_file(tmp_path, SERVICES + LINE.replace(",4,", ",3,")))

    assert (first, again) == (Compared(1, 0, 0), Compared(0, 0, 1))
    assert take_in("procedures", corrected, by=SYSTEM, at=now()) == Compared(0, 1, 0)
    assert (told(2022)["level3"], told(2022)["level4"]) == (1, 0)


@pytest.mark.django_db
def test_nobody_but_the_system_stores_records() -> None:
    with pytest.raises(NotPermitted):
        take_in("indices", [], by=_a_person(), at=now())


def _a_person() -> Actor:
    return an_officer(a_province().committee, Role.MONITOR)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1.1,A,B,5,2020-01-01,,,Q\n", "dòng 2, cột level: “5”. Cần số nguyên từ 1 đến 4"),
        ("1.1,A,B,4,01/01/2020,,,Q\n", "cột published_on: “01/01/2020”. Cần ngày dạng 2022-01-31"),
        ("1.1,A,B,4,2020-01-01,x,,Q\n", "cột withdrawn_on: “x”. Cần ngày .*hoặc để trống"),
        (",A,B,4,2020-01-01,,,Q\n", "cột code: “”"),
        (LINE + "1.1,A,B,4,2020-01-01,,\n", "dòng 3.*sai số cột"),
        (LINE + LINE, "dòng 3: trùng code, published_on với dòng 2"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place_and_what_was_expected(
    tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises((WrongCell, WrongTable), match=said):
        read_rows("procedures", a_file(tmp_path, SERVICES + line))


def test_a_table_without_its_columns_or_with_strange_ones_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongTable, match="thiếu hoặc lạ cột name, khác"):
        read_rows("procedures", a_file(tmp_path, SERVICES.replace("name", "khác") + LINE))


def test_an_index_needs_a_value_or_a_rank(tmp_path: Path) -> None:
    assert read_rows("indices", a_file(tmp_path, INDICES + "PCI,,2022,H42,,44,63,Q\n"))

    with pytest.raises(WrongTable, match="cần ít nhất một trong các cột value, rank"):
        read_rows("indices", a_file(tmp_path, INDICES + "PCI,,2022,H42,,,63,Q\n"))


@pytest.mark.django_db
def test_a_service_counts_at_the_level_it_had_on_the_last_day_of_the_year(tmp_path: Path) -> None:
    text = (
        SERVICES
        + "1.1,A,B,2,2020-01-01,2022-12-31,,Q\n1.1,A,B,4,2022-12-31,,2023-01-01,Q\n"
        + "1.2,A,B,3,2020-01-01,2022-06-01,,Q\n"
    )
    take_in("procedures", read_rows("procedures", a_file(tmp_path, text)), by=SYSTEM, at=now())

    counts = {year: [told(year)[key] for key in ("services", "level3", "level4", "integrated")]
              for year in (2021, 2022, 2023)}  # fmt: skip

    assert counts == {2021: [2, 1, 0, 0], 2022: [1, 0, 1, 0], 2023: [1, 0, 1, 1]}


@pytest.mark.django_db
def test_dossiers_are_compared_with_the_year_before_and_by_field(tmp_path: Path) -> None:
    rows = read_rows("procedures", a_file(tmp_path, SERVICES + LINE))
    take_in("procedures", rows, by=SYSTEM, at=now())
    stored(
        a_fact(procedure="1.1", submitter="self", fee_due=1000, paid_online=True),
        a_fact(procedure="1.1", submitter="officer", fee_due=1000),
        a_fact(procedure="1.1", channel=1, finished_at=RECEIVED.replace(month=3)),
        a_fact(procedure="9.9", channel=1),
        a_fact(channel=1, received_at=RECEIVED.replace(year=2021)),
        a_fact(channel=2, received_at=RECEIVED.replace(year=2021)),
    )

    report = told(2022)

    assert report["received_change_pct"] == 100
    assert (report["online_pct"], report["online_ratio"]) == (50.0, 1.0)
    assert report["online_genuine_pct"] == 25.0
    assert report["online_payment_pct"] == 50.0
    assert report["overdue_pct"] == 25.0
    assert report["overdue_by_field"] == {"Hộ tịch": 33.33, "Ngoài danh mục": 0.0}


@pytest.mark.django_db
def test_what_has_no_denominator_is_null() -> None:
    report = told(2022)

    empty = {key for key, value in report.items() if value is None}
    assert empty == {
        "level3_pct", "level4_pct", "integrated_pct", "results_digitised_pct",
        "received_change_pct", "online_pct", "online_ratio", "par_rank", "pci_rank",
        "overdue_pct", "online_payment_pct", "online_genuine_pct",
    }  # fmt: skip


def test_halves_are_rounded_up_and_years_are_years() -> None:
    assert rounded(Fraction(125, 1000), 2) == 0.13
    assert rounded(Fraction(5, 2), 0) == 3
    with pytest.raises(UnknownYear):
        year_report(22, OnPostgres(), now())


def test_days_of_a_register_line_are_dates(tmp_path: Path) -> None:
    text = "number,agency,issued_on,ends_on,digitised_on,source\n1/GP,H42.01,2020-02-29,,,Q\n"

    (row,) = read_rows("register", a_file(tmp_path, text))

    assert (row["issued_on"], row["ends_on"], row["procedure"]) == (date(2020, 2, 29), None, "")
