"""Trends, the league table and the map of communes, with the list behind every number."""

from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

import pytest

from motcua.deadlines.rules import ZONE
from motcua.indicators.actions import rebuild
from motcua.indicators.calendar_periods import period_before
from motcua.indicators.engines import OnPostgres
from motcua.indicators.measures import attention, measures
from motcua.indicators.queries import MONTH
from motcua.indicators.rules import period_of
from motcua.indicators.trends import Part, measured_by, months_of, together
from motcua.kernel.actors import SYSTEM, Actor, Role
from motcua.web.oversight.commune_map import limits_of, places
from motcua.web.plots import Value, columns, line
from tests.builders import a_case_officer, a_citizen, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, DUE, a_fact, a_procedure, asked, stored
from tests.web.oversight.drilling import assert_numbers_open
from tests.web.portals import FEW, MANY, NOW, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
TRENDS, LEAGUE, MAP = "/theo-doi/xu-huong", "/theo-doi/xep-hang", "/theo-doi/ban-do"
PAGES = (TRENDS, LEAGUE, MAP)
WINTER = {"tu": "2021-12-01", "den": "2022-02-28"}
DECEMBER = datetime(2021, 12, 6, 8, tzinfo=ZONE)
MEASURES = ("in_time", "online", "genuine", "digitised", "electronic", "reused", "paid_online")


def a_watcher(role: Role = Role.MONITOR) -> Actor:
    return an_officer(a_province().committee, role)


def some_facts() -> None:
    """Store ten dossiers of January and two of December, of a department and a commune."""
    a_procedure()
    a_procedure("1.2", gives_document=False)
    stored(
        *(a_fact(submitter="self", synced=True, result_electronic=True) for _ in range(4)),
        a_fact(submitter="assisted", settling_agency=COMMUNE, component_digitised=True),
        a_fact(submitter="officer", settling_agency=COMMUNE, fee_due=1000, paid_online=True),
        a_fact(settling_agency=COMMUNE, fee_due=1000, reused=True, procedure="1.2"),
        a_fact(channel=1, settling_agency=COMMUNE, finished_at=NOW),
        a_fact(channel=1, finished_at=None, status=4),
        a_fact(channel=3, due_at=None),
        a_fact(received_at=DECEMBER, settling_agency=COMMUNE),
        a_fact(received_at=DECEMBER, channel=1, finished_at=None, status=4, due_at=DUE),
    )


@pytest.mark.parametrize(
    ("address", "least"),
    [
        (TRENDS, 20),
        *((f"{LEAGUE}?chi-so={name}", 3) for name in MEASURES),
        (f"{LEAGUE}?chi-so=766", 2),
        (f"{LEAGUE}?chi-so=hours&nhom=xa", 1),
        (f"{MAP}?chi-so=in_time", 2),
        (f"{MAP}?chi-so=766", 1),
    ],
)
def test_every_number_opens_as_many(address: str, least: int) -> None:
    some_facts()
    client = browser_of(a_watcher())
    joint = "&" if "?" in address else "?"

    assert_numbers_open(client, f"{address}{joint}{urlencode(WINTER)}", least)


def test_every_number_opens_as_many_under_every_filter() -> None:
    some_facts()
    client = browser_of(a_watcher())

    for chosen in ({"co-quan": COMMUNE}, {"thu-tuc": "1.2"}, {"thu-tuc": "1.000001"}):
        assert_numbers_open(client, f"{TRENDS}?{urlencode({**WINTER, **chosen})}", 2)


def test_a_month_is_measured_as_its_period_is() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(TRENDS, WINTER).content)

    # due in January and still open: late in the winter, though it was not in December
    assert "12/2021 2 50,0% 1 50,0% 1" in page
    assert "01/2022 10 80,0% 8 70,0% 7 50,0% 5" in page
    assert "Cả kỳ 12 75,0% 9 66,7% 8" in page


def test_charts_say_in_words_what_they_show() -> None:
    some_facts()

    page = browser_of(a_watcher()).get(TRENDS, WINTER).content.decode()

    said = "Giải quyết đúng hạn: từ 50 (tháng 12) đến 80 (tháng 1/22)."
    assert f'role="img" aria-label="{said}"' in page
    assert page.count("<svg") == 7


def test_agencies_with_few_dossiers_have_no_place() -> None:
    few = attention().least_dossiers
    stored(
        *(a_fact() for _ in range(few)),
        *(a_fact(settling_agency=COMMUNE) for _ in range(few - 1)),
    )

    page = text_of(browser_of(a_watcher()).get(LEAGUE, {**WINTER, "chi-so": "in_time"}).content)

    assert "1 Sở Xây dựng 100,0%" in page
    assert "Không xếp hạng (1 cơ quan)" in page


def test_the_table_says_who_rose_and_by_how_much() -> None:
    before = {"received_at": DECEMBER}
    stored(
        *(a_fact(**before, finished_at=NOW) for _ in range(5)),
        *(a_fact(**before) for _ in range(5)),
        *(a_fact(**before, settling_agency=COMMUNE) for _ in range(10)),
        *(a_fact() for _ in range(10)),
        *(a_fact(settling_agency=COMMUNE, finished_at=NOW) for _ in range(10)),
    )
    january = {"tu": "2022-01-01", "den": "2022-01-31", "chi-so": "in_time"}

    page = text_of(browser_of(a_watcher()).get(LEAGUE, january).content)

    assert "kỳ trước từ 01/12/2021 đến hết 31/12/2021" in page
    assert "1 Sở Xây dựng 100,0% +50,0 điểm % lên 1 10 10" in page
    assert "2 Ủy ban nhân dân xã Mẫu 0,0% −100,0 điểm % xuống 1 0 10" in page


