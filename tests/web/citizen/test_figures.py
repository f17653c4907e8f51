"""Figures and open data for everybody, without signing in."""

import re
from html import unescape

import pytest
from django.test import Client

from motcua.kernel.actors import SYSTEM
from motcua.opendata.actions import publish
from motcua.opendata.models import Release
from motcua.opendata.rules import publishing
from tests.builders import a_citizen, a_procedure, a_province
from tests.indicators.facts import COMMUNE
from tests.opendata.publishing import NOVEMBER, october
from tests.web.portals import browser_of, statements, text_of

pytestmark = pytest.mark.django_db
PAGE, DATA = "/cong-khai/so-lieu", "/cong-khai/du-lieu-mo"
FILES = [f"{DATA}/so-lieu.{form}" for form in ("csv", "json", "parquet")]


def a_release() -> Release:
    a_province()
    october()
    return publish(by=SYSTEM, at=NOVEMBER)


def test_everybody_sees_the_province_by_month_agency_and_procedure() -> None:
    a_release()

    page = text_of(Client().get(PAGE).content)

    assert "10/2026 34 76,5% 91,2% 6,2 ngày 80,0% (15)" in page
    assert "Sở Xây dựng 24 100,0% 87,5% 2,0 ngày 80,0% (15)" in page
    assert "dưới 5 hồ sơ thì không hiện" in page


def test_no_page_tells_of_fewer_than_the_threshold() -> None:
    a_release()
    client = Client()
    seen, waiting, told = set[str](), {PAGE}, list[int]()

    while waiting - seen:
        address = min(waiting - seen)
        seen.add(address)
        page = client.get(address).content.decode()
        rows = re.findall(r'</th>\s*<td[^>]*data-label="Tiếp nhận">([\d.]+)</td>', page)
        told += [int(many) for many in rows]
        waiting |= {unescape(one) for one in re.findall(rf'href="({PAGE}\?[^"]+)"', page)}

    assert len(seen) == 4
    assert len(told) >= 6
    assert min(told) >= publishing().least


def test_what_is_too_small_is_told_in_words_and_what_never_was_is_not_found() -> None:
    a_release()
    client = Client()

    # an agency that is known, with nothing to publish of this procedure
    code = a_procedure().procedure.code
    small = text_of(client.get(PAGE, {"co-quan": COMMUNE, "thu-tuc": code}).content)

    assert "quá ít hồ sơ để công khai" in small
    assert client.get(PAGE, {"co-quan": "nobody"}).status_code == 404
    assert client.get(PAGE, {"thu-tuc": "9.9"}).status_code == 404
    assert client.get(PAGE, {"thang": "2026-99"}).status_code == 200


def test_before_the_first_night_there_is_nothing() -> None:
    client = Client()

    assert "Chưa có số liệu." in text_of(client.get(PAGE).content)
    assert "Chưa có số liệu." in text_of(client.get(DATA).content)
    assert client.get(FILES[0]).status_code == 404


def test_the_open_data_page_says_what_the_files_hold() -> None:
    a_release()

    page = text_of(Client().get(DATA).content)

    assert "CC BY 4.0" in page
    assert "tính lúc".capitalize() in page
    for one in publishing().columns:
        assert f"{one.name} " in page


@pytest.mark.parametrize("address", FILES)
def test_a_file_is_sent_once_and_not_again_while_it_is_the_same(address: str) -> None:
    a_release()
    client = Client()

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert "public" in first.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


def test_a_form_that_is_none_is_not_found() -> None:
    a_release()

    assert Client().get(f"{DATA}/so-lieu.xml").status_code == 404
    assert Client().get(f"{DATA}/so-lieu.release").status_code == 404
    assert Client().post(FILES[0]).status_code == 405


def test_the_front_page_the_foot_and_a_procedure_lead_here() -> None:
    procedure = a_procedure()
    client = Client()

    home = client.get("/").content.decode()
    page = client.get(f"/thu-tuc/{procedure.procedure.code}").content.decode()

    assert home.count(f'href="{PAGE}"') == 2
    assert f'href="{DATA}"' in home
    assert f'href="{PAGE}?thu-tuc={procedure.procedure.code}"' in page


def test_a_page_takes_the_same_few_statements_for_any_procedure() -> None:
    a_release()
    citizen = a_citizen()

    whole = len(statements(citizen, PAGE))
    agency = len(statements(citizen, f"{PAGE}?co-quan={COMMUNE}"))

    assert agency <= whole <= 12
    assert browser_of(citizen).get(PAGE).status_code == 200
