"""What people and programs are told when the database cannot answer: to come back, not a fault."""

import errno

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.api.callers import Caller
from tests.builders import a_citizen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Have the page ask the database, whatever an earlier test has seen."""
    cache.clear()


def asking_too_much(*_: object, **__: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10ms'")
        cursor.execute("SELECT pg_sleep(5)")


def out_of_room(*_: object, **__: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$")


def disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "no space left")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (asking_too_much, "Trang này cần tính quá lâu"),
        (out_of_room, "Hệ thống đang tạm dừng"),
        (disk_full, "Hệ thống đang tạm dừng"),
    ],
)
def test_a_page_says_so_and_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch, trouble: object, words: str
) -> None:
    monkeypatch.setattr("motcua.web.citizen.views.catalogue.figures_since", trouble)

    answer = Client(raise_request_exception=False).get("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert words in answer.content.decode()


def test_the_api_says_so_in_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.api.dossiers.page_of_mine", asking_too_much)

    answer = Caller(a_citizen()).ask("listMyDossiers")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["code"] == "too_much"


def test_any_other_fault_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.web.citizen.views.catalogue.figures_since", lambda *_: 1 / 0)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.content.decode()
