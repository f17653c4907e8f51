"""The accounts of staff: looked through twice a year, closed, opened, given another device."""

import csv
from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_GET, require_http_methods

from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, NotFound
from motcua.kernel.ids import PersonId
from motcua.kernel.text import spreadsheet_safe
from motcua.organisations.queries import everybody_in_office, posts_of
from motcua.people.actions import (
    close_account,
    end_sessions,
    note_accounts_taken,
    note_review,
    reopen_account,
    reset_second_factor,
)
from motcua.people.models import Account
from motcua.people.queries import accounts_after, last_review, policy_on
from motcua.people.sign_in_rules import Proof
from motcua.web.identity import actor_of, for_roles
from motcua.web.paging import key_from

PAGE = 50
COLUMNS = [
    {"key": "login", "label": "Tài khoản", "header": True},
    {"key": "posts", "label": "Vị trí"},
    {"key": "last_login", "label": "Đăng nhập lần cuối"},
    {"key": "has_factor", "label": "Xác thực hai lớp"},
    {"key": "acts", "label": "Việc"},
]
HEAD = ("Tên đăng nhập", "Họ tên", "Vị trí", "Đăng nhập lần cuối", "Hai lớp", "Trạng thái")


class ProofMissing(DomainError):
    """A second factor is taken away from nobody who was not looked at."""

    message = "Xin chọn đã kiểm tra người bằng cách nào, rồi bấm gỡ lại."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TECHNICAL_ADMIN)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of everybody in office, and act on one of them."""
    by = actor_of(request)
    if request.method == "POST":
        messages.success(request, _done(request, by))
        return redirect(request.get_full_path())
    staff = everybody_in_office(localdate())
    after = key_from(request.GET.get("sau", ""))
    found = accounts_after(staff, after, PAGE + 1)
    page = {
        "rows": _rows(found[:PAGE], by),
        "columns": COLUMNS,
        "next": f"?{urlencode({'sau': found[PAGE - 1].login})}" if len(found) > PAGE else None,
        "reviewed": last_review(by.office),
        "proofs": [(one.value, one.label) for one in Proof],
        "months": policy_on(localdate()).review_months,
    }
    return render(request, "accounts.html", page)


def _done(request: HttpRequest, by: Actor) -> str:
    act, at = request.POST.get("act", ""), now()
    if act == "review":
        count = len(accounts_after(everybody_in_office(localdate()), "", None))
        note_review(count, by=by, at=at)
        return "Đã ghi nhận lần rà soát."
    try:
        which = UUID(request.POST.get("which", ""))
    except ValueError:
        raise NotFound from None
    if act == "close":
        close_account(which, by=by, at=at)
        return "Đã khóa tài khoản; mọi phiên đã kết thúc."
    if act == "reopen":
        reopen_account(which, by=by, at=at)
        return "Đã mở lại tài khoản."
    if act == "end":
        return f"Đã kết thúc {end_sessions(which, by=by, at=at)} phiên."
    if act == "reset":
        reset_second_factor(PersonId(which), _proof(request.POST.get("proof", "")), by=by, at=at)
        return "Đã gỡ xác thực hai lớp; lần đăng nhập sau sẽ đăng ký máy mới."
    raise NotFound


def _proof(said: str) -> Proof:
    try:
        return Proof(said)
    except ValueError:
        raise ProofMissing from None


def _rows(found: Sequence[Account], by: Actor) -> list[dict[str, object]]:
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
            "is_own": one.person_id == by.person,
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
    for row in _rows(found, actor_of(request)):
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
