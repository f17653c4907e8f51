"""How many results are in force, and how many of them anybody can fetch electronically."""

from fractions import Fraction
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers.register import sectors
from motcua.kernel.numbers import number, share_words
from motcua.organisations.queries import agency_names
from motcua.results.queries import InForce, in_force_by
from motcua.results.rules import Standing
from motcua.web.bars import Amount, bars
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles
from motcua.web.oversight.figures import shortened

DRAWN = 12
TABS = {
    "co-quan": ("agency", "Cơ quan cấp"),
    "linh-vuc": ("sector", "Lĩnh vực"),
    "nam": ("year", "Năm cấp"),
}


@require_safe
@for_roles(*OVERSEEING)
def in_force(request: HttpRequest) -> HttpResponse:
    """Show the results in force by agency, field or year, with the share digitised."""
    by = request.GET.get("theo", "co-quan")
    by = by if by in TABS else "co-quan"
    found = in_force_by(TABS[by][0], localdate(now()))
    many = sum(one.many for one in found)
    digitised = sum(one.digitised for one in found)
    here = reverse("oversight:results")
    rows = _rows(by, found)
    page = {
        "rows": rows,
        "bars": bars([_amount(*both) for both in zip(rows[:DRAWN], found[:DRAWN], strict=True)]),
        "what": TABS[by][1],
        "tabs": [
            (words, f"{here}?theo={name}", name == by, None) for name, (_, words) in TABS.items()
        ],
        "whole": [
            (number(many), "kết quả còn hiệu lực"),
            (number(digitised), "có bản điện tử"),
            (share_words(Fraction(digitised, many) if many else None), "đã số hóa"),
        ],
    }
    return render(request, "oversight/results.html", page)


def _rows(by: str, found: list[InForce]) -> list[dict[str, object]]:
    names: dict[object, str] = {}
    if by == "co-quan":
        agencies = agency_names(one.key for one in found if isinstance(one.key, UUID))
        names.update((agency, name) for agency, name in agencies.items())
    elif by == "linh-vuc":
        names.update({**dict(sectors()), "": "Chưa rõ"})
    return [_row(by, names.get(one.key, str(one.key)), one) for one in found]


def _row(by: str, name: str, one: InForce) -> dict[str, object]:
    """Return a row, each number with its lines of the register where these can be asked for."""
    chosen = {by: one.key, "trang-thai": Standing.IN_FORCE.value}
    register = f"{reverse('officer:results')}?{urlencode(chosen)}" if one.key else ""
    copies = {"digitised": "co", "paper": "chua"}
    counts = {
        "many": one.many,
        "digitised": one.digitised,
        "paper": one.many - one.digitised,
    }
    return {
        "name": name,
        "share": share_words(Fraction(one.digitised, one.many)),
        **{
            key: {
                "text": number(many),
                "href": f"{register}&ban={copies[key]}" if key in copies else register,
            }
            if many and register
            else number(many)
            for key, many in counts.items()
        },
    }


def _amount(row: dict[str, object], one: InForce) -> Amount:
    drawn = (("working", one.digitised), ("waiting", one.many - one.digitised))
    words = f"{number(one.digitised)} trên {number(one.many)} ({row['share']})"
    return Amount(shortened(str(row["name"])), drawn, words)
