"""The statutory tables: what each column counts, that they balance, and that they are refused."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from motcua.deadlines.rules import ZONE
from motcua.dossiers.periods import Period
from motcua.indicators.engines import OnPostgres
from motcua.indicators.models import DossierFact
from motcua.indicators.rules import Asked, asked_about
from motcua.indicators.statutory import Counts, as_json, dossiers_behind, table_of
from motcua.indicators.statutory_causes import UNKNOWN, backlog, behind_cause
from motcua.indicators.statutory_files import as_excel, as_word
from motcua.indicators.statutory_rules import (
    COLUMNS,
    Row,
    Unbalanced,
    UnknownPeriod,
    UnknownTable,
    added,
    period_before,
    reporting_period,
    require_balance,
    require_carried,
    table,
)
from tests.indicators.facts import AFTERWARDS, DEPARTMENT, a_fact, stored

FIELDS, AGENCIES, LEVELS = table("II.06a"), table("II.06b"), table("II.06c")
JANUARY = reporting_period("2022-01")  # 15/12/2021 to 14/1/2022
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DUE = datetime(2022, 1, 10, 11, tzinfo=ZONE)
EARLY = datetime(2021, 12, 20, 8, tzinfo=ZONE)


def asking(period: Period = JANUARY, agency: str = "") -> Asked:
    return asked_about(period, agency, None, AFTERWARDS)


def cells(period: Period = JANUARY) -> dict[str, int]:
    return dict(table_of(FIELDS, asking(period), OnPostgres()).total.cells)


def only(**expected: int) -> dict[str, int]:
    """Return a row in which the columns not named are zero; `c4` is column 4."""
    return {column: expected.get(f"c{column}", 0) for column in COLUMNS}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2022", date(2021, 12, 15), date(2022, 12, 14)),
        ("2022-Q1", date(2021, 12, 15), date(2022, 3, 14)),
        ("2022-Q3", date(2022, 6, 15), date(2022, 9, 14)),
        ("2022-H1", date(2021, 12, 15), date(2022, 6, 14)),
        ("2022-9M", date(2021, 12, 15), date(2022, 9, 14)),
        ("2022-03", date(2022, 2, 15), date(2022, 3, 14)),
        ("2022-02-01..2022-02-03", date(2022, 2, 1), date(2022, 2, 3)),
    ],
)
def test_a_period_runs_from_the_fifteenth_to_the_fourteenth(
    name: str, first: date, last: date
) -> None:
    period = reporting_period(name)

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("name", ["", "2022-13", "quý 1", "2022-02-30..2022-03-01"])
def test_what_names_no_period_is_refused(name: str) -> None:
    with pytest.raises(UnknownPeriod):
        reporting_period(name)


def test_an_unknown_table_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownTable, match=r"II\.06a, II\.06b, II\.06c, II\.06g"):
        table("II.99")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ({"channel": 2, "finished_at": DUE - DAY}, only(c3=1, c4=1, c7=1, c8=1)),
        ({"channel": 1, "finished_at": DUE - SECOND}, only(c3=1, c5=1, c7=1, c9=1)),
        ({"channel": 3, "finished_at": DUE}, only(c3=1, c5=1, c7=1, c9=1)),
        ({"finished_at": DUE + SECOND}, only(c3=1, c4=1, c7=1, c10=1)),
        ({"finished_at": DUE - DAY, "status": 7}, only(c3=1, c4=1, c7=1, c9=1)),
        ({"finished_at": DUE, "due_at": None}, only(c3=1, c4=1, c7=1, c9=1)),
        ({"finished_at": None, "status": 4}, only(c3=1, c4=1, c11=1, c13=1)),
        ({"finished_at": JANUARY.ends}, only(c3=1, c4=1, c11=1, c13=1)),
        (
            {"finished_at": None, "status": 4, "due_at": JANUARY.ends},
            only(c3=1, c4=1, c11=1, c12=1),
        ),
        (
            {"finished_at": None, "status": 5, "supplement_requested_at": DUE - DAY},
            only(c3=1, c4=1, c11=1, c12=1),
        ),
        (
            {
                "finished_at": DUE + DAY,
                "supplement_requested_at": DUE - 3 * DAY,
                "supplement_done_at": DUE - DAY,
            },
            only(c3=1, c4=1, c7=1, c9=1),
        ),
        (
            {"received_at": JANUARY.begins - SECOND, "finished_at": DUE - DAY},
            only(c3=1, c6=1, c7=1, c8=1),
        ),
        ({"received_at": JANUARY.begins - DAY, "finished_at": JANUARY.begins - SECOND}, only()),
        ({"received_at": JANUARY.ends}, only()),
    ],
)
def test_a_dossier_is_counted_in_its_columns(
    fact: dict[str, object], expected: dict[str, int]
) -> None:
    stored(a_fact(**{"received_at": EARLY, "due_at": DUE, **fact}))

    assert cells() == expected


@pytest.mark.django_db
def test_rows_are_by_field_or_by_agency_and_one_agency_is_looked_at_alone() -> None:
    stored(
        *(a_fact(received_at=EARLY, due_at=DUE) for _ in range(2)),
        a_fact(received_at=EARLY, due_at=DUE, settling_agency="H42.99"),
    )

    by_agency = table_of(AGENCIES, asking(), OnPostgres())
    alone = table_of(FIELDS, asking(agency=DEPARTMENT), OnPostgres())

    assert {row.key: row.cells["3"] for row in by_agency.rows} == {DEPARTMENT: 2, "H42.99": 1}
    assert alone.total.cells["3"] == 2


FIRST = datetime(2021, 11, 1, tzinfo=ZONE)
moments = st.integers(0, 150 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
dossiers = st.builds(
    a_fact,
    channel=st.sampled_from([1, 2, 3]),
    status=st.integers(1, 10),
    procedure=st.sampled_from(["1.1", "1.2"]),
    settling_agency=st.sampled_from([DEPARTMENT, "H42.99"]),
    received_at=moments,
    due_at=st.none() | moments,
    finished_at=st.none() | moments,
    delivered_at=st.none() | moments,
    supplement_requested_at=st.none() | moments,
    supplement_done_at=st.none() | moments,
)


def whole_of(counts: Counts) -> None:
    """Hold every balance once more in plain words, and each cell against its list."""
    for row in (*counts.rows, counts.total):
        c = {int(column): many for column, many in row.cells.items()}
        assert c[3] == c[4] + c[5] + c[6] == c[7] + c[11]
        assert c[7] == c[8] + c[9] + c[10]
        assert c[11] == c[12] + c[13]
        for column in COLUMNS:
            many, listed = dossiers_behind(
                counts.table, row.key, column, counts.asked, OnPostgres(), after="", most=100
            )
            assert many == len(listed) == row.cells[column]


@pytest.mark.django_db
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(dossiers, max_size=12))
def test_any_dossiers_balance_carry_over_and_open_into_as_many(some: list[DossierFact]) -> None:
    DossierFact.objects.all().delete()
    stored(*some)
    periods = [reporting_period(name) for name in ("2021-12", "2022-01", "2022-02", "2022-03")]

    for chosen in (FIELDS, AGENCIES, LEVELS):
        told = [table_of(chosen, asking(period), OnPostgres()) for period in periods]
        whole_of(told[1])
        for before, now in pairwise(told):
            assert before.total.cells["11"] == now.total.cells["6"]


def a_row(**changed: int) -> Row:
    return Row("Đất đai", "Đất đai", only(c3=3, c4=1, c5=1, c6=1, c7=2, c8=2, c11=1, c12=1) | {
        name.removeprefix("c"): many for name, many in changed.items()
    })  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"c4": 2}, r"cột 3 = 3, cột 4 \+ 5 \+ 6 = 4"),
        ({"c11": 2, "c12": 2}, r"cột 3 = 3, cột 7 \+ 11 = 4"),
        ({"c9": 1}, r"cột 7 = 2, cột 8 \+ 9 \+ 10 = 3"),
        ({"c13": 1}, r"cột 11 = 1, cột 12 \+ 13 = 2"),
    ],
)
def test_a_row_that_does_not_add_up_is_refused(wrong: dict[str, int], what: str) -> None:
    require_balance("II.06a", [a_row()])

    with pytest.raises(Unbalanced, match=what):
        require_balance("II.06a", [a_row(**wrong)])


def test_a_row_that_does_not_carry_over_what_was_left_open_is_refused() -> None:
    require_carried("II.06a", [a_row()], {"Đất đai": 1, "Hộ tịch": 0})

    with pytest.raises(Unbalanced, match="cột 6 = 1, cột 11 của kỳ trước = 2"):
        require_carried("II.06a", [a_row()], {"Đất đai": 2})
    with pytest.raises(Unbalanced, match="Hộ tịch"):
        require_carried("II.06a", [a_row()], {"Đất đai": 1, "Hộ tịch": 1})


def test_a_period_is_preceded_by_one_that_ends_where_it_begins() -> None:
    assert period_before(JANUARY).last == JANUARY.first - DAY


@pytest.mark.django_db
def test_excel_and_word_have_the_columns_of_the_form_and_the_same_numbers() -> None:
    stored(a_fact(received_at=EARLY, due_at=DUE, finished_at=DUE - DAY))
    counts = table_of(FIELDS, asking(), OnPostgres())

    sheet = load_workbook(BytesIO(as_excel(counts, "Cả tỉnh"))).active
    document = Document(BytesIO(as_word(counts, "Cả tỉnh")))

    assert sheet is not None
    excel = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=10)]
    word = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert sheet["A1"].value == document.paragraphs[0].text == "Biểu số II.06a/VPCP/KSTT"
    assert excel[0] == word[3] == [f"({number})" for number in range(1, 14)]
    assert excel[-1][1:] == ["Tổng cộng", 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    assert word[-1][1:] == [str(value) for value in excel[-1][1:]]
    assert added(counts.rows) == as_json(counts)["total"]


@pytest.mark.django_db
def test_levels_are_the_sums_of_their_fields() -> None:
    stored(*(a_fact(received_at=EARLY, due_at=DUE, procedure=code) for code in ("1.1", "1.2")))

    told = table_of(LEVELS, asking(), OnPostgres())

    whole, *parts = told.rows
    assert not whole.is_part
    assert all(part.is_part for part in parts)
    assert whole.cells["3"] == sum(part.cells["3"] for part in parts) == told.total.cells["3"] == 2
    assert load_workbook(BytesIO(as_excel(told, "Cả tỉnh"))).active["A12"].value == "1.1"


@pytest.mark.django_db
def test_the_backlog_is_told_with_its_causes_and_opens_into_as_many() -> None:
    stored(
        *(a_fact(received_at=EARLY, due_at=DUE, finished_at=None, status=4) for _ in range(2)),
        a_fact(received_at=EARLY, due_at=DUE, finished_at=DUE),
    )

    told = backlog(table("II.06g"), asking(), OnPostgres())

    assert [(row.cause, row.many) for row in told.rows] == [(UNKNOWN, 2)]
    assert told.total == cells()["13"] == 2
    row = told.rows[0]
    many, listed = behind_cause(row.field, row.cause, asking(), OnPostgres(), after="", most=1)
    assert (many, len(listed)) == (2, 1)
    document = Document(BytesIO(as_word(told, "Cả tỉnh")))
    words = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert words[-1] == ["", "Tổng cộng", "2", "", ""]
