"""Taking pages with the camera of a telephone, for the paper that is open at a desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from motcua.digitisation import actions
from motcua.digitisation.queries import copy_for, pages_of
from motcua.digitisation.sheets import pictures_in
from motcua.kernel.errors import DomainError
from motcua.web.digitisation.tokens import opened_token

NO_PICTURE = "Xin chụp hoặc chọn ít nhất một ảnh."


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, token: str) -> HttpResponse:
    """Take pictures; no sign-in is needed, because the address says who asked for them."""
    by, copy_id = opened_token(token, localdate())
    shown = copy_for(by, copy_id)
    error = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        try:
            pages = [one for file in files for one in pictures_in(file.name or "", file.read())]
            if pages:
                actions.add_pages(shown.id, pages, by=by, at=now())
                return redirect(request.path)
            error = NO_PICTURE
        except DomainError as refusal:
            error = str(refusal)
    page = {"shown": shown, "there": len(pages_of(shown)), "error": error}
    return render(request, "digitisation/phone.html", page, status=422 if error else 200)
