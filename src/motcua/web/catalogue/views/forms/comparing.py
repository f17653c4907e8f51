"""What changed between two versions of a form, in words."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.events.publishing import AUTHORS
from motcua.forms.authorship import FORMS
from motcua.forms.checking import problems
from motcua.forms.difference import changes
from motcua.forms.models import FormVersion
from motcua.kernel.errors import NotFound
from motcua.web.catalogue.words import state_of
from motcua.web.identity import for_roles

KINDS = {
    "added": ("Thêm", "done"),
    "page-added": ("Thêm", "done"),
    "removed": ("Bỏ", "overdue"),
    "page-removed": ("Bỏ", "overdue"),
    "moved": ("Dời chỗ", "paused"),
    "page-moved": ("Dời chỗ", "paused"),
}
CHANGED = ("Sửa", "near")


@require_safe
@for_roles(*AUTHORS)
def compare(request: HttpRequest) -> HttpResponse:
    """Show what a newer version of a form changes of an older one."""
    older, newer = sorted((_asked(request, "cu"), _asked(request, "moi")), key=lambda v: v.version)
    if older.code != newer.code:
        raise NotFound
    sound = not problems(older.definition) and not problems(newer.definition)
    found = changes(older.definition, newer.definition) if sound else []
    page = {
        "older": older,
        "newer": newer,
        "states": (state_of(older), state_of(newer)),
        "sound": sound,
        "rows": [_row(one.field, one.what, one.message) for one in found],
    }
    return render(request, "catalogue/forms/compare.html", page)


def _row(field: str, what: str, message: str) -> dict[str, object]:
    words, tone = KINDS.get(what, CHANGED)
    return {
        "what": {"words": words, "tone": tone},
        "message": message,
        "field": field.removeprefix("page:"),
    }


def _asked(request: HttpRequest, name: str) -> FormVersion:
    try:
        return FORMS.by_id(UUID(request.GET.get(name, "")))
    except ValueError:
        raise NotFound from None
