"""Where an answer came from that nobody typed: kept beside the answers, shown to who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.timezone import localdate


class Source(StrEnum):
    """What an answer may be taken from."""

    REGISTER = "register"
    ACCOUNT = "account"
    STORE = "store"
    EARLIER = "earlier"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        return {
            "register": "Cơ sở dữ liệu quốc gia về dân cư",
            "account": "tài khoản đăng nhập",
            "store": "kho giấy tờ",
            "earlier": "hồ sơ trước",
            "organisation": "thông tin đã xác minh của tổ chức",
        }[self]


SETTLED = frozenset({Source.REGISTER})  # taken over as they are, not typed again


@dataclass(slots=True)
class Prefilled:
    """Answers to begin with, and of each where it came from."""

    answers: dict[str, object] = field(default_factory=dict)
    sources: dict[str, tuple[Source, str]] = field(default_factory=dict)

    def put(self, name: str, value: object, source: Source, about: str = "") -> None:
        """Take a value over for a field that has none yet."""
        if value and name not in self.answers:
            self.answers[name] = value
            self.sources[name] = (source, about)


def as_kept(sources: Mapping[str, tuple[Source, str]], at: datetime) -> dict[str, dict[str, str]]:
    """Return sources as they are kept: which, when, and of which dossier."""
    return {
        name: {"source": source.value, "at": at.isoformat(), "about": about}
        for name, (source, about) in sources.items()
    }


def is_settled(kept: Mapping[str, Any], name: str) -> bool:
    """Say whether the answer to a field came from a register and is not typed again."""
    return name in kept and kept[name]["source"] in SETTLED


def in_words(kept: Mapping[str, Any], name: str) -> str:
    """Say where an answer came from; nothing for one that was typed."""
    if name not in kept:
        return ""
    one = kept[name]
    day = localdate(datetime.fromisoformat(one["at"]))
    about = f" {one['about']}" if one["about"] else ""
    return f"Từ {Source(one['source']).label}{about}, ngày {day:%d/%m/%Y}"
