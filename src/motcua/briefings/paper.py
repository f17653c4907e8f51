"""Drawing the digest: what stands on its two pages."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate, localtime

from motcua.briefings.gathering import SHARES, Fallen, Today, today_at
from motcua.briefings.rules import week_of
from motcua.documents.paper import draw
from motcua.dossiers.lateness import late_by_agency
from motcua.dossiers.periods import Period
from motcua.indicators.engines import OnPostgres
from motcua.indicators.measures import GENUINE, RECEIVED, attention, measure
from motcua.indicators.queries import MONTH, asked_of
from motcua.indicators.trends import Parts, measured_by, months_of
from motcua.kernel.numbers import number, share_words
from motcua.organisations.queries import agency_name_by_code, province_code

PAPER = Path(__file__).parent / "paper" / "digest.typ"
LISTED, MONTHS = 5, 12
DRAWN = ("in_time", "online", GENUINE, "digitised", "paid_online")
WAITING = {
    "silent": "hồ sơ quá hạn mà chưa xin lỗi",
    "broken": "hồ sơ quá cả ngày đã hẹn lại",
    "overdue": "hồ sơ đang quá hạn, tất cả",
    "near": "hồ sơ đến hạn trong 24 giờ",
}
Facts = dict[str, object]


def digest_at(moment: datetime) -> bytes:
    """Return the digest of a moment as PDF: two pages."""
    return draw(PAPER.read_text("utf-8"), facts_at(moment))


def facts_at(moment: datetime) -> Facts:
    """Return what the digest tells, in words."""
    seen, limits = today_at(moment), attention()
    many = sum(one.many - one.digitised for one in seen.on_paper)
    waiting = [(words, seen.waiting[view]) for view, words in WAITING.items()]
    waiting.append((f"hồ sơ có khả năng trễ từ {int(100 * limits.chance)}%", seen.endangered))
    waiting.append(("kết quả còn hiệu lực chỉ có bản giấy", many))
    return {
        "week": week_of(localdate(moment)),
        "day": f"{localdate(moment):%d/%m/%Y}",
        "at": f"{localtime(moment):%H:%M %d/%m/%Y}",
        "authority": agency_name_by_code(province_code()),
        "address": f"{settings.PUBLIC_URL}/theo-doi/",
        "is_sample": settings.IS_SAMPLE,
        "waiting": [{"name": name, "many": number(count)} for name, count in waiting],
        "shares": [_share(name, seen.shares) for name in SHARES if seen.shares],
        "fallen": [_fallen(one) for one in seen.fallen[:LISTED]],
        "fallen_days": limits.days,
        "late": [
            [one.name, *(number(n) for n in (one.overdue, one.silent, one.broken))]
            for one in late_by_agency(moment)[:LISTED]
            if one.overdue
        ],
        "on_paper": _on_paper(seen),
        "charts": _charts(moment),
        "findings": [[one.name, number(one.many)] for one in seen.findings],
        "findings_days": limits.findings_days,
    }


def _named(name: str) -> str:
    found = measure(name)
    return found.name if found else name


def _share(name: str, parts: Parts) -> list[str]:
    part = parts[name]
    return [_named(name), share_words(part.ratio), number(part.above), number(part.below)]


def _fallen(one: Fallen) -> list[str]:
    now_, before = one.now["in_time"], one.before["in_time"]
    shares = [share_words(before.ratio), share_words(now_.ratio)]
    return [one.name, *shares, number(now_.above), number(now_.below)]


def _on_paper(seen: Today) -> list[list[str]]:
    return [
        [
            seen.keepers.get(one.key, "") if isinstance(one.key, UUID) else "",
            number(one.many - one.digitised),
            number(one.many),
        ]
        for one in seen.on_paper[:LISTED]
        if one.many > one.digitised
    ]


def _charts(moment: datetime) -> list[Facts]:
    """Return the columns of the last twelve months, the one that runs included."""
    today = localdate(moment)
    at = today.year * 12 + today.month - MONTHS
    period = Period("", today.replace(year=at // 12, month=at % 12 + 1, day=1), today)
    asked = asked_of(period.first, period.last, None, moment)
    found = measured_by(MONTH, DRAWN, asked, OnPostgres())
    months = months_of(period)
    most = max((parts[RECEIVED].below for parts in found.values()), default=0) or 1
    received = [
        _column(month, number(_received(found, month)), Fraction(_received(found, month), most))
        for month in months
    ]
    shares: list[Facts] = [
        {
            "title": f"{_named(name)} (%)",
            "values": [_share_of(found, month, name) for month in months],
        }
        for name in DRAWN
    ]
    return [{"title": "Hồ sơ tiếp nhận", "values": received}, *shares]


def _received(found: Mapping[str, Parts], month: str) -> int:
    return found[month][RECEIVED].below if month in found else 0


def _share_of(found: Mapping[str, Parts], month: str, name: str) -> Facts:
    ratio = found[month][name].ratio if month in found else None
    return _column(month, share_words(ratio, 0).rstrip("%"), ratio or Fraction(0))


def _column(month: str, said: str, height: Fraction) -> Facts:
    return {"word": f"{month[5:].lstrip('0')}/{month[2:4]}", "said": said, "height": float(height)}
