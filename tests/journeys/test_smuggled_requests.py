"""Requests that a proxy and the server might divide otherwise: none is taken for two."""

import re
import socket
from urllib.parse import urlsplit

import pytest

from tests.journeys.province import Province

HIDDEN = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
BEGIN = (
    b"POST /tra-cuu HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
# What stands in the head, and then in the body, before the request that is hidden.
SPLIT = {
    "a length before chunks": (b"Content-Length: 6\r\n" + CHUNKED, b"0\r\n\r\nX"),
    "a length after chunks": (CHUNKED + b"Content-Length: 4\r\n", b"1\r\nZ\r\n0\r\n\r\n"),
    "two lengths": (b"Content-Length: 3\r\nContent-Length: 40\r\n", b"a=b"),
    "a list of lengths": (b"Content-Length: 3, 40\r\n", b"a=b"),
    "a length with a sign": (b"Content-Length: +3\r\n", b"a=b"),
    "a length in hexadecimal": (b"Content-Length: 0x3\r\n", b"a=b"),
    "a space before the colon": (b"Content-Length : 3\r\n", b"a=b"),
    "a space after the coding": (b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n"),
    "an unknown coding": (b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"),
    "a coding behind a tab": (b"Transfer-Encoding: \x0bchunked\r\nContent-Length: 3\r\n", b"a=b"),
    "chunked, and then not": (CHUNKED + b"Transfer-Encoding: identity\r\n", b"0\r\n\r\n"),
    "a chunk of negative length": (CHUNKED, b"-3\r\na=b\r\n0\r\n\r\n"),
    "a chunk longer than numbers are": (CHUNKED, b"F" * 17 + b"\r\na=b\r\n0\r\n\r\n"),
    "chunks ended by line feeds alone": (CHUNKED, b"3\na=b\n0\n\n"),
    "a folded line": (b"X: a\r\n b\r\nContent-Length: 3\r\n", b"a=b"),
    "a return alone": (b"X: a\rTransfer-Encoding: chunked\r\nContent-Length: 3\r\n", b"a=b"),
    "a nought": (b"X: a\x00b\r\nContent-Length: 3\r\n", b"a=b"),
}


@pytest.mark.parametrize("how", SPLIT)
def test_a_request_that_can_be_read_in_two_ways_gets_one_refusal_and_no_other(
    province: Province, how: str
) -> None:
    head, body = SPLIT[how]

    answers, is_closed = _asked(province, BEGIN + head + b"\r\n" + body + HIDDEN)

    assert len(answers) == 1
    assert answers[0] in (b"400", b"403")
    assert is_closed


def test_requests_that_follow_each_other_are_answered_each(province: Province) -> None:
    assert _asked(province, HIDDEN + HIDDEN) == ([b"200", b"200"], False)


def _asked(province: Province, sent: bytes) -> tuple[list[bytes], bool]:
    """Send bytes; return the codes of all that is answered, and whether the server hung up."""
    place, said = urlsplit(province.address), b""
    with socket.create_connection((str(place.hostname), place.port or 80), timeout=2) as line:
        line.sendall(sent)
        try:
            while part := line.recv(65536):
                said += part
        except TimeoutError:
            return re.findall(rb"HTTP/1\.1 (\d+)", said), False
        except ConnectionResetError:
            pass  # hung up before all was read
    return re.findall(rb"HTTP/1\.1 (\d+)", said), True
