"""Who watches the province sees what will probably be late, and how far to trust that."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.province import Province, Someone


@pytest.mark.parametrize(("wide", "scripts"), [(1280, True), (390, True), (390, False)])
def test_a_leader_sees_what_will_be_late_and_why_to_believe_it(
    province: Province, chromium: Browser, wide: int, scripts: bool
) -> None:
    leader = Someone.comes(chromium, province, wide=wide, scripts=scripts).signs_in("giam-sat")
    leader.goes_to("/theo-doi/du-bao")
    leader.sees("Hồ sơ có khả năng trễ nhất")
    leader.clicks("Dự báo này tin được đến đâu?")
    leader.sees("Dự báo hiện nay đứng trên cơ sở nào")

    leader.is_content()
