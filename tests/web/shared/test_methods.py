"""Pages answer the methods they know, and no other."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "CONNECT", "PROPFIND", "GETS"])
def test_a_method_that_pages_do_not_know_is_not_allowed(method: str) -> None:
    answer = Client().generic(method, "/dang-nhap")

    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert b"<" not in answer.content


def test_a_file_that_is_the_same_for_all_knows_no_other_either() -> None:
    assert Client().generic("OPTIONS", "/status").status_code == 405
    assert Client().get("/status").status_code == 200
