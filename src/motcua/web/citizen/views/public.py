"""Pages for everybody: tracking, checking a result, and about this site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language

from motcua.dossiers.progress import passed_by_code
from motcua.dossiers.tracking import track as progress_of
from motcua.dossiers.verification import check_code, check_file
from motcua.kernel.errors import DomainError
from motcua.web.finding_words import against, coverage_words, notes, revocation_words
from motcua.web.identity import actor_of, network_address
from motcua.web.process_picture import for_citizens

UNPROCESSABLE = 422
WORDS = {
    "against": against,
    "coverage_words": coverage_words,
    "notes": notes,
    "revocation_words": revocation_words,
}


def track(request: HttpRequest) -> HttpResponse:
    """Show status and dates for a number and a second fact."""
    number = request.POST.get("number") or request.GET.get("ma") or ""
    page: dict[str, object] = {"number": number[:60], "errors": {}, "progress": None}
    if request.method == "POST":
        try:
            found = progress_of(
                number,
                request.POST.get("second", ""),
                address=network_address(request),
                by=actor_of(request),
                at=now(),
            )
            course = passed_by_code(found.code, get_language() or "vi")
            page |= {"progress": found, "process": for_citizens(course) if course else None}
        except DomainError as refusal:
            page["errors"] = {"number": str(refusal)}
    status = UNPROCESSABLE if page["errors"] else 200
    return render(request, "citizen/track.html", page, status=status)


def verify_file(request: HttpRequest) -> HttpResponse:
    """Say who signed an uploaded PDF, when, and whether it is intact."""
    page: dict[str, object] = {"checked": None, "errors": {}}
    upload = request.FILES.get("file")
    if request.method == "POST":
        try:
            content = upload.read(settings.MAX_FILE_BYTES + 1) if upload else b""
            page["checked"] = check_file(
                content, address=network_address(request), by=actor_of(request), at=now()
            )
        except DomainError as refusal:
            page["errors"] = {"file": str(refusal)}
    status = UNPROCESSABLE if page["errors"] else 200
    return render(request, "citizen/verify.html", page | WORDS, status=status)


def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the paper whose QR code opened this page is one of ours."""
    checked = check_code(code, address=network_address(request), by=actor_of(request), at=now())
    return render(request, "citizen/verify.html", {"checked": checked, "errors": {}, **WORDS})


def about(request: HttpRequest) -> HttpResponse:
    """Say whose site this is and what it does."""
    return render(request, "citizen/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the site can be used by everybody, and whom to tell when it cannot."""
    return render(request, "citizen/accessibility.html")
