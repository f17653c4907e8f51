"""The accounts of staff: found, and looked through twice a year."""

import csv
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_GET, require_http_methods

from motcua.kernel.actors import Role
from motcua.kernel.text import spreadsheet_safe
from motcua.organisations.queries import everybody_in_office, posts_of
from motcua.people.actions import note_accounts_taken, note_review
from motcua.people.models import Account
from motcua.people.queries import accounts_after, last_review, policy_on
from motcua.staffing.queries import how_many_wait, officers_found
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import counted, key_from

PAGE, MOST_COUNTED = 50, 100
LONGEST = 120  # of what is searched
COLUMNS = [
    {"key": "login", "label": "Tài khoản", "header": True},
    {"key": "posts", "label": "Vị trí"},
    {"key": "last_login", "label": "Đăng nhập lần cuối"},
    {"key": "has_factor", "label": "Xác thực hai lớp"},
]
HEAD = ("Tên đăng nhập", "Họ tên", "Vị trí", "Đăng nhập lần cuối", "Hai lớp", "Trạng thái")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TECHNICAL_ADMIN)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of everybody in office, or of officers with a name; note a review."""
    by = actor_of(request)
    if request.method == "POST":
        count = len(accounts_after(everybody_in_office(localdate()), "", None))
        note_review(count, by=by, at=now())
        messages.success(request, "Đã ghi nhận lần rà soát.")
        return redirect("accounts")
    words = request.GET.get("tim", "").strip()[:LONGEST]
    staff = officers_found(words) if words else everybody_in_office(localdate())
    after = key_from(request.GET.get("sau", ""))
    found = accounts_after(staff, after, PAGE + 1)
    page = {
        "rows": _rows(found[:PAGE]),
        "columns": COLUMNS,
        "next": f"?{urlencode({'sau': found[PAGE - 1].login})}" if len(found) > PAGE else None,
        "words": words,
        "waiting": counted(how_many_wait(MOST_COUNTED), MOST_COUNTED),
        "reviewed": last_review(by.office),
        "months": policy_on(localdate()).review_months,
    }
    return render(request, "staff/accounts.html", page)


def _rows(found: Sequence[Account]) -> list[dict[str, object]]:
    posts = posts_of([one.person_id for one in found], localdate())
    return [
        {
            "id": one.id,
            "person": one.person_id,
            "login": one.login,
            "name": one.person.full_name,
            "posts": posts.get(one.person_id, []),
            "last_login": one.last_login,
            "has_factor": _has_factor(one),
            "is_active": one.is_active,
        }
        for one in found
    ]


def _has_factor(account: Account) -> bool:
    factor = getattr(account, "second_factor", None)
    return factor is not None and factor.confirmed_at is not None


@require_GET
@for_roles(Role.TECHNICAL_ADMIN)
def export(request: HttpRequest) -> HttpResponse:
    """Give the whole list as CSV, for the file of the review."""
    found = accounts_after(everybody_in_office(localdate()), "", None)
    note_accounts_taken(len(found), by=actor_of(request), at=now())
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="tai-khoan.csv"'
    written = csv.writer(answer)
    written.writerow(HEAD)
    for row in _rows(found):
        last = row["last_login"]
        cells = (
            row["login"],
            row["name"],
            "; ".join(map(str, row["posts"])),  # type: ignore[call-overload]
            localtime(last).strftime("%d/%m/%Y %H:%M") if last else "chưa lần nào",  # type: ignore[arg-type]
            "có" if row["has_factor"] else "không",
            "đang mở" if row["is_active"] else "đã khóa",
        )
        written.writerow([spreadsheet_safe(str(cell)) for cell in cells])
    return answer
