"""What may happen to a dossier beside the usual, each once, to dossiers of the sample's citizen."""

from datetime import datetime, timedelta

from motcua.deadlines.queries import working_calendar
from motcua.deadlines.rules import due_at
from motcua.demo.accounts import acting
from motcua.demo.occasions.walking import CITIZEN, DESK, Walk, performer
from motcua.dossiers import actions
from motcua.dossiers.actions import ApologyText
from motcua.dossiers.models import LateCause
from motcua.dossiers.rules import Act, ResultChannel, SupplementItem
from motcua.kernel.ids import AgencyId, PersonId, TaskId
from motcua.kernel.limits import Limit, Unit
from motcua.organisations.models import Agency, Position

HOUSEHOLD, ALONE = "1.001612", "ca-nhan"
LAND, HOME = "1.013949", "dat-o"
HEAD, SIGNATORY = "lanh-dao-phong", "lanh-dao"
BUILDING = "H42.34"  # the department that is asked for its view
UNCLEAR = SupplementItem(
    "GDN", "component", "Địa chỉ trụ sở ghi chưa rõ số nhà; xin ghi theo biển số nhà."
)


def new_at_the_desk(at: datetime) -> None:
    """File, and wait."""
    Walk(HOUSEHOLD, ALONE, 0, at)


def to_be_supplemented(at: datetime) -> None:
    """Ask for what is missing before acceptance; the citizen has not answered yet."""
    walk = Walk(HOUSEHOLD, ALONE, 2, at)
    actions.request_supplement(walk.id, items=[UNCLEAR], by=acting(DESK), at=walk.later(2))


def declined(at: datetime) -> None:
    """Decline to take it in."""
    walk = Walk(HOUSEHOLD, ALONE, 8, at)
    actions.decline(
        walk.id,
        reason="Địa điểm đã khai thuộc phường khác; xin nộp tại phường đó.",
        basis="Nghị định 168/2025/NĐ-CP",
        by=acting(DESK),
        at=walk.later(1),
    )


def supplemented(at: datetime) -> None:
    """Ask for what is missing while it is examined; the citizen has answered, and it goes on."""
    walk = Walk(HOUSEHOLD, ALONE, 6, at)
    walk.accept()
    walk.up_to(Act.APPRAISE)
    who = performer(walk.task)
    actions.request_supplement(walk.id, items=[UNCLEAR], by=who, at=walk.later(3))
    actions.answer_supplement(walk.id, by=acting(CITIZEN), at=walk.later(26))
    walk.step()


def asked_elsewhere(at: datetime) -> None:
    """Ask a department twice; it has answered once. A colleague has taken the step over."""
    walk = Walk(HOUSEHOLD, ALONE, 2, at)
    walk.accept()
    walk.finish("done", "Đề nghị xem kỹ ngành nghề có điều kiện.")
    department = Agency.objects.get(code=BUILDING)
    who, task = performer(walk.task), TaskId(walk.task.id)
    for question in (
        "Địa điểm kinh doanh có nằm trong hành lang bảo vệ công trình không?",
        "Cơ sở có phải xin phép sửa chữa mặt tiền không?",
    ):
        asked = actions.consult(
            walk.id, task, agency=AgencyId(department.id), question=question,
            due_at=walk.at + timedelta(days=3), by=who, at=walk.later(1),
        )  # fmt: skip
        if question.startswith("Địa điểm"):
            answer = "Không nằm trong hành lang bảo vệ công trình."
            actions.answer_consultation(
                walk.id, asked.id, answer=answer, agrees=True,
                by=acting("thu-ly-so"), at=walk.later(4),
            )  # fmt: skip
    _hand_over(walk)


def _hand_over(walk: Walk) -> None:
    task = walk.task
    held = Position.objects.filter(agency=task.agency, role=task.role, valid_to=None)
    colleague = held.exclude(officer=performer(task).who).order_by("officer").first()
    if colleague is not None:
        actions.hand_over(
            walk.id, TaskId(task.id), to=PersonId(colleague.officer_id),
            reason="Chuyển người am hiểu ngành nghề này.", by=acting(HEAD), at=walk.later(1),
        )  # fmt: skip


def stopped(at: datetime) -> None:
    """Stop settling it, for the citizen has given up what it is about."""
    walk = Walk(HOUSEHOLD, ALONE, 9, at)
    walk.accept()
    walk.step()
    actions.stop(
        walk.id,
        reason="Người nộp báo không còn thuê địa điểm kinh doanh đã khai.",
        basis="Nghị định 168/2025/NĐ-CP",
        fees="Hoàn lại lệ phí đã thu tại quầy.",
        by=acting(HEAD),
        at=walk.later(24),
    )


def late(at: datetime) -> None:
    """Be late, and have an apology signed with a new day."""
    walk = Walk(HOUSEHOLD, ALONE, 12, at)
    walk.accept()
    walk.step()
    calendar = working_calendar()
    new_day = due_at(at, Limit(2, Unit.WORKING_DAY), calendar)
    assert new_day is not None
    text = ApologyText(
        cause=LateCause.objects.order_by("code")[0].code,
        new_due_at=new_day,
        responsible=walk.task.agency,
        explanation="Cán bộ thụ lý nghỉ ốm, việc giao lại chậm hai ngày.",
    )
    walk.at = at
    written = actions.write_apology(walk.id, text, by=acting(HEAD), at=at)
    actions.sign_apology(walk.id, written_at=written.written_at, by=acting(SIGNATORY), at=at)


def wrong_in_the_result(at: datetime) -> None:
    """Settle and hand over; the citizen brings the result back, and what is right is worded."""
    walk = Walk(HOUSEHOLD, ALONE, 15, at)
    walk.accept()
    walk.up_to(Act.DELIVER)
    walk.step()
    actions.return_result(
        walk.id, reason="Sai số nhà trong địa chỉ trụ sở.", by=acting(DESK), at=walk.later(30)
    )
    actions.draft_correction(
        walk.id, content="Sửa số nhà của trụ sở thành số 12.", fixes={},
        apology="Cơ quan xin lỗi vì đã ghi sai địa chỉ.", by=acting("thu-ly"), at=walk.later(3),
    )  # fmt: skip


def by_post(at: datetime) -> None:
    """Have the result wait for the postman."""
    where = "Số 12, phố Mẫu, phường Hoa Lư, tỉnh Ninh Bình"
    walk = Walk(HOUSEHOLD, ALONE, 5, at, result_channel=ResultChannel.POST, result_address=where)
    walk.accept()
    walk.up_to(Act.DELIVER)


def to_pay(at: datetime) -> None:
    """Have the citizen pay what the land office has reckoned: once met, once still waiting."""
    for days, proof in ((12, "Biên lai số 0000123 của Kho bạc mẫu"), (4, "")):
        walk = Walk(LAND, HOME, days, at)
        walk.accept()
        walk.up_to(Act.APPRAISE)
        notice = f"Thông báo số {days}/TB-CCT về tiền sử dụng đất"
        actions.demand_payment(walk.id, notice=notice, by=performer(walk.task), at=walk.later(4))
        if proof:
            actions.confirm_obligation(walk.id, proof=proof, by=acting(DESK), at=walk.later(50))


STORIES = (
    wrong_in_the_result, to_pay, late, stopped, declined, supplemented, by_post, asked_elsewhere,
    to_be_supplemented, new_at_the_desk,
)  # fmt: skip
