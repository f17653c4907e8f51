"""Addresses that people give: what leads back into our own network is never called."""

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from motcua.kernel.outgoing import AddressRefused, CheckedConnection, found, place_of

PUBLIC = "203.0.114.7"  # beside the block for examples: as public as any
# Addresses written strangely; then, after an empty line, IP addresses of ours or of nobody.
_REFUSED = (Path(__file__).parent / "refused_addresses.txt").read_text("utf-8").split("\n\n")
WRITTEN_STRANGELY = [*_REFUSED[0].split(), "https://exa mple.com/", "https://a\r\nb.vn/"]
OURS = _REFUSED[1].split()


class Resolver:
    """Answers with other addresses each time it is asked, the last ones for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int, **options: Any) -> list[tuple[Any, ...]]:
        self.asked += 1
        told = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in told]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Note where a connection would go, and make none."""
    places: list[tuple[str, int]] = []

    def note(place: tuple[str, int], *more: Any) -> socket.socket:
        places.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", note)
    return places


def call(address: str, resolve: Any, allowed: Sequence[str] = ()) -> None:
    CheckedConnection(place_of(address, allowed), 1.0, resolve).request("POST", "/", b"x")


@pytest.mark.parametrize("address", WRITTEN_STRANGELY)
def test_an_address_written_strangely_is_refused_unlooked(address: str, called: list[Any]) -> None:
    resolve = Resolver([PUBLIC])

    with pytest.raises(AddressRefused):
        call(address, resolve)

    assert (called, resolve.asked) == ([], 0)


@pytest.mark.parametrize("address", OURS)
def test_a_name_that_leads_into_a_network_of_ours_is_not_called(
    address: str, called: list[Any]
) -> None:
    for answers in ([address], [PUBLIC, address], [address, PUBLIC]):
        with pytest.raises(AddressRefused):
            call("https://cong.example/", Resolver(answers))

    assert called == []


@pytest.mark.parametrize("address", OURS)
def test_such_an_address_itself_is_refused(address: str, called: list[Any]) -> None:
    host = f"[{address}]" if ":" in address else address

    with pytest.raises(AddressRefused):
        call(f"https://{host}/", Resolver([address]))

    assert called == []


def test_targets_are_more_than_sixty() -> None:
    assert len(set(WRITTEN_STRANGELY) | set(OURS)) >= 60


def test_a_name_is_asked_for_once_and_the_connection_goes_to_what_was_checked(
    called: list[Any],
) -> None:
    rebinding = Resolver([PUBLIC], ["127.0.0.1"])

    with pytest.raises(ConnectionRefusedError):
        call("https://cong.example/", rebinding)

    assert (called, rebinding.asked) == ([(PUBLIC, 443)], 1)


def test_a_public_ipv6_address_is_called(called: list[Any]) -> None:
    with pytest.raises(ConnectionRefusedError):
        call("https://[2606:4700::1111]:8443/a?b", Resolver(["2606:4700::1111"]))

    assert called == [("2606:4700::1111", 8443)]


def test_what_is_allowed_by_name_and_port_may_lie_in_the_own_network_without_tls(
    called: list[Any],
) -> None:
    allowed = ["truc.tinh.vn:8080"]

    with pytest.raises(ConnectionRefusedError):
        call("http://truc.tinh.vn:8080/tin", Resolver(["10.1.2.3"]), allowed)
    for other in ("http://truc.tinh.vn:8081/", "http://khac.tinh.vn:8080/"):
        with pytest.raises(AddressRefused):
            call(other, Resolver(["10.1.2.3"]), allowed)

    assert called == [("10.1.2.3", 8080)]


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "::", "fe80::1"])
def test_an_allowed_name_does_not_lead_to_the_metadata_of_a_cloud(address: str) -> None:
    place = place_of("http://truc.tinh.vn:80/", ["truc.tinh.vn:80"])

    with pytest.raises(AddressRefused):
        found(place, Resolver([address]))


def test_a_place_keeps_its_path_and_question() -> None:
    place = place_of("https://Cong.Example./tin?a=1")

    assert (place.host, place.port, place.path) == ("cong.example", 443, "/tin?a=1")
