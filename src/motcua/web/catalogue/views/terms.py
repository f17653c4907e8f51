"""The numbers of the law that clocks follow, and the causes that an apology may name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from motcua.deadlines import actions as deadlines
from motcua.deadlines.actions.calendars import ParameterAlreadySet, ParameterInPast
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.proposals import SourceMissing
from motcua.deadlines.queries import parameters
from motcua.deadlines.rules import Key, TermMiswritten
from motcua.dossiers import actions
from motcua.dossiers.apologies import all_causes
from motcua.dossiers.rules import ReasonMissing
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import day_from

SHOWN = (
    InvalidInput,
    ParameterAlreadySet,
    ParameterInPast,
    ReasonMissing,
    SourceMissing,
    TermMiswritten,
)
ABOUT = {
    ParameterAlreadySet: "starts",
    ParameterInPast: "starts",
    ReasonMissing: "name",
    SourceMissing: "basis",
    TermMiswritten: "value",
}
STARTS = "Xin nhập ngày bắt đầu áp dụng."
KEY_NAMES = {
    Key.ANSWER_WITHIN: "Trả lời hồ sơ nộp trực tuyến trong",
    Key.WARN_HOLDER_AT: "Nhắc người giữ hồ sơ khi đã dùng (% thời hạn)",
    Key.WARN_HEAD_AT: "Nhắc lãnh đạo khi đã dùng (% thời hạn)",
    Key.APOLOGY_BEFORE: "Viết văn bản xin lỗi chậm nhất trước hạn",
    Key.SIGN_WITH_CODE: "Nhập mã xác thực khi ký từng hồ sơ",
}


@require_safe
@for_roles(*KEEPERS)
def terms(request: HttpRequest) -> HttpResponse:
    """Show every number with the days on which it holds, and the causes."""
    return _page(request)


def _page(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    today = localdate(now())
    known = parameters()
    rows = [
        {
            "key": key.value,
            "name": name,
            "values": [one for one in reversed(known) if one.key == key.value],
        }
        for key, name in KEY_NAMES.items()
    ]
    page = {
        "rows": rows,
        "causes": all_causes(),
        "today": today,
        "errors": _errors(refusal),
        "typed": request.POST if refusal else QueryDict(),
    }
    return render(request, "catalogue/terms.html", page, status=422 if refusal else 200)


def _errors(refusal: DomainError | None) -> dict[str, str]:
    if refusal is None:
        return {}
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    return {ABOUT[type(refusal)]: str(refusal)}


@require_POST
@for_roles(*KEEPERS)
def set_term(request: HttpRequest) -> HttpResponse:
    """Set a number from a day on."""
    posted = request.POST
    try:
        starts = day_from(posted, "starts", STARTS)
        assert starts is not None
        try:
            key = Key(posted.get("key", ""))
        except ValueError:
            raise InvalidInput({"key": "Xin chọn tham số."}) from None
        deadlines.set_parameter(
            key,
            posted.get("value", ""),
            valid_from=starts,
            basis=posted.get("basis", ""),
            by=actor_of(request),
            at=now(),
        )
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã đặt giá trị mới. Hồ sơ đã tiếp nhận trước ngày đó không đổi.")
    return redirect("catalogue:terms")


@require_POST
@for_roles(*KEEPERS)
def add_cause(request: HttpRequest) -> HttpResponse:
    """Add a cause to the list."""
    try:
        actions.add_late_cause(request.POST.get("name", ""), by=actor_of(request), at=now())
    except SHOWN as refusal:
        return _page(request, refusal)
    messages.success(request, "Đã thêm lý do vào danh sách.")
    return redirect("catalogue:terms")


@require_POST
@for_roles(*KEEPERS)
def retire_cause(request: HttpRequest, code: str) -> HttpResponse:
    """Take a cause off the list; apologies that named it keep it."""
    actions.retire_late_cause(code, by=actor_of(request), at=now())
    messages.success(request, "Từ ngày mai lý do này không còn trong danh sách.")
    return redirect("catalogue:terms")
