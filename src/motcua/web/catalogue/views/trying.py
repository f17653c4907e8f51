"""Checking and trying out what is drawn; nothing of it is kept."""

from django.http import HttpRequest
from django.views.decorators.http import require_POST

from motcua.kernel.errors import InvalidInput
from motcua.web.catalogue.reading import answers_json, list_from, mapping_from
from motcua.workflow import simulation
from motcua.workflow.actions.authoring import LONGEST_FILE, FileTooLarge
from motcua.workflow.authorship import findings, library

MOST_STEPS = 500


def _bpmn(request: HttpRequest) -> str:
    bpmn = request.POST.get("bpmn", "")
    if len(bpmn) > LONGEST_FILE:
        raise FileTooLarge
    return bpmn


@require_POST
@answers_json
def check(request: HttpRequest) -> dict[str, object]:
    """Say what keeps a drawing from being published, element by element."""
    found = [
        {"element": one.element, "rule": one.rule, "message": one.message, "line": one.line}
        for one in findings(_bpmn(request))
    ]
    return {"findings": found}


@require_POST
@answers_json
def simulate(request: HttpRequest) -> dict[str, object]:
    """Say where a drawing stands after the steps taken so far."""
    script = list_from(request.POST.get("script", "[]"))
    if len(script) > MOST_STEPS:
        raise InvalidInput({"script": f"Chạy thử được {MOST_STEPS} bước. Xin làm lại từ đầu."})
    data = mapping_from(request.POST.get("data", "{}"))
    ran = simulation.simulate(_bpmn(request), script, data, library)
    return {"markings": ran.markings, "finished": ran.finished, "ends": ran.ends}
