"""Refused requests shown to the person who made them, and pages for what goes wrong."""

import sys
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.dossiers.holding import told
from motcua.events.reach import RETRY_SECONDS, Trouble, trouble_of
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.runtime import metrics
from motcua.runtime.logs import note_refusal, now_serving
from motcua.web.identity import actor_of
from motcua.web.kept_input import is_from_here, keep

KEEPING_INPUT = frozenset({"citizen:choose", "citizen:form_page"})
TOO_LONG = "22001"  # PostgreSQL: string_data_right_truncation
STATUS = {NotFound: 404, NotPermitted: 403}


class DomainErrorMiddleware:
    """Show a refused request to the person who made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a domain error with its sentence: on the page before, or on a page of its own.

        A NUL character and a text beyond what its column holds, which no form of ours sends, are a
        bad request.
        """
        if isinstance(error, DataError) and _is_unkeepable(error):
            return bad_request(request, error)
        if not isinstance(error, DomainError):
            return None
        metrics.REFUSED.labels(error.code).inc()
        if isinstance(error, NotPermitted | NotFound):
            note_refusal(error.code, request, actor_of(request).person)
        error = told(error, actor_of(request), named_in(request))
        status = STATUS.get(type(error), 409)
        if request.method != "POST" or status == 404:
            return render(request, f"errors/{status}.html", {"message": str(error)}, status=status)
        messages.error(request, str(error))
        return redirect(page_before(request))


def _is_unkeepable(error: DataError) -> bool:
    return "NUL" in str(error) or getattr(error.__cause__, "sqlstate", None) == TOO_LONG


def named_in(request: HttpRequest) -> UUID | None:
    """Return the dossier that the address of a request names, None where it names none."""
    return request.resolver_match.kwargs.get("dossier_id") if request.resolver_match else None


def page_before(request: HttpRequest) -> str:
    """Return the page the user came from, or the start page if that is not ours."""
    referer = request.headers.get("Referer", "/")
    ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if ours else "/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be understood, also one that was refused before anybody was
    recognised: for a name that is not ours."""
    if not hasattr(request, "user"):
        return HttpResponse(render_to_string("errors/400.html"), status=400)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is for others."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here, and where to look."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we made a mistake, without details, or that the database cannot answer now.

    The page is written without the request: who is signed in could not be read again.
    """
    trouble = trouble_of(sys.exception())
    if trouble is None:
        page = render_to_string("errors/500.html", {"request_id": now_serving()})
        return HttpResponse(page, status=500)
    page = render_to_string("errors/503.html", {"is_too_much": trouble is Trouble.TOO_MUCH})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the session has ended; a draft is kept and the page can be sent again.

    What was typed into a page of filing waits there until one has signed in.
    """
    match = request.resolver_match
    is_writing = match is not None and match.view_name in KEEPING_INPUT
    if is_writing and is_from_here(request) and not request.headers.get("HX-Request"):
        keep(request)
        return redirect(request.path)
    return render(request, "errors/session_ended.html", status=403)
