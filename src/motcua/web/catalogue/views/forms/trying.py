"""Checking, showing and trying out a form that is being drawn; nothing of it is kept."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate, now
from django.utils.translation import override
from django.views.decorators.http import require_POST

from motcua.dossiers.places import places_on
from motcua.forms.authorship import findings
from motcua.forms.checking import Finding, advice, problems, time_to_fill
from motcua.forms.code_lists import list_advice
from motcua.forms.drawable import drawable
from motcua.forms.rules import (
    Answers,
    FieldDict,
    check,
    fields_of,
    known_values,
    pages_of,
    shown_fields,
    shown_pages,
)
from motcua.forms.trials import outcome, read_trials, run
from motcua.kernel.errors import InvalidInput
from motcua.procedures.queries import cases_with_form
from motcua.web.catalogue.form_reading import Sent, form_from, typed_answers
from motcua.web.catalogue.reading import answers_json
from motcua.web.form_input import lists_for, without_empty_rows

NOT_SOUND = "Xin sửa các lỗi của biểu mẫu trước khi chạy ca thử."


@require_POST
@answers_json
def check_form(request: HttpRequest) -> dict[str, object]:
    """Say what is wrong with a form, what could be better, and how its test cases come out."""
    sent, code = form_from(request), request.POST.get("code", "")
    cases = [case for case, _ in cases_with_form(code)]
    day = localdate(now())
    found = findings(code, sent.definition, [], places_on, cases)
    ran = None if problems(sent.definition, cases) else _ran(sent)
    failing = [
        Finding("", "trial", f"Ca thử {at}: {words}")
        for at, said in enumerate(ran or [], start=1)
        for words in said
    ]
    return {
        "findings": [
            {"field": o.field, "rule": o.rule, "message": o.message, "error": o.is_error}
            for o in (
                *found,
                *failing,
                *advice(sent.definition),
                *list_advice(sent.definition, day),
            )
        ],
        "minutes": time_to_fill(sent.definition),
        "trials": ran,
    }


def _ran(sent: Sent) -> list[list[str]]:
    return [run(sent.definition, trial, places_on) for trial in read_trials(sent.trials)]


@require_POST
@answers_json
def preview(request: HttpRequest) -> dict[str, object]:
    """Draw one page of a form as citizens will see it, with what was typed so far."""
    form = drawable(form_from(request).definition)
    case, day = request.POST.get("case", ""), localdate(now())
    typed = typed_answers(form, request.POST.get("answers", ""))
    asked = {str(page["id"]) for page in shown_pages(form, _readable(form, typed, case, day), case)}
    page = _page(form, request.POST.get("page", ""))
    language = "en" if request.POST.get("language") == "en" else "vi"
    shown: dict[str, object] = {
        "page": page,
        "language": language,
        "is_asked": page is not None and page["id"] in asked,
        "steps_total": len(asked),
    }
    if page is not None:
        shown |= _drawn(form, page, typed, case, day, with_errors="checked" in request.POST)
        shown["step"] = 1 + _at(form, page, asked)
    with override(language):
        html = render_to_string("catalogue/forms/preview.html", shown, request)
    return {"html": html, "asked": sorted(asked)}


def _readable(form: Mapping[str, object], typed: Answers, case: str, day: date) -> Answers:
    return check(form, typed, case=case, today=day, places=places_on(day)).answers


def _page(form: Mapping[str, object], wanted: str) -> FieldDict | None:
    pages = pages_of(form)
    return next((page for page in pages if page["id"] == wanted), pages[0] if pages else None)


def _at(form: Mapping[str, object], page: FieldDict, asked: set[str]) -> int:
    order = [str(one["id"]) for one in pages_of(form) if one["id"] in asked or one is page]
    return order.index(str(page["id"]))


def _drawn(
    form: Mapping[str, object],
    page: FieldDict,
    typed: Answers,
    case: str,
    day: date,
    *,
    with_errors: bool,
) -> dict[str, object]:
    """Return what the fields of a page are drawn from; its own condition is left aside."""
    places = places_on(day)
    checked = check(form, typed, case=case, today=day, places=places, only_page=str(page["id"]))
    values = known_values(form, _readable(form, typed, case, day), case)
    fields = shown_fields({**page, "show_if": None}, values)
    computed = {str(f["id"]): values[str(f["id"])] for f in fields if f["kind"] == "calculated"}
    return {
        "fields": fields,
        "answers": {**typed, **computed},
        "errors": checked.errors if with_errors else {},
        "lists": lists_for(fields, places),
    }


@require_POST
@answers_json
def outcome_of(request: HttpRequest) -> dict[str, object]:
    """Return the test case that what was typed makes, as it comes out now."""
    sent, case, day = form_from(request), request.POST.get("case", ""), localdate(now())
    if problems(sent.definition):
        raise InvalidInput({"form": NOT_SOUND})
    typed = typed_answers(sent.definition, request.POST.get("answers", ""))
    typed = without_empty_rows(list(fields_of(sent.definition)), typed)
    answers = {name: value for name, value in typed.items() if value not in ("", None, {}, [])}
    found = outcome(sent.definition, answers, case, day, places_on(day))
    computed = [str(f["id"]) for f in fields_of(sent.definition) if f["kind"] == "calculated"]
    return {
        "trial": {
            "name": "",
            "case": case,
            "day": day.isoformat(),
            "answers": answers,
            "expected": {
                "pages": found.pages,
                "errors": sorted(found.errors),
                "values": {name: found.values.get(name) for name in computed},
            },
        }
    }
