"""How the system says that it is doing."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from motcua.events.actions import record
from motcua.events.models import Delivery, Event
from motcua.kernel.actors import SYSTEM
from motcua.signing.anchoring import anchor
from tests.web.portals import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors(tmp_path: Path, settings: Any) -> None:
    settings.ANCHORS, settings.KEYS = tmp_path / "anchors", tmp_path / "keys"


def page() -> str:
    return text_of(Client().get("/status").content)


def test_a_log_that_was_anchored_a_moment_ago_is_well(monday: datetime) -> None:
    anchor(monday - timedelta(minutes=7))

    text = page()

    assert "Neo nhật ký xử lý Tốt Lần cuối cách đây 7 phút." in text


def test_a_late_anchor_says_so(monday: datetime) -> None:
    anchor(monday - timedelta(minutes=90))

    text = page()

    assert "Neo nhật ký xử lý Cần xem Lần cuối cách đây 1 giờ." in text


def test_never_anchored_and_never_backed_up_say_so() -> None:
    text = page()

    assert "Chưa neo lần nào." in text
    assert "Chưa có bản sao lưu nào." in text


def test_news_that_nobody_was_told_of_for_long_are_late(monday: datetime) -> None:
    record("thing.done", uuid4(), by=SYSTEM, at=monday)
    event = Event.objects.latest("id")
    Delivery.objects.create(event=event, subscriber="notifications", subject=event.subject)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE events_event SET recorded_at = %s", [monday - timedelta(hours=3)])
        cursor.execute("ALTER TABLE events_event ENABLE TRIGGER USER")

    text = page()

    assert "Cập nhật số liệu và báo tin Cần xem Có việc chờ 3 giờ rồi." in text