def test_the_map_writes_the_value_into_each_tile() -> None:
    stored(
        *(a_fact(settling_agency=COMMUNE, received_at=NOW) for _ in range(4)),
        a_fact(settling_agency=COMMUNE, received_at=NOW, channel=1),
    )

    page = text_of(browser_of(a_watcher()).get(MAP, {"chi-so": "online"}).content)

    assert "Mẫu 80,0%" in page
    assert "– không có hồ sơ" in page


def test_no_two_communes_share_a_place() -> None:
    assert len(set(places().values())) == len(places()) == 129


def test_classes_tell_different_values_apart_however_many_are_equal() -> None:
    values = [Fraction(1)] * 90 + [Fraction(n, 10) for n in range(5)]

    assert [highest for _, highest in limits_of(values)][-1] == 1
    assert len(limits_of(values)) == 5
    assert limits_of([]) == []
    assert limits_of([Fraction(1, 2)]) == [(Fraction(1, 2), Fraction(1, 2))]


@pytest.mark.parametrize(
    ("first", "last", "before_first", "before_last"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 3, 2), date(2026, 3, 31), date(2026, 1, 31), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 3, 10), date(2026, 2, 19), date(2026, 2, 28)),
    ],
)
def test_the_period_before_is_as_long(
    first: date, last: date, before_first: date, before_last: date
) -> None:
    before = period_before(period_of(first, last))

    assert (before.first, before.last) == (before_first, before_last)


def test_a_period_touches_its_months() -> None:
    assert months_of(period_of(date(2025, 11, 30), date(2026, 1, 1))) == [
        "2025-11",
        "2025-12",
        "2026-01",
    ]


def test_months_add_up() -> None:
    some_facts()
    winter = asked(first=date(2021, 12, 1), last=date(2022, 2, 28))

    found = measured_by(MONTH, MEASURES, winter, OnPostgres())

    assert together(found.values())["in_time"] == Part(9, 12)
    assert together(found.values())["paid_online"] == Part(1, 2)
    assert set(MEASURES) < {one.id for one in measures().indicators}


def test_lines_break_where_nothing_is_known_and_columns_begin_at_zero() -> None:
    known = Value("1", Fraction(1, 2), "50")

    drawn = line("Đúng hạn", [known, known, Value("3", None, "–"), known, known])
    bars = columns("Tiếp nhận", [Value("1", Fraction(0), "0"), Value("2", Fraction(70), "70")])

    assert len(drawn.pieces) == 2
    assert [word for _, word in drawn.ticks] == ["0%", "50%", "100%"]
    assert [one.height for one in bars.points] == ["0.0", "102.2"]
    assert [word for _, word in bars.ticks] == ["0", "50", "100"]
    assert line("Đúng hạn", []).sentence == "Đúng hạn: chưa có số liệu."


@pytest.mark.parametrize("address", PAGES)
def test_only_who_watches_sees_these(address: str) -> None:
    dossier = an_accepted_dossier()

    assert browser_of(a_case_officer(dossier)).get(address).status_code == 403
    assert browser_of(a_citizen()).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_period_and_what_cannot_be_read_are_no_faults(address: str) -> None:
    client = browser_of(a_watcher())
    strange = {"chi-so": "x", "nhom": "x", "thang": "'", "thu-tuc": "1'--", "linh-vuc": "\x00"}

    assert client.get(address, WINTER).status_code == 200
    assert client.get(address, strange).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_ask_the_same_few_questions_at_any_size(address: str) -> None:
    dossier = an_accepted_dossier()
    watcher = a_watcher()

    def asked_with(many: int) -> int:
        copies(dossier, many)
        rebuild(by=SYSTEM, at=NOW)
        return len(statements(watcher, address))

    assert asked_with(FEW) == asked_with(MANY)


def test_a_field_narrows_every_number() -> None:
    dossier = an_accepted_dossier()
    copies(dossier, 3)
    rebuild(by=SYSTEM, at=NOW)
    stored(a_fact(received_at=NOW, procedure="unknown"))
    field = dossier.procedure.sector.name
    client = browser_of(a_watcher())

    page = text_of(client.get(TRENDS, {"linh-vuc": field}).content)

    assert f"Cả tỉnh, lĩnh vực {field}" in page
    assert_numbers_open(client, f"{TRENDS}?{urlencode({'linh-vuc': field})}", 2)
    assert "Cả kỳ 1 " in page or "Cả kỳ 4 " in page


def test_departments_are_told_apart_from_communes() -> None:
    some_facts()
    client = browser_of(a_watcher())
    given = {**WINTER, "chi-so": "online"}

    communes = text_of(client.get(LEAGUE, {**given, "nhom": "xa"}).content)
    departments = text_of(client.get(LEAGUE, {**given, "nhom": "so"}).content)

    assert "xã Mẫu" in communes
    assert "Sở Xây dựng" not in communes
    assert "Sở Xây dựng" in departments
