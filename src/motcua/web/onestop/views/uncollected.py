"""Results that nobody has come for, and reminding their applicants."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.uncollected import WAITS
from motcua.dossiers.uncollected import uncollected as waiting
from motcua.kernel.ids import DossierId
from motcua.web.context import AT_THE_DESK
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import after_from, after_text

DAYS = "ngay"


@require_safe
@for_roles(*AT_THE_DESK)
def uncollected(request: HttpRequest) -> HttpResponse:
    """List the results of one's desk that have waited some days, the longest waiting first."""
    asked = request.GET.get(DAYS, "")
    days = int(asked) if asked in {str(wait) for wait in WAITS} else WAITS[0]
    found, following = waiting(
        actor_of(request), days, now(), after_from(request.GET.get("sau", ""))
    )
    here = reverse("onestop:uncollected")
    place = urlencode({DAYS: days, "sau": after_text(following)})
    page = {
        "rows": found,
        "tabs": [
            (f"Từ {wait} ngày", f"{here}?{DAYS}={wait}", wait == days, None) for wait in WAITS
        ],
        "next_url": f"{here}?{place}" if following else None,
    }
    return render(request, "onestop/uncollected.html", page)


@require_POST
@for_roles(*AT_THE_DESK)
def remind(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Remind one applicant."""
    actions.remind_collection(DossierId(dossier_id), by=actor_of(request), at=now())
    messages.success(request, "Đã gửi lời nhắc nhận kết quả.")
    return redirect("onestop:uncollected")
