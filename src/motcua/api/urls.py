"""The API, mounted at /api/v1/: assembled from its parts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from motcua.api import (
    catalogue,
    deciding,
    dossiers,
    filing,
    inbox,
    intake,
    lateness,
    papers,
    processing,
    public,
)
from motcua.api.bodies import Bodies
from motcua.api.description import complete
from motcua.api.identity import BearerToken
from motcua.api.problems import ANSWERS, unknown_address, wrong_method
from motcua.api.routing import router

ABOUT = """\
The acts of the pages, for machines. A dossier goes from fileDossier to acceptDossier, through
listTasks with claimTask and completeTask, to signResult, issueResult and deliverResult or
fetchResult. Tokens come from `./motcua manage issue_token`; a token speaks for one person, and
for an officer at one agency. Times are ISO 8601 with offset, money is whole đồng, lists page by
cursor. Every refusal is application/problem+json (RFC 9457) with a Vietnamese sentence.
"""


POLICY = "default-src 'none'; frame-ancestors 'none'"
REFERENCE = "openapi-view"  # ninja's name for the page that lists the operations
DESCRIPTION = "openapi-json"  # and for the description itself
ROOT = "api-root"  # ninja's name for the address that others begin with
View = Callable[..., HttpResponse]
PARTS = (
    catalogue, filing, papers, dossiers, intake, processing, inbox, deciding, lateness, public
)  # fmt: skip


class Reference(DocsBase):
    """A page of our own that lists the operations; it loads nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show every operation with its address."""
        described = api.get_openapi_schema(path_params=kwargs)
        rows = [
            (method.upper(), path, operation)
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
        ]
        return render(request, "api/reference.html", {"about": ABOUT, "rows": rows})


class Api(NinjaAPI):
    """Ninja with problems for answers and a description that names them."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 description."""
        return complete(super().get_openapi_schema(**given))

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        nothing_here = csrf_exempt(_guarded(unknown_address))
        for pattern in patterns:
            if isinstance(pattern, URLPattern) and pattern.name == ROOT:
                pattern.callback = nothing_here
            elif isinstance(pattern, URLPattern) and pattern.name == REFERENCE:
                pattern.callback = require_safe(pattern.callback)
            elif isinstance(pattern, URLPattern):
                only_read = pattern.name == DESCRIPTION
                view = require_safe(pattern.callback) if only_read else pattern.callback
                pattern.callback = _guarded(view)
        return [*patterns, re_path("", nothing_here)]


def _guarded(view: View) -> View:
    """Say what is allowed where a method is not, and let no browser make a page of an answer."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            response = wrong_method(response["Allow"].split(", "))
        response.setdefault("Content-Security-Policy", POLICY)
        return response

    return asked


api = Api(
    title="Motcua",
    version="1",
    description=ABOUT,
    auth=BearerToken(),
    parser=Bodies(),
    docs=Reference(),
    openapi_extra={"tags": [{"name": part.TAGS[0], "description": part.__doc__} for part in PARTS]},
)
for kind, answering in ANSWERS.items():
    api.add_exception_handler(kind, answering)
api.add_router("", router)
