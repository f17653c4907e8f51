"""Where administrators begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.web.addresses import address
from motcua.web.administration import ADMINISTERING, groups
from motcua.web.identity import actor_of, for_roles


@require_safe
@for_roles(*ADMINISTERING)
def home(request: HttpRequest) -> HttpResponse:
    """Show where one may go, by what it is about."""
    shown = [
        {
            "name": name,
            "cards": [
                {"title": one.name, "href": address(one.page), "lines": [one.about]}
                for one in places
            ],
        }
        for name, places in groups(actor_of(request))
    ]
    return render(request, "catalogue/home.html", {"groups": shown})
