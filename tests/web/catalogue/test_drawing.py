"""The drawing page: what it is given, saving, checking, trying out, files."""

import json
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.workflow.actions.authoring import LONGEST_FILE
from motcua.workflow.models import ProcessVersion
from tests.builders import a_province, an_officer
from tests.web.catalogue.drawing import (
    CODE,
    NAME,
    SOUND,
    UNSOUND,
    a_controller,
    a_draft,
    a_drawer,
    a_file,
    a_proposal,
    a_publication,
    many_processes,
)
from tests.web.portals import FEW, MANY, assert_flat, browser_of, hidden, text_of

pytestmark = pytest.mark.django_db
CHECK, TRY = "/quan-tri/quy-trinh/kiem-tra", "/quan-tri/quy-trinh/chay-thu"


def facts_of(client: Client, version: UUID) -> dict[str, Any]:
    page = client.get(reverse("catalogue:draw", args=[version])).content.decode()
    facts: dict[str, Any] = json.loads(unescape(page.split('data-facts="')[1].split('"')[0]))
    return facts


def save(client: Client, version: ProcessVersion, **given: str) -> Any:
    whole = {"name": NAME, "bpmn": SOUND, **given}
    return client.post(reverse("catalogue:save", args=[version.id]), whole)


def try_out(client: Client, script: object, data: object = None, bpmn: str = SOUND) -> Any:
    sent = {"bpmn": bpmn, "script": json.dumps(script), "data": json.dumps(data or {})}
    return client.post(TRY, sent)


def test_the_designer_is_given_its_lists() -> None:
    drawer = a_drawer()
    a_publication(drawer, a_controller())
    other = a_draft(drawer, code="khac")

    facts = facts_of(browser_of(drawer), other.id)

    assert ["case_officer", "Chuyên viên thụ lý"] in facts["roles"]
    assert ["code:H42.34", "Sở Xây dựng"] in facts["agencies"]
    assert facts["processes"] == [[CODE, NAME]]


def test_the_designer_needs_no_exception_from_the_policy() -> None:
    drawer = a_drawer()
    address = reverse("catalogue:draw", args=[a_draft(drawer).id])

    policy = browser_of(drawer).get(address).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_findings_stand_on_the_page_for_those_without_scripts() -> None:
    drawer = a_drawer()
    version = a_draft(drawer, UNSOUND)

    page = text_of(browser_of(drawer).get(reverse("catalogue:draw", args=[version.id])).content)

    assert "Những điểm phải sửa trước khi công bố" in page
    assert "appraise" in page


def test_what_is_proposed_is_looked_at_not_drawn_on() -> None:
    drawer = a_drawer()
    version = a_proposal(drawer)

    answer = browser_of(drawer).get(reverse("catalogue:draw", args=[version.id]))

    assert answer.headers["Location"] == reverse("catalogue:version", args=[version.id])


def test_saving_keeps_the_drawing_and_gives_the_next_revision() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)
    revision = facts_of(client, version.id)["revision"]

    first = save(client, version, revision=revision, bpmn=UNSOUND).json()
    second = save(client, version, revision=first["revision"], name="Tên khác")

    assert first["at"] == "10:00 ngày 01/06/2026"
    assert second.status_code == 200
    assert ProcessVersion.objects.get(pk=version.id).name == "Tên khác"


def test_saving_over_somebody_else_is_refused() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)
    revision = facts_of(client, version.id)["revision"]
    save(browser_of(a_drawer("Người Khác")), version, revision=revision, name="Của người khác")

    answer = save(client, version, revision=revision)

    assert answer.status_code == 409
    assert answer.json()["code"] == "stale_draft"
    assert ProcessVersion.objects.get(pk=version.id).name == "Của người khác"


def test_saving_without_a_name_says_so() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)

    answer = save(client, version, revision=facts_of(client, version.id)["revision"], name="")

    assert answer.json()["message"] == "Xin nhập tên quy trình, không quá 1.200 chữ."


def test_only_those_who_draw_save_check_and_try() -> None:
    version = a_draft(a_drawer())
    client = browser_of(an_officer(a_province().committee, Role.MONITOR))

    assert save(client, version).status_code == 403
    assert client.post(CHECK, {"bpmn": SOUND}).status_code == 403
    assert try_out(client, []).status_code == 403


