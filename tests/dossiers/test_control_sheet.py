"""The control sheet: a row for each step and each hand-over, in time or late."""

import io
from datetime import timedelta

import pypdfium2
import pytest

from motcua.dossiers import actions
from motcua.dossiers.desk import slip_of
from motcua.dossiers.models import Slip
from motcua.kernel.actors import Role
from motcua.kernel.ids import PersonId
from tests.builders import (
    a_dossier_at,
    a_province,
    an_accepted_dossier,
    an_officer,
    step_on,
    task_id,
    the_task,
)
from tests.calendars import MONDAY_MORNING
from tests.dossiers.expectations import ident, stored

LATER = MONDAY_MORNING + timedelta(days=1)
pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as paper:
        text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    return " ".join(text.split())


def test_the_control_sheet_has_a_row_for_each_step_and_hand_over() -> None:
    dossier = an_accepted_dossier()
    commune = a_province().commune
    first = an_officer(commune, Role.SECTION_HEAD, full_name="Phạm Thị Giao")
    second = an_officer(commune, Role.SECTION_HEAD, full_name="Vũ Văn Nhận")
    assert second.person is not None
    actions.claim(ident(dossier), task_id(dossier), by=first, at=MONDAY_MORNING)
    actions.hand_over(
        ident(dossier), task_id(dossier), to=PersonId(second.person), reason="Đi công tác",
        by=first, at=MONDAY_MORNING + timedelta(minutes=20),
    )  # fmt: skip
    actions.acknowledge(
        ident(dossier), task_id(dossier), by=second, at=MONDAY_MORNING + timedelta(minutes=30)
    )
    step_on(dossier, by=second, at=MONDAY_MORNING + timedelta(minutes=40))

    text = words(slip_of(stored(dossier), "control", LATER))

    assert "Người giao: Trần Văn Mẫu Người nhận: Phạm Thị Giao" in text
    assert "Người giao: Phạm Thị Giao Người nhận: Vũ Văn Nhận" in text
    assert "Nhận: 09:30 01/06/2026" in text
    assert "Đúng hạn" in text
    assert "Đi công tác" in text
    assert "Người giao: Vũ Văn Nhận" in text
    assert "Đang giải quyết" in text
    assert "khi hồ sơ chưa kết thúc" in text
    assert not Slip.objects.filter(form="control").exists()


def test_a_late_step_is_late_on_the_sheet() -> None:
    dossier = an_accepted_dossier()
    due = the_task(dossier).due_at
    assert due is not None
    step_on(dossier, at=due + timedelta(minutes=1))

    assert "Quá hạn" in words(slip_of(stored(dossier), "control", due + timedelta(days=1)))


def test_the_control_sheet_is_closed_and_kept_when_the_result_is_handed_over() -> None:
    dossier = stored(step_on(a_dossier_at("deliver"), at=LATER))

    first = slip_of(dossier, "control", LATER)

    assert "Phiếu kết thúc khi trả kết quả" in words(first)
    assert slip_of(dossier, "control", LATER + timedelta(days=9)) == first
    assert Slip.objects.get(dossier=dossier, form="control").number == "1/TTPVHCC"
