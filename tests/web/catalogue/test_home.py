"""Where administrators begin: what they may do is there, and nothing else."""

import pytest

from motcua.kernel.actors import Role
from motcua.web.administration import groups
from tests.builders import a_province, an_officer
from tests.web.portals import browser_of, text_of

pytestmark = pytest.mark.django_db
NAMES = {
    Role.BUSINESS_ADMIN: {"Quy trình", "Biểu mẫu", "Lịch làm việc", "Thiết lập"},
    Role.TECHNICAL_ADMIN: {"Tài khoản", "Vị trí chờ xác nhận", "Thiết lập", "Cảnh báo"},
}


@pytest.mark.parametrize("role", list(NAMES))
def test_an_administrator_begins_where_all_they_may_do_is_named(role: Role) -> None:
    by = an_officer(a_province().centre, role)
    browser = browser_of(by)

    page = browser.get("/lam-viec", follow=True)

    assert page.redirect_chain[-1][0] == "/quan-tri/"
    said = text_of(page.content)
    for name in NAMES[role]:
        assert name in said
    strange = set().union(*NAMES.values()) - NAMES[role]
    assert not {place.name for _, places in groups(by) for place in places} & strange


@pytest.mark.parametrize("role", list(NAMES))
def test_every_page_that_is_named_opens_and_names_its_neighbours(role: Role) -> None:
    browser = browser_of(an_officer(a_province().centre, role))

    first = browser.get("/quan-tri/").content.decode()
    found = [part.split('"')[0] for part in first.split('motcua-card__title"><a href="')[1:]]

    assert found
    assert {browser.get(address).status_code for address in found} == {200}
    if role is Role.TECHNICAL_ADMIN:
        assert 'href="/tai-khoan/cho-xac-nhan"' in browser.get("/tai-khoan").content.decode()