def test_a_sound_drawing_has_no_findings() -> None:
    answer = browser_of(a_drawer()).post(CHECK, {"bpmn": SOUND})

    assert answer.json() == {"findings": []}


@pytest.mark.parametrize("bpmn", [UNSOUND, "", "<x/>"])
def test_every_finding_says_where_and_what(bpmn: str) -> None:
    [found, *_] = browser_of(a_drawer()).post(CHECK, {"bpmn": bpmn}).json()["findings"]

    assert set(found) == {"element", "rule", "message", "line"}
    assert found["message"]


def test_a_drawing_has_a_largest_size() -> None:
    answer = browser_of(a_drawer()).post(CHECK, {"bpmn": " " * (LONGEST_FILE + 1)})

    assert (answer.status_code, answer.json()["code"]) == (409, "file_too_large")


def test_a_drawing_can_be_tried_out_step_by_step() -> None:
    client = browser_of(a_drawer())
    ended = {"complete": "appraise", "data": {"outcome": "propose"}}

    assert try_out(client, []).json()["markings"] == [["appraise"]]
    assert try_out(client, [ended]).json() == {
        "markings": [["appraise"], []],
        "finished": True,
        "ends": ["finish"],
    }


@pytest.mark.parametrize(
    ("script", "data"),
    [
        ([{"complete": "finish"}], {}),
        ("x", {}),
        ([1], {}),
        ([], []),
        ([{"timer": "x"}] * 501, {}),
    ],
)
def test_an_impossible_step_is_refused_with_its_reason(script: object, data: object) -> None:
    sent = {"bpmn": SOUND, "script": json.dumps(script), "data": json.dumps(data)}

    answer = browser_of(a_drawer()).post(TRY, sent)

    assert answer.status_code == 409
    assert answer.json()["message"]


def test_what_is_not_json_is_refused() -> None:
    answer = browser_of(a_drawer()).post(TRY, {"bpmn": SOUND, "script": "[" * 5000})

    assert answer.status_code == 409


def test_a_file_takes_the_place_of_the_drawing() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer), browser_of(drawer)
    address = reverse("catalogue:draw", args=[version.id])
    revision = hidden(client.get(address).content, "revision")
    sent = {"name": NAME, "revision": revision, "bpmn": a_file(SOUND.replace("Xong", "Hết"))}

    answer = client.post(reverse("catalogue:upload", args=[version.id]), sent)

    assert answer.headers["Location"] == address
    assert "Đã thay bản vẽ" in text_of(client.get(address).content)
    assert "Hết" in client.get(reverse("catalogue:download", args=[version.id])).content.decode()


def test_an_upload_without_a_file_changes_nothing() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)

    browser_of(drawer).post(reverse("catalogue:upload", args=[version.id]), {"name": NAME})

    assert ProcessVersion.objects.get(pk=version.id).bpmn == SOUND


def test_an_enormous_file_is_refused() -> None:
    drawer = a_drawer()
    sent = {"name": NAME, "bpmn": a_file(b" " * (4 * LONGEST_FILE + 1))}

    browser_of(drawer).post(reverse("catalogue:upload", args=[a_draft(drawer).id]), sent)

    assert ProcessVersion.objects.get(code=CODE).bpmn == SOUND


def test_a_version_can_be_fetched_as_a_file() -> None:
    drawer = a_drawer()

    answer = browser_of(drawer).get(reverse("catalogue:download", args=[a_draft(drawer).id]))

    assert answer.content.decode() == SOUND
    assert "quy-trinh-mau-ban-1.bpmn" in answer.headers["Content-Disposition"]


def test_a_new_draft_begins_from_what_is_in_force() -> None:
    drawer = a_drawer()
    version = a_publication(drawer, a_controller())

    answer = browser_of(drawer).post(reverse("catalogue:draft_from", args=[version.id]))

    made = ProcessVersion.objects.get(code=CODE, version=2)
    assert made.bpmn == version.bpmn
    assert answer.headers["Location"] == reverse("catalogue:draw", args=[made.id])


def test_what_never_was_is_not_found() -> None:
    client = browser_of(a_drawer())

    for page in ("draw", "version", "download"):
        assert client.get(reverse(f"catalogue:{page}", args=[new_id()])).status_code == 404


def test_the_drawing_page_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    many_processes(FEW)
    address = reverse("catalogue:draw", args=[a_draft(drawer).id])

    assert_flat(drawer, address, lambda: many_processes(MANY))
