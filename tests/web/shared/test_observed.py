"""Every request has an id, is counted and leaves a line without personal data; metrics and alarms
are for those who may see them."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from motcua.alarms.actions import watch
from motcua.alarms.models import Alarm
from motcua.alarms.rules import Reading
from motcua.kernel.actors import SYSTEM, Role
from motcua.runtime.logs import Objects
from tests.builders import a_citizen, a_province, an_officer
from tests.web.portals import NOW, browser_of, text_of

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-scraper"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Catch the lines of access as they would be written."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Objects())
    logger = logging.getLogger("motcua.access")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def test_an_answer_and_its_line_carry_the_same_id(lines: StringIO) -> None:
    answer = Client().get("/tra-cuu?q=Nguyễn+Thị+Mẫu&so=036190012345")

    told = json.loads(lines.getvalue())
    assert told["request_id"] == answer["X-Request-ID"]
    assert (told["method"], told["status"]) == ("GET", answer.status_code)
    assert told["milliseconds"] > 0
    assert "036190012345" not in lines.getvalue()
    assert "Mẫu" not in lines.getvalue()


def test_an_address_that_nobody_knows_is_not_written_down(lines: StringIO) -> None:
    Client().get("/nguyen-thi-mau-036190012345")

    assert json.loads(lines.getvalue())["route"] == "(none)"


def test_a_name_that_is_not_ours_is_refused_and_is_no_fault() -> None:
    answer = Client().get("/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "elsewhere" not in answer.content.decode()


def test_a_fault_shows_the_id_to_quote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.web.status.measures", lambda: 1 / 0)

    answer = Client(raise_request_exception=False).get("/status")

    assert answer.status_code == 500
    assert answer["X-Request-ID"] in text_of(answer.content)


def test_a_strangers_id_is_not_believed_and_a_proxys_is(settings: Any) -> None:
    given = {"X-Request-ID": "from-the-proxy-1"}

    assert Client().get("/healthz", headers=given)["X-Request-ID"] != "from-the-proxy-1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/healthz", headers=given)["X-Request-ID"] == "from-the-proxy-1"


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}"])
def test_metrics_are_there_only_for_who_knows_the_token(settings: Any, given: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_what_a_rule_refuses_is_counted_by_its_kind(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    citizen = browser_of(a_citizen())

    def counted() -> float:
        read = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        lines = read.content.decode().splitlines()
        found = [one for one in lines if one.startswith('motcua_refusals_total{code="not_perm')]
        return float(found[0].split()[-1]) if found else 0.0

    before = counted()
    citizen.get("/tai-khoan")
    citizen.post("/tai-khoan")

    assert counted() == before + 2


def test_metrics_count_requests_by_route_and_tell_every_measure(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    Client().get("/healthz")

    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert 'motcua_answers_total{method="GET",route="/healthz",status="200"}' in text
    assert 'motcua_request_seconds_bucket{le="0.01",method="GET",route="/healthz"}' in text
    assert 'motcua_measure_news_age{subject=""} 0.0' in text
    assert 'motcua_alarm_level{measure="backup_age"} 2.0' in text


def test_the_keeper_of_the_machines_sees_alarms_and_notes_them() -> None:
    watch([Reading("disk_free", 0.05, "dữ liệu")], by=SYSTEM, at=NOW)
    keeper = browser_of(an_officer(a_province().commune, Role.TECHNICAL_ADMIN))

    shown = text_of(keeper.get("/canh-bao").content)
    assert "Phải xử lý Chỗ trống trên đĩa (dữ liệu): 5 %" in shown
    alarm = str(Alarm.objects.get().id)
    answer = keeper.post("/canh-bao", {"alarm": alarm, "note": "Đang thêm ổ"}, follow=True)
    assert "Đang thêm ổ" in text_of(answer.content)
    assert Alarm.objects.get().note == "Đang thêm ổ"


def test_alarms_that_are_over_are_kept_page_by_page() -> None:
    Alarm.objects.bulk_create(
        Alarm(measure="disk_free", subject=str(n), level="alarm", began_at=NOW, ended_at=NOW)
        for n in range(31)
    )
    keeper = browser_of(an_officer(a_province().commune, Role.TECHNICAL_ADMIN))

    first = keeper.get("/canh-bao").content.decode()
    following = first.split('href="?sau=')[1].split('"')[0]
    second = keeper.get(f"/canh-bao?sau={following}").content.decode()

    disk = "Chỗ trống trên đĩa ("
    assert first.count(disk) == 31  # thirty of them, and the disk that is measured now
    assert second.count(disk) == 2
    assert keeper.get("/canh-bao?sau=x").status_code == 404
