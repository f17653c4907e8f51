"""How one may sign in, and what the log of it says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address

# What is counted like tries, so that no network counts for more than a few.
REFUSED_CONTENT, ALL_TOGETHER, A_DAY = "csp", "all", timedelta(days=1)


class Method(StrEnum):
    """What an account was opened with."""

    PASSWORD = "password"  # noqa: S105 -- the name of a way
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        return {"password": "mật khẩu", "provider": "tài khoản định danh"}[self]


class Happened(StrEnum):
    """What the log of signing in tells apart."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "signed_in": "đăng nhập",
            "refused": "đăng nhập không được",
            "signed_out": "đăng xuất",
            "ended": "phiên bị kết thúc",
        }[self]


class Proof(StrEnum):
    """By what a keeper of accounts made sure of a person whose device is lost."""

    IDENTITY_CARD = "identity_card"
    OFFICE_CARD = "office_card"
    IN_PERSON = "in_person"
    CALLED_BACK = "called_back"

    @property
    def label(self) -> str:
        return {
            "identity_card": "xem thẻ căn cước",
            "office_card": "xem thẻ cán bộ, công chức",
            "in_person": "gặp mặt, đã quen biết",
            "called_back": "gọi lại số đã ghi nhận từ trước",
        }[self]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: network address, source port, and the kind of device.

    `known_as` names the browser when somebody of this login has signed in with it before.
    """

    address: str
    port: int | None = None
    device: str = ""
    known_as: str = ""


NETWORK_BITS = 64  # of an IPv6 address; whoever has one has all of its network


def begin_of(window: timedelta, at: datetime) -> datetime:
    """Return when the window of time began in which tries are counted together at a moment."""
    seconds = int(window.total_seconds())
    return at - timedelta(seconds=int(at.timestamp()) % seconds, microseconds=at.microsecond)


def network_of(address: str) -> str:
    """Return what tries are counted by: an address, of IPv6 the network it is in."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(IPv6Network((known, NETWORK_BITS), strict=False))
    return str(known)


SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_of(agent: str) -> str:
    """Name browser and system of a `User-Agent` header in words; nothing of it is kept as it is."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or "Thiết bị khác"
