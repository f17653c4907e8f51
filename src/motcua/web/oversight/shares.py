"""Payments and digitisation: shares of what was received by agency, field, procedure, month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.indicators.measures import RECEIVED, measure
from motcua.indicators.queries import AGENCY, MONTH, PROCEDURE
from motcua.indicators.trends import FIELD, Part, Parts, measured_by, together
from motcua.kernel.numbers import number, share_words
from motcua.organisations.queries import agency_names_by_code
from motcua.procedures.queries import procedure_names
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.asked import BELOW, Asked, asked_from
from motcua.web.oversight.figures import shortened
from motcua.web.oversight.ranked import measured_asked
from motcua.web.oversight.trends import cell_of

DRAWN, LISTED = 12, 100
BY = {
    "co-quan": (AGENCY, "Cơ quan"),
    "linh-vuc": (FIELD, "Lĩnh vực"),
    "thu-tuc": (PROCEDURE, "Thủ tục"),
    "thang": (MONTH, "Tháng"),
}
Cell = dict[str, object]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one of these pages is about: its measures, the first of them drawn."""

    page: str
    title: str
    shown: tuple[str, ...]
    explains: str
    drawn: str
    filled: str


PAYMENTS = Subject(
    page="payments",
    title="Thanh toán trực tuyến",
    shown=("paid_online",),
    explains="Trong số hồ sơ có nghĩa vụ tài chính, bao nhiêu hồ sơ đã thanh toán trực tuyến.",
    drawn="Nhiều hồ sơ có nghĩa vụ tài chính nhất",
    filled="Phần đặc là đã thanh toán trực tuyến, phần kẻ sọc là chưa.",
)
DIGITISATION = Subject(
    page="digitisation",
    title="Số hóa trong giải quyết hồ sơ",
    shown=("digitised", "electronic", "reused"),
    explains="Giấy tờ nộp vào đã số hóa, kết quả cấp bản điện tử (trong số hồ sơ có kết quả là"
    " giấy tờ), và hồ sơ dùng lại dữ liệu, giấy tờ đã có.",
    drawn="Nhiều hồ sơ nhất",
    filled="Phần đặc là hồ sơ đã số hóa giấy tờ nộp vào, phần kẻ sọc là chưa.",
)


@require_safe
@for_roles(*OVERSEEING)
def payments(request: HttpRequest) -> HttpResponse:
    """Show how many dossiers with something to pay were paid online."""
    return _page(request, PAYMENTS)


@require_safe
@for_roles(*OVERSEEING)
def digitisation(request: HttpRequest) -> HttpResponse:
    """Show how many dossiers were digitised, given electronically, and used again."""
    return _page(request, DIGITISATION)


def _page(request: HttpRequest, about: Subject) -> HttpResponse:
    today = localdate(now())
    asked = measured_asked(asked_from(request.GET, today))
    engine, moment = asked.counting(now())
    theo = request.GET.get("theo", "")
    theo = theo if theo in BY else "co-quan"
    key, heading = BY[theo]
    found = measured_by(key, about.shown, asked.whole(moment), engine)
    ordered = _ordered(found, about, by_month=key == MONTH)
    names = _names(key, ordered[:LISTED])
    page = {
        **asked.said(moment),
        "periods": asked.periods(about.page, today, theo=theo),
        "about": about,
        "theo": theo,
        "tabs": [
            (f"Theo {words.lower()}", asked.to(about.page, theo=name), name == theo, None)
            for name, (_, words) in BY.items()
        ],
        "columns": _columns(heading, about),
        "sum": _row("Tổng", together(found.values()), about, asked, "") if found else None,
        "rows": [_told(one, names, found[one], about, asked, theo) for one in ordered[:LISTED]],
        "cut": len(ordered) > LISTED,
        "bars": bars([_amount(names[one], found[one], about) for one in ordered[:DRAWN]]),
    }
    return render(request, "oversight/shares.html", page)


def _ordered(found: Mapping[str, Parts], about: Subject, *, by_month: bool) -> list[str]:
    """Return the newest month first, else where most dossiers are concerned; none without any."""
    if by_month:
        return sorted(found, reverse=True)
    first = about.shown[0]
    return sorted(
        (one for one in found if found[one][first].below),
        key=lambda one: (-found[one][first].below, one),
    )


def _names(key: str, values: Sequence[str]) -> Mapping[str, str]:
    known: Mapping[str, str] = {}
    if key == AGENCY:
        known = agency_names_by_code(values)
    elif key == PROCEDURE:
        known = procedure_names(values)
    elif key == MONTH:
        known = {month: f"{month[5:]}/{month[:4]}" for month in values}
    return {value: shortened(known.get(value, value)) for value in values}


def _columns(heading: str, about: Subject) -> list[Cell]:
    shares = [
        {"key": name, "label": found.name, "numeric": True}
        for name in about.shown
        if (found := measure(name))
    ]
    return [
        {"key": "name", "label": heading, "header": True},
        {"key": RECEIVED, "label": "Tiếp nhận", "numeric": True},
        *shares,
    ]


def _told(
    one: str, names: Mapping[str, str], parts: Parts, about: Subject, asked: Asked, theo: str
) -> Cell:
    """Return a row; its lists are narrowed to what the row is about."""
    if theo == "thang":
        return _row(names[one], parts, about, asked, one)
    narrower = {"co-quan": "agency", "linh-vuc": "field", "thu-tuc": "procedure"}[theo]
    return _row(names[one], parts, about, asked.of(**{narrower: one}), "")


def _row(name: str, parts: Parts, about: Subject, asked: Asked, month: str) -> Cell:
    what = measure(RECEIVED)
    assert what is not None
    row: Cell = {"name": name}
    row[RECEIVED] = {
        "many": number(parts[RECEIVED].below),
        "href": asked.list_of(what, BELOW, thang=month),
    }
    for shown in about.shown:
        row[shown] = cell_of(shown, parts[shown], asked, month)
    return row


def _amount(name: str, parts: Parts, about: Subject) -> Amount:
    part: Part = parts[about.shown[0]]
    drawn = (("working", part.above), ("waiting", part.below - part.above))
    words = f"{number(part.above)} trên {number(part.below)} hồ sơ ({share_words(part.ratio)})"
    return Amount(name, drawn, words)
