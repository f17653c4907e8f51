"""Unusual reading of dossiers: what was found, and saying what it was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers.rules import ReasonMissing
from motcua.organisations.queries import agency_names
from motcua.people.queries import names_of
from motcua.privacy.actions import judge
from motcua.privacy.models import Finding
from motcua.privacy.queries import finding_of, findings_page, named
from motcua.privacy.unusual_rules import rule_names, rules_on
from motcua.web.addresses import address
from motcua.web.context import OVERSEEING
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text

STATES = {"open": "Chờ xem xét", "misuse": "Xem sai mục đích", "explained": "Có lý do"}
UNPROCESSABLE = 422


@require_safe
@for_roles(*OVERSEEING)
def findings(request: HttpRequest) -> HttpResponse:
    """List unusual reading, what waits to be looked into first."""
    chosen = request.GET.get("xem", "")
    state = chosen if chosen in STATES else "open"
    found, following = findings_page(state, after_from(request.GET.get("sau", "")))
    names, rules = names_of(one.person for one in found), rule_names()
    agencies = agency_names(one.agency for one in found)
    here = address("oversight:unusual")
    later = f"{here}?xem={state}&sau={after_text(following)}" if following else None
    page = {
        "tabs": [(words, f"{here}?xem={one}", one == state, None) for one, words in STATES.items()],
        "rows": [
            {
                "finding": one,
                "who": names.get(one.person, ""),
                "agency": agencies.get(one.agency, ""),
                "rule": rules.get(one.rule, one.rule),
            }
            for one in found
        ],
        "is_open": state == "open",
        "next_url": later,
    }
    return render(request, "oversight/unusual.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OVERSEEING)
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Show one finding with the dossiers that were read, and take what an inspector says of it."""
    by, errors = actor_of(request), dict[str, str]()
    shown = finding_of(finding_id)
    if request.method == "POST":
        try:
            judge(
                finding_id,
                is_misuse=request.POST.get("state") == "misuse",
                note=request.POST.get("note", ""),
                by=by,
                at=now(),
            )
        except ReasonMissing as refusal:
            errors = {"note": str(refusal)}
        else:
            messages.success(request, "Đã ghi kết luận.")
            return redirect("oversight:unusual")
    status = UNPROCESSABLE if errors else 200
    return render(request, "oversight/finding.html", _shown(request, shown, errors), status=status)


def _shown(request: HttpRequest, shown: Finding, errors: dict[str, str]) -> dict[str, object]:
    names = names_of([shown.person, shown.judged_by])
    rule = rules_on(shown.day).get(shown.rule)
    return {
        "finding": shown,
        "name": names.get(shown.person, ""),
        "judge": names.get(shown.judged_by, "") if shown.judged_by else "",
        "agency": agency_names([shown.agency]).get(shown.agency, ""),
        "rule": rule_names().get(shown.rule, shown.rule),
        "explains": rule.explains if rule else "",
        "dossiers": named(shown.dossiers),
        "state": STATES[shown.state],
        "may_judge": shown.state == "open" and shown.person != actor_of(request).person,
        "errors": errors,
        "typed": request.POST,
    }
