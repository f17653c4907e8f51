"""The code lists that questions choose from: looking, writing as a table, publishing."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.events.publishing import AUTHORS
from motcua.forms import actions
from motcua.forms.code_lists import ListShown, all_lists, list_by_id, versions_of_list
from motcua.forms.list_files import LONGEST_FILE, read_options, written
from motcua.forms.models import CodeList
from motcua.kernel.errors import DomainError, InvalidInput, NotFound
from motcua.kernel.text import folded
from motcua.organisations.queries import officer_names
from motcua.web.files import pdf_or_picture
from motcua.web.identity import actor_of, for_roles
from motcua.web.staff_input import day_from, errors_of
from motcua.web.wording import date_vn

MOST_SHOWN = 200
NO_DAY = "Xin nhập ngày danh mục có hiệu lực."


@require_safe
@for_roles(*AUTHORS)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists, the newest version of each."""
    newest: dict[str, ListShown] = {}
    for one in all_lists():
        newest.setdefault(one.name, one)
    rows = [
        {
            "title": {"text": one.title, "href": reverse("catalogue:list", args=[one.name])},
            "code": one.code,
            "many": str(one.many),
            "state": _state(one),
        }
        for one in newest.values()
    ]
    return render(request, "catalogue/forms/lists.html", {"rows": rows})


def _state(one: ListShown) -> dict[str, str]:
    if one.row is None:
        return {"words": "Có sẵn", "tone": "done"}
    if not one.is_published:
        return {"words": "Chờ công bố", "tone": "near"}
    return {"words": f"Từ {date_vn(one.row.valid_from)}", "tone": "in_time"}


@require_safe
@for_roles(*AUTHORS)
def code_list(request: HttpRequest, name: str) -> HttpResponse:
    """Show a list: its versions, and what can be chosen in the newest, found with or without
    accents."""
    versions = versions_of_list(name)
    words = request.GET.get("q", "").strip()
    found = [one for one in versions[0].options if folded(words) in folded(_said(one))]
    people = [p for one in versions if one.row for p in (one.row.drafted_by, one.row.published_by)]
    page = {
        "versions": [(one, _state(one)) for one in versions],
        "newest": versions[0],
        "names": officer_names(people),
        "reader": actor_of(request).person,
        "words": words,
        "rows": [_row(one) for one in found[:MOST_SHOWN]],
        "many": len(found),
        "most": MOST_SHOWN,
    }
    return render(request, "catalogue/forms/list.html", page)


def _said(option: Mapping[str, object]) -> str:
    words: dict[str, str] = option["label"]  # type: ignore[assignment]
    return f"{option['value']} {words['vi']} {words.get('en', '')}"


def _row(option: Mapping[str, object]) -> dict[str, object]:
    words: dict[str, str] = option["label"]  # type: ignore[assignment]
    return {"code": option["value"], "vi": words["vi"], "en": words.get("en", "")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*AUTHORS)
def write(request: HttpRequest) -> HttpResponse:
    """Write a new list, or a new version of one, as a table."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _write(request)
        except DomainError as refusal:
            errors = errors_of(refusal)
        else:
            messages.success(request, "Đã đưa danh mục lên. Một người khác sẽ xem và công bố.")
            return redirect("catalogue:list", made.name)
    page = {
        "errors": errors,
        "typed": request.POST,
        "name": request.POST.get("name") or request.GET.get("ma", ""),
        "today": localdate(now()),
    }
    return render(request, "catalogue/forms/write_list.html", page, status=422 if errors else 200)


def _write(request: HttpRequest) -> CodeList:
    day = day_from(request.POST, "valid_from", NO_DAY)
    if day is None:
        raise InvalidInput({"valid_from": NO_DAY})
    return actions.draft_list(
        request.POST.get("name", "").strip(),
        title=request.POST.get("title", ""),
        basis=request.POST.get("basis", ""),
        valid_from=day,
        options=read_options(_table_from(request)),
        by=actor_of(request),
        at=now(),
    )


def _table_from(request: HttpRequest) -> str:
    """Return the table as a file or as it was typed."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return request.POST.get("options", "")
    try:
        content: bytes = sent.read(4 * LONGEST_FILE + 1)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(
            {"options": "Tệp không phải chữ UTF-8. Xin lưu lại dạng CSV UTF-8."}
        ) from None


@require_safe
@for_roles(*AUTHORS)
def download(request: HttpRequest, name: str, version: int) -> HttpResponse:
    """Fetch a version of a list as CSV."""
    found = next((one for one in versions_of_list(name) if one.version == version), None)
    if found is None:
        raise NotFound
    table = written([dict(one) for one in found.options])
    return pdf_or_picture(f"\ufeff{table}".encode(), "text/csv", f"{name}-{version}.csv")


@require_POST
@for_roles(*AUTHORS)
def publish(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Put a version of a list in force."""
    found = actions.publish_list(list_id, by=actor_of(request), at=now())
    messages.success(request, f"Đã công bố danh mục {found}.")
    return redirect("catalogue:list", found.name)


@require_POST
@for_roles(*AUTHORS)
def discard(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Throw away a version that is not published."""
    found = list_by_id(list_id)
    actions.discard_list(list_id, by=actor_of(request), at=now())
    messages.success(request, f"Đã bỏ bản {found.version} của danh mục.")
    return redirect("catalogue:lists")
