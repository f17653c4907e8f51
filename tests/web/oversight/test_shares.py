"""Payments and digitisation by agency, field, procedure and month."""

from urllib.parse import urlencode

import pytest

from motcua.indicators.actions import rebuild
from motcua.indicators.fields import OTHER
from motcua.kernel.actors import SYSTEM, Actor, Role
from tests.builders import a_case_officer, a_province, an_accepted_dossier, an_officer
from tests.indicators.facts import COMMUNE, a_fact, a_procedure, stored
from tests.web.oversight.drilling import assert_numbers_open
from tests.web.portals import FEW, MANY, NOW, browser_of, copies, statements, text_of

pytestmark = pytest.mark.django_db
PAYMENTS, DIGITISATION = "/theo-doi/thanh-toan", "/theo-doi/so-hoa"
JANUARY = {"tu": "2022-01-01", "den": "2022-01-31"}
BY = ["co-quan", "linh-vuc", "thu-tuc", "thang"]


def a_watcher() -> Actor:
    return an_officer(a_province().committee, Role.MONITOR)


def some_facts() -> None:
    a_procedure()
    a_procedure("1.2", gives_document=False)
    stored(
        *(a_fact(fee_due=1000, paid_online=True, component_digitised=True) for _ in range(3)),
        *(a_fact(fee_due=1000, settling_agency=COMMUNE, reused=True) for _ in range(2)),
        a_fact(procedure="1.2", settling_agency=COMMUNE),
        a_fact(result_electronic=True, component_digitised=True),
    )


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("address", [PAYMENTS, DIGITISATION])
def test_every_number_opens_as_many(address: str, by: str) -> None:
    some_facts()
    dossier = an_accepted_dossier()
    rebuild(by=SYSTEM, at=NOW)
    client = browser_of(a_watcher())

    assert_numbers_open(client, f"{address}?{urlencode({**JANUARY, 'theo': by})}", least=5)
    narrowed = {"theo": by, "linh-vuc": dossier.procedure.sector.name}
    assert_numbers_open(client, f"{address}?{urlencode(narrowed)}", least=1)


def test_what_was_paid_online_is_a_share_of_what_had_to_be_paid() -> None:
    some_facts()

    page = text_of(browser_of(a_watcher()).get(PAYMENTS, JANUARY).content)

    assert "Tổng 7 60,0% 3 / 5" in page
    assert "Sở Xây dựng 3 trên 3 hồ sơ (100,0%)" in page
    assert "Ủy ban nhân dân xã Mẫu 3 0,0% 0 / 2" in page


def test_what_no_field_holds_is_told_and_can_be_opened() -> None:
    some_facts()
    client = browser_of(a_watcher())

    page = text_of(client.get(PAYMENTS, {**JANUARY, "linh-vuc": OTHER}).content)

    assert f"Cả tỉnh, lĩnh vực {OTHER}" in page
    assert "Tổng 7 60,0% 3 / 5" in page


@pytest.mark.parametrize("address", [PAYMENTS, DIGITISATION])
def test_only_who_watches_sees_these_and_an_empty_period_says_so(address: str) -> None:
    dossier = an_accepted_dossier()

    assert browser_of(a_case_officer(dossier)).get(address).status_code == 403
    page = text_of(browser_of(a_watcher()).get(address, JANUARY).content)
    assert "Không có hồ sơ nào trong kỳ này." in page


@pytest.mark.parametrize("address", [PAYMENTS, f"{DIGITISATION}?theo=linh-vuc"])
def test_the_pages_ask_the_same_few_questions_at_any_size(address: str) -> None:
    dossier = an_accepted_dossier()
    watcher = a_watcher()

    def asked_with(many: int) -> int:
        copies(dossier, many)
        rebuild(by=SYSTEM, at=NOW)
        return len(statements(watcher, address))

    assert asked_with(FEW) == asked_with(MANY)
