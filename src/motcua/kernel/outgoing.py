"""Addresses that people give and we call: looked up once, checked, called where they were found.

An address typed on a page may lead back into our own network: to this machine, to the database, to
the cloud's metadata, by a strange way of writing a number, by a name that answers something else
the second time it is asked, or by a redirect. So the name is looked up once, every address it has
is checked, and the connection goes to the one that was checked. What an operator allows by name and
port may lie in the own network and be called without TLS.
"""

import re
import socket
import ssl
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from motcua.kernel.errors import DomainError

LONGEST = 500
HTTP, HTTPS = 80, 443
MOST_PORT = 65_535
Address = IPv4Address | IPv6Address
Resolve = Callable[..., Sequence[tuple[Any, ...]]]
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]*[a-z][a-z0-9-]*")
_PLAIN = re.compile(r"[!-\[\]-~]+")  # ASCII without spaces, controls and the backslash
# Ways round from an IPv6 address to an IPv4 one: what they lead to cannot be told by looking.
_WAYS_ROUND = [
    ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
]


class AddressRefused(DomainError):
    """We call no such address."""

    message = "Địa chỉ này không dùng được: {why}."


@dataclass(frozen=True, slots=True)
class Place:
    """An address, taken apart; `is_allowed` by the operator, by name and port."""

    host: str
    port: int
    path: str
    is_secure: bool
    is_allowed: bool


def place_of(address: str, allowed: Collection[str] = ()) -> Place:
    """Take an address apart; refuse one that is not plainly https to a name or a usual IP address.

    `allowed` are `host:port`, which may be http too. Looks nothing up.
    """
    if len(address) > LONGEST or not _PLAIN.fullmatch(address):
        raise AddressRefused(why="có ký tự lạ hoặc quá dài")
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise AddressRefused(why="không đọc được") from None
    if parts.scheme not in {"https", "http"}:
        raise AddressRefused(why="phải bắt đầu bằng https://")
    if "@" in parts.netloc or "#" in address or "%" in parts.netloc:
        raise AddressRefused(why="không được có tên đăng nhập, dấu # hay dấu %")
    port = port if port is not None else HTTPS if parts.scheme == "https" else HTTP
    is_allowed = f"{host}:{port}" in allowed
    if parts.scheme == "http" and not is_allowed:
        raise AddressRefused(why="phải bắt đầu bằng https://")
    if not 0 < port <= MOST_PORT or not _is_usual(host):
        raise AddressRefused(why="tên máy hoặc cổng không đúng")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    place = Place(host, port, path, parts.scheme == "https", is_allowed)
    if (known := _as_ip(host)) is not None:
        _check(known, place)
    return place


def found(place: Place, resolve: Resolve = socket.getaddrinfo) -> str:
    """Look a host up once and return the IP address to call; refuse when any that it has is ours.

    Raises `OSError` when the name is not known.
    """
    told = resolve(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in told]
    if not addresses:
        raise OSError("no address")
    for one in addresses:
        _check(one, place)
    return str(addresses[0])


class CheckedConnection(HTTPConnection):
    """An HTTP connection to a place, made to the very address that was checked.

    Asks no proxy and follows nothing.
    """

    def __init__(self, place: Place, timeout: float, resolve: Resolve = socket.getaddrinfo) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self.default_port = HTTPS if place.is_secure else HTTP
        self._place, self._resolve = place, resolve

    def connect(self) -> None:
        """Look the host up, check it, connect; over TLS the certificate must name the host."""
        address = found(self._place, self._resolve)
        line = socket.create_connection((address, self._place.port), self.timeout)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = line
        if self._place.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(line, server_hostname=self._place.host)


def _is_usual(host: str) -> bool:
    """Say whether a host is a name, or an IP address in its usual spelling, unlike 0x7f.1."""
    known = _as_ip(host)
    if known is not None:
        return str(known) == host
    return bool(_NAME.fullmatch(host)) and not re.fullmatch(r"0x[0-9a-f]*", host.split(".")[-1])


def _as_ip(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _check(address: Address, place: Place) -> None:
    """Refuse what lies in a network of ours or of nobody; what is allowed may lie in ours."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return _check(address.ipv4_mapped, place)
    is_nobodys = address.is_multicast or address.is_unspecified or address.is_link_local
    if isinstance(address, IPv6Address):
        is_nobodys |= address.is_site_local
        is_nobodys |= not address.is_loopback and any(address in one for one in _WAYS_ROUND)
    is_ours = not address.is_global or address.is_private or address.is_reserved
    if (is_nobodys and str(address) != place.host) or (is_nobodys and not place.is_allowed):
        raise AddressRefused(why="trỏ vào mạng không được gọi")
    if is_ours and not place.is_allowed:
        raise AddressRefused(why="trỏ vào mạng nội bộ chưa được cho phép")
    return None
