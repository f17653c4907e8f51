"""How many results are in force, and how many of them anybody can fetch electronically."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from motcua.dossiers.register import sectors
from motcua.organisations.queries import agency_names
from motcua.results.queries import InForce, in_force_by
from motcua.results.rules import share
from motcua.web.context import OVERSEEING
from motcua.web.identity import for_roles

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
    page = {
        "rows": _rows(by, found),
        "what": TABS[by][1],
        "tabs": [
            (words, f"{here}?theo={name}", name == by, None) for name, (_, words) in TABS.items()
        ],
        "whole": [
            (_number(many), "kết quả còn hiệu lực"),
            (_number(digitised), "có bản điện tử"),
            (_percent(share(digitised, many)), "đã số hóa"),
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
    register = reverse("officer:results")
    return [
        {
            "name": {
                "text": names.get(one.key, str(one.key)),
                "href": f"{register}?{urlencode({by: one.key, 'trang-thai': 'in_force'})}",
            },
            "many": _number(one.many),
            "digitised": _number(one.digitised),
            "paper": _number(one.many - one.digitised),
            "share": _percent(one.share),
        }
        for one in found
    ]


def _number(many: int) -> str:
    return f"{many:,}".replace(",", ".")


def _percent(part: float) -> str:
    return f"{part * 100:.1f} %".replace(".", ",")
