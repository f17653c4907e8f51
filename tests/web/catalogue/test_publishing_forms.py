"""Proposing a form, sending it back, publishing it."""

import pytest
from django.urls import reverse

from motcua.forms.models import FormVersion
from motcua.web.catalogue.words import state_of
from tests.builders import a_procedure
from tests.forms.drawing import UNSOUND, a_definition
from tests.forms.test_rules import a_field
from tests.web.catalogue.drawing import a_controller, a_drawer
from tests.web.catalogue.forms import a_draft, a_proposal, a_publication, many_forms
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db


def page_of(version: FormVersion) -> str:
    return reverse("catalogue:form_version", args=[version.id])


def state(version: FormVersion) -> str:
    return state_of(FormVersion.objects.get(pk=version.id))[0]


def test_a_draft_is_proposed_and_published_by_another() -> None:
    drawer, controller = a_drawer(), a_controller()
    version = a_draft(drawer)
    drawing, publishing = browser_of(drawer), browser_of(controller)

    drawing.post(reverse("catalogue:form_propose", args=[version.id]))
    assert "Người công bố phải là người khác" in text_of(drawing.get(page_of(version)).content)
    publishing.post(reverse("catalogue:form_publish", args=[version.id]))

    assert "Đã công bố bản 1" in text_of(publishing.get(page_of(version)).content)
    assert state(version) == "Đang áp dụng"


def test_what_has_findings_is_not_proposed_and_the_page_says_which() -> None:
    drawer = a_drawer()
    version, client = a_draft(drawer, UNSOUND), browser_of(drawer)

    client.post(
        reverse("catalogue:form_propose", args=[version.id]), headers={"Referer": page_of(version)}
    )

    page = text_of(client.get(page_of(version)).content)
    assert "điểm phải sửa trước khi công bố" in page
    assert "Không có loại mục này." in page
    assert state(version) == "Bản nháp"


def test_a_case_no_procedure_has_keeps_a_form_from_being_proposed() -> None:
    procedure = a_procedure(cases=["moi"])
    drawer = a_drawer()
    asked = a_definition(a_field("a", show_if='case == "cu"'))
    assert procedure.form is not None
    version = a_draft(drawer, asked, code=procedure.form.code)

    browser_of(drawer).post(reverse("catalogue:form_propose", args=[version.id]))

    assert state(version) == "Bản nháp"


def test_the_drawer_does_not_publish() -> None:
    drawer = a_drawer()
    version = a_proposal(drawer)

    browser_of(drawer).post(reverse("catalogue:form_publish", args=[version.id]))

    assert state(version) == "Chờ công bố"


def test_whoever_publishes_reads_what_changes() -> None:
    drawer, controller = a_drawer(), a_controller()
    a_publication(drawer, controller)
    changed = a_definition(a_field("a"), a_field("b", label={"vi": "Tên đường"}))
    version = a_proposal(drawer, changed)

    page = text_of(browser_of(controller).get(page_of(version)).content)

    assert "Khác với bản 1 đang áp dụng Thêm mục “Tên đường”." in page


def test_a_proposal_sent_back_shows_why() -> None:
    drawer = a_drawer()
    version, client = a_proposal(drawer), browser_of(a_controller())

    client.post(reverse("catalogue:form_withdraw", args=[version.id]), {"reason": "Thiếu trang."})

    page = text_of(browser_of(drawer).get(page_of(version)).content)
    assert "Lê Thị Duyệt đã trả lại" in page
    assert "Thiếu trang." in page


def test_sending_back_without_a_reason_is_refused() -> None:
    version = a_proposal(a_drawer())

    browser_of(a_controller()).post(reverse("catalogue:form_withdraw", args=[version.id]))

    assert state(version) == "Chờ công bố"


def test_a_version_in_force_can_no_longer_be_acted_on() -> None:
    drawer = a_drawer()
    version = a_publication(drawer, a_controller())

    page = browser_of(drawer).get(page_of(version)).content.decode()

    for act in ("form_propose", "form_publish", "form_withdraw", "form_discard"):
        assert reverse(f"catalogue:{act}", args=[version.id]) not in page
    assert "Soạn bản mới từ bản này" in page


def test_a_version_asks_the_same_few_questions_at_any_size() -> None:
    drawer = a_drawer()
    version = a_draft(drawer)
    many_forms(FEW)

    assert_flat(drawer, page_of(version), lambda: many_forms(MANY))
