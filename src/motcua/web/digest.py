"""The weekly digest: seeing it now, and whether one is sent it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from motcua.briefings.actions import choose
from motcua.briefings.paper import digest_at
from motcua.briefings.permissions import require_reader
from motcua.briefings.queries import latest_issue, wants
from motcua.kernel.errors import NotFound
from motcua.notifications.telling import addresses_of
from motcua.web.identity import actor_of, for_citizens


@require_http_methods(["GET", "HEAD", "POST"])
@for_citizens
def digest(request: HttpRequest) -> HttpResponse:
    """Show whether one is sent the digest, and change that."""
    reader = actor_of(request)
    require_reader(reader)
    if request.method == "POST":
        wanted = request.POST.get("nhan") == "co"
        choose(wanted=wanted, by=reader, at=now())
        said = "Ông/bà sẽ nhận bản tin mỗi sáng thứ Hai." if wanted else "Đã thôi gửi bản tin."
        messages.success(request, said)
        return redirect("digest")
    page = {
        "wanted": wants(reader.who),
        "address": addresses_of([reader.who]).get(reader.who, ""),
        "issue": latest_issue(),
    }
    return render(request, "digest.html", page)


@require_safe
@for_citizens
def digest_now(request: HttpRequest) -> HttpResponse:
    """Draw the digest as it would go out at this moment."""
    require_reader(actor_of(request))
    return _paper(digest_at(now()), f"ban-tin-{localdate(now()):%Y-%m-%d}.pdf")


@require_safe
@for_citizens
def digest_sent(request: HttpRequest) -> HttpResponse:
    """Give the digest that went out last, as it was sent."""
    require_reader(actor_of(request))
    issue = latest_issue()
    if issue is None:
        raise NotFound
    return _paper(bytes(issue.paper), f"ban-tin-tuan-{issue.week}.pdf")


def _paper(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
