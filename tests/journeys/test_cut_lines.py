"""A citizen on a bad line: nothing that was acknowledged is lost, nothing is filed twice."""

import contextlib
import random
from urllib.parse import parse_qs

from playwright.sync_api import Browser, Error, Request, Response, expect

from tests.journeys.cutting import CUTS, CuttingLine
from tests.journeys.filing import answers_for, answers_pages, begins, the_code
from tests.journeys.province import Province, Someone

CODE, SLUG, CASE = "1.001612", "ho-kinh-doanh", "ca-nhan"
MANY = 20
SAVING = b"/luu HTTP/1.1"


class Acknowledged:
    """What the page was told is saved, in the order of the answers."""

    def __init__(self, someone: Someone) -> None:
        self.names: list[str] = []
        someone.page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        if response.url.endswith("/luu") and response.status == 200:
            self.names.append(_name_in(response.request))


def _name_in(request: Request) -> str:
    return parse_qs(request.post_data or "").get("business_name", [""])[0]


def test_twenty_cuts_while_saving_lose_nothing_that_was_acknowledged(
    province: Province, chromium: Browser
) -> None:
    rng = random.Random(36)  # noqa: S311 -- the same cuts every time
    with CuttingLine(province.address, SAVING) as line:
        owner = Someone.comes(chromium, Province(line.address, province.state), wide=390)
        owner.signs_in("cong-dan")
        begins(owner, CODE, CASE)
        answers = answers_for(SLUG, CASE, filed_by_other=False, tax_address_same=True)
        owner_page = owner.page.url.replace(line.address, "")
        owner.goes_to(owner_page.rsplit("/", 1)[0] + "/business")
        acknowledged = Acknowledged(owner)
        page = owner.page.url.replace(line.address, province.address)
        reader = Someone.comes(chromium, province).signs_in("cong-dan")

        for at in range(MANY):
            line.cut_next = rng.choice(CUTS)
            owner.page.locator('[name="business_name"]').fill(f"Hộ kinh doanh lần {at}")
            _wait_for(owner, line, at + 1)
            if at % 5 == 4:
                known = acknowledged.names[-1] if acknowledged.names else "lần -1"
                assert _turn(_stored(reader, page)) >= _turn(known)
        last = f"Hộ kinh doanh lần {MANY - 1}"
        expect(owner.page.locator("#saved")).to_contain_text("Đã lưu lúc", timeout=20_000)

        assert len(line.cuts) == MANY
        assert acknowledged.names[-1] == last
        assert _stored(reader, page) == last
        owner.goes_to(owner_page)
        _files_through_a_cut(owner, line, answers)
        owner.is_content()


def _turn(name: str) -> int:
    return int(name.rsplit(" ", 1)[-1])


def _wait_for(owner: Someone, line: CuttingLine, many: int) -> None:
    for _ in range(150):
        if len(line.cuts) >= many:
            return
        owner.page.wait_for_timeout(100)


def _stored(reader: Someone, page: str) -> str:
    reader.page.goto(page)
    return str(reader.page.locator('[name="business_name"]').input_value())


def _files_through_a_cut(owner: Someone, line: CuttingLine, answers: dict[str, object]) -> None:
    """Hand in with the answer lost, and again: there is one dossier."""
    answers_pages(owner, SLUG, CASE, answers)
    owner.clicks("Tiếp tục")
    review = owner.page.url
    line.marks = b"/kiem-tra HTTP/1.1"
    line.cut_next = "after"
    with contextlib.suppress(Error):  # however the browser says that the line broke
        owner.page.locator("main").get_by_role("button", name="Nộp hồ sơ").click()
        owner.page.wait_for_timeout(1500)
    owner.page.goto(review)
    owner.sees("Đã nộp hồ sơ")
    code = the_code(owner)
    owner.goes_to("/ho-so-cua-toi")
    assert owner.page.locator("main li", has_text=code).count() == 1
