"""Where officers begin, whatever their role, and their search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from motcua.web.administration import ADMINISTERING
from motcua.web.context import AT_THE_DESK, OVERSEEING, SETTLING
from motcua.web.identity import for_citizens, signed_in


def _first_place(request: HttpRequest) -> str:
    known = signed_in(request)
    assert known is not None
    if known.actor.has(*SETTLING):
        return "officer"
    if known.actor.has(*AT_THE_DESK):
        return "onestop"
    if known.actor.has(*OVERSEEING):
        return "oversight"
    return "administration" if known.actor.has(*ADMINISTERING) else ""


@for_citizens
def home(request: HttpRequest) -> HttpResponse:
    """Go to the portal of one's first role; without one, to the list of one's roles."""
    pages = {
        "officer": "officer:inbox",
        "onestop": "onestop:reception",
        "oversight": "oversight:home",
        "administration": "catalogue:home",
    }
    return redirect(pages.get(_first_place(request), "act_for"))


@for_citizens
def search(request: HttpRequest) -> HttpResponse:
    """Pass a search on to the portal of one's first role."""
    pages = {
        "officer": "officer:search",
        "onestop": "onestop:search",
        "oversight": "oversight:search",
    }
    place = pages.get(_first_place(request))
    if place is None:
        return redirect("act_for")
    return redirect(f"{reverse(place)}?{request.GET.urlencode()}")
