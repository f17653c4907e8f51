"""What stands in the log, and what never does."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest

from motcua.runtime import logs

CANARY = "Nguyễn Thị Chim Hoàng Yến 036190012345"


def a_record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("motcua.test", logging.ERROR, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    return record


def a_failure() -> logging.LogRecord:
    """Return a record of an exception whose sentences quote what somebody typed."""
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise RuntimeError(f"while reading {CANARY}") from error
    except RuntimeError:
        record = a_record("it broke")
        record.exc_info = sys.exc_info()
    return record


@pytest.mark.parametrize("formatter", [logs.Lines(), logs.Objects()])
def test_a_fault_is_told_by_kind_and_place_without_what_people_typed(
    formatter: logging.Formatter,
) -> None:
    told = formatter.format(a_failure())

    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "test_logs.py:" in told
    assert "Hoàng" not in told
    assert "036190012345" not in told


def test_a_developer_sees_everything() -> None:
    assert CANARY in logs.Lines(tells_all=True).format(a_failure())


def test_an_object_is_one_line_with_the_id_of_the_request() -> None:
    logs.begin("abcdefgh-1")
    try:
        line = logs.Objects().format(a_record("two\nlines", route="/status", status=200))
    finally:
        logs.end()

    assert "\n" not in line
    told = json.loads(line)
    assert told["request_id"] == "abcdefgh-1"
    assert (told["level"], told["logger"]) == ("ERROR", "motcua.test")
    assert told["message"] == "two\nlines"
    assert (told["route"], told["status"]) == ("/status", 200)


@pytest.mark.parametrize("mean", ["a\r\n2026 ERROR forged", "a\x1b[2Jb", "a\u2028b", "a\x85b"])
def test_a_line_cannot_be_forged(mean: str) -> None:
    line = logs.Lines().format(a_record("said %s", mean))

    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_a_request_is_named_by_its_route_and_not_its_address() -> None:
    match = SimpleNamespace(route="ho-so/<uuid:dossier_id>")
    request = SimpleNamespace(path="/ho-so/cua-nguyen-van-mau", resolver_match=match)

    told = logs.Lines().format(a_record("%s: %s", "Server Error", request.path, request=request))

    assert "Server Error: /ho-so/<uuid:dossier_id>" in told
    assert "nguyen-van-mau" not in told


@pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, "abcdefgh\r\nX: y"])
def test_an_id_that_is_not_well_formed_is_replaced(given: str) -> None:
    chosen = logs.begin(given)
    logs.end()

    assert chosen != given
    assert len(chosen) == 24


def test_a_proxys_id_is_kept() -> None:
    assert logs.begin("req-0123456789") == "req-0123456789"
    assert logs.now_serving() == "req-0123456789"
    logs.end()
    assert logs.now_serving() == ""
