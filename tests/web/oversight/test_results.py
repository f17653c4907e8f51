"""Results in force, for those who oversee."""

import pytest

from motcua.kernel.actors import Role
from tests.builders import a_province, an_officer
from tests.registers import a_digitised_entry, a_keeper, an_entry
from tests.web.oversight.drilling import assert_numbers_open
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("co-quan", "Ủy ban nhân dân xã Mẫu 2 1 1 50,0%"),
        ("linh-vuc", "Chưa rõ 2 1 1 50,0%"),
        ("nam", "2026 2 1 1 50,0%"),
        ("x", "Ủy ban nhân dân xã Mẫu 2 1 1 50,0%"),
    ],
)
def test_results_in_force_are_counted_with_the_share_digitised(by: str, words: str) -> None:
    an_entry(by=a_keeper(), sector="")
    a_digitised_entry(sector="")
    client = browser_of(an_officer(a_province().committee, Role.MONITOR))

    page = text_of(client.get(f"/theo-doi/ket-qua?theo={by}").content)

    assert words in page


@pytest.mark.parametrize("by", ["co-quan", "linh-vuc", "nam"])
def test_every_number_opens_as_many_lines_of_the_register(by: str) -> None:
    an_entry(by=a_keeper(), sector="dat-dai")
    a_digitised_entry(sector="dat-dai")
    client = browser_of(an_officer(a_province().committee, Role.MONITOR))

    assert_numbers_open(client, f"/theo-doi/ket-qua?theo={by}", least=3)


def test_an_empty_register_says_what_to_do() -> None:
    client = browser_of(an_officer(a_province().committee, Role.MONITOR))

    assert "Sổ kết quả chưa có gì" in text_of(client.get("/theo-doi/ket-qua").content)
