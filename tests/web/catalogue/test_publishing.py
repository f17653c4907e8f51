"""Proposing, sending back, publishing, and comparing two versions."""

import pytest
from django.urls import reverse

from motcua.web.catalogue.words import state_of
from motcua.workflow.models import ProcessVersion
from tests.web.catalogue.drawing import (
    CODE,
    UNSOUND,
    a_controller,
    a_draft,
    a_drawer,
    a_proposal,
    a_publication,
    many_processes,
)
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db


def page_of(version: ProcessVersion) -> str:
    return reverse("catalogue:version", args=[version.id])


def state(version: ProcessVersion) -> str:
    return state_of(ProcessVersion.objects.get(pk=version.id))[0]


def test_a_draft_is_proposed_and_published_by_another() -> None:
    drawer, controller = a_drawer(), a_controller()
    version = a_draft(drawer)
    drawing, publishing = browser_of(drawer), browser_of(controller)

    drawing.post(reverse("catalogue:propose", args=[version.id]))
    assert "Người công bố phải là người khác" in text_of(drawing.get(page_of(version)).content)
    publishing.post(reverse("catalogue:publish", args=[version.id]))

    assert "Đã công bố bản 1" in text_of(publishing.get(page_of(version)).content)
    assert state(version) == "Đang áp dụng"


def test_what_has_findings_is_not_proposed() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer, UNSOUND), browser_of(drawer)

    client.post(
        reverse("catalogue:propose", args=[version.id]), headers={"Referer": page_of(version)}
    )

    assert "điểm phải sửa trước khi công bố" in text_of(client.get(page_of(version)).content)
    assert state(version) == "Bản nháp"


def test_the_drawer_does_not_publish() -> None:
    drawer = a_drawer()
    version = a_proposal(drawer)

    browser_of(drawer).post(reverse("catalogue:publish", args=[version.id]))

    assert state(version) == "Chờ công bố"


def test_a_proposal_sent_back_shows_why() -> None:
    drawer = a_drawer()
    version, client = a_proposal(drawer), browser_of(a_controller())

    client.post(reverse("catalogue:withdraw", args=[version.id]), {"reason": "Thiếu bước ký."})

    assert "Lê Thị Duyệt đã trả lại" in text_of(browser_of(drawer).get(page_of(version)).content)
    assert "Thiếu bước ký." in text_of(browser_of(drawer).get(page_of(version)).content)


def test_sending_back_without_a_reason_is_refused() -> None:
    version = a_proposal(a_drawer())

    browser_of(a_controller()).post(reverse("catalogue:withdraw", args=[version.id]))

    assert state(version) == "Chờ công bố"


def test_two_versions_are_put_side_by_side_the_older_first() -> None:
    drawer = a_drawer()
    first = a_publication(drawer, a_controller())
    second = a_draft(drawer, UNSOUND)
    address = reverse("catalogue:compare")

    page = browser_of(drawer).get(address, {"cu": str(second.id), "moi": str(first.id)})

    assert "Bản cũ: bản 1 Đang áp dụng" in text_of(page.content)
    assert "Bản mới: bản 2 Bản nháp" in text_of(page.content)


@pytest.mark.parametrize("other", ["", "x", "0199a3f0-0000-7000-8000-000000000000"])
def test_what_cannot_be_compared_is_not_found(other: str) -> None:
    drawer = a_drawer()
    version = a_draft(drawer)

    answer = browser_of(drawer).get(
        reverse("catalogue:compare"), {"cu": other, "moi": str(version.id)}
    )

    assert answer.status_code == 404


def test_versions_of_two_processes_are_not_compared() -> None:
    drawer = a_drawer()
    one, other = a_draft(drawer), a_draft(drawer, code="khac")

    answer = browser_of(drawer).get(
        reverse("catalogue:compare"), {"cu": str(one.id), "moi": str(other.id)}
    )

    assert answer.status_code == 404


def test_a_version_in_force_can_no_longer_be_acted_on() -> None:
    drawer = a_drawer()
    version = a_publication(drawer, a_controller())

    page = browser_of(drawer).get(page_of(version)).content.decode()

    for act in ("propose", "publish", "withdraw"):
        assert reverse(f"catalogue:{act}", args=[version.id]) not in page
    assert "Soạn bản mới từ bản này" in page


def test_a_version_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)
    many_processes(FEW)

    assert_flat(drawer, page_of(version), lambda: many_processes(MANY))
    assert version.code == CODE
