"""The story of a dossier, and the process as steps with “you are here”."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.events.queries import history
from motcua.organisations.queries import agency_names, officer_names
from motcua.procedures.queries import terms
from motcua.workflow.queries import published, tasks_of
from motcua.workflow.rules import Node

# What applicants and officers read for each event; an event without words is not shown.
WORDS: dict[str, tuple[str, str]] = {
    "dossier.opened": ("Bắt đầu lập hồ sơ", "Application started"),
    "dossier.confirmation_asked": ("Đã khai hộ, chờ người nộp xác nhận", "Filled in by a helper"),
    "dossier.submitted": ("Đã nộp hồ sơ", "Application submitted"),
    "dossier.accepted": ("Đã tiếp nhận hồ sơ", "Application accepted"),
    "dossier.supplement_requested": ("Cơ quan yêu cầu bổ sung", "More information requested"),
    "dossier.supplemented": ("Đã bổ sung hồ sơ", "More information provided"),
    "dossier.declined": ("Hồ sơ không được tiếp nhận", "Application not accepted"),
    "dossier.withdrawn": ("Người nộp đã rút hồ sơ", "Application withdrawn"),
    "dossier.stopped": ("Cơ quan dừng giải quyết hồ sơ", "Processing stopped"),
    "dossier.payment_demanded": ("Chờ thực hiện nghĩa vụ tài chính", "Payment demanded"),
    "dossier.payment_met": ("Đã thực hiện nghĩa vụ tài chính", "Payment made"),
    "dossier.apologised": ("Cơ quan xin lỗi và hẹn lại ngày trả", "Apology and a new date"),
    "dossier.decided": ("Đã có kết quả", "Result issued"),
    "result.returned": ("Kết quả có sai sót, chuyển lại để sửa", "Result returned for correction"),
    "dossier.corrected": ("Đã đính chính kết quả", "Result corrected"),
    "dossier.collection_reminded": ("Đã nhắc nhận kết quả", "Reminded to collect the result"),
    "dossier.delivered": ("Đã trả kết quả", "Result delivered"),
    "dossier.archived": ("Đã lập gói nộp lưu trữ", "Package made for the archive"),
    "document.signed": ("Đã ký kết quả", "Result signed"),
    "task.completed": ("Xong bước", "Step finished"),
    "task.claimed": ("Nhận việc", "Step taken"),
    "task.handed_over": ("Chuyển việc cho người khác", "Step handed over"),
    "task.acknowledged": ("Xác nhận đã nhận việc", "Step received"),
    "task.released": ("Trả việc lại cho bộ phận", "Step given back"),
    "task.given_back": ("Việc về lại bộ phận vì người phụ trách đã chuyển", "Step given back"),
    "task.taken_away": ("Bước không làm nữa", "Step not done"),
    "timer.fired": ("Hết thời gian chờ của bước", "Time for the step is up"),
    "event.received": ("Đã nhận được điều quy trình chờ", "Awaited event arrived"),
    "dossier.sent_back": ("Chuyển hồ sơ về bước khác", "Moved to another step"),
    "consultation.asked": ("Lấy ý kiến cơ quan khác", "Opinion requested"),
    "consultation.answered": ("Cơ quan khác đã cho ý kiến", "Opinion given"),
    "apology.written": ("Đã soạn văn bản xin lỗi", "Apology written"),
    "due.warn_holder": ("Nhắc người giữ hồ sơ", "Holder reminded"),
    "due.warn_head": ("Nhắc lãnh đạo", "Head reminded"),
    "due.apology_owed": ("Đến lúc phải xin lỗi và hẹn lại", "Apology owed"),
    "due.overdue": ("Hồ sơ quá hạn", "Overdue"),
    "due.apology_missed": ("Vi phạm: quá hạn mà chưa xin lỗi", "Apology missed"),
    "due.answer_overdue": ("Quá hạn trả lời tiếp nhận", "Answer overdue"),
    "due.late_again": ("Quá cả ngày đã hẹn lại", "Late again"),
    "slip.issued": ("Đã phát hành phiếu", "Slip issued"),
    "dossier.erased": ("Đã xóa nội dung hồ sơ", "Content erased"),
}
FOR_APPLICANTS = frozenset(verb for verb in WORDS if verb.startswith(("dossier.", "document."))) | {
    "task.completed",
    "timer.fired",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the story."""

    at: datetime
    words: str
    detail: str
    who: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the process as a citizen sees it."""

    label: str
    agency: str
    state: str
    at: datetime | None


def moments(dossier: Dossier, *, for_officers: bool, language: str = "vi") -> list[Moment]:
    """Return the story of a dossier, oldest first; officers also read who did what."""
    events = [event for event in history(dossier.id) if event.verb in WORDS]
    if not for_officers:
        events = [event for event in events if event.verb in FOR_APPLICANTS]
    names = officer_names(event.by for event in events) if for_officers else {}
    named = {event.id: _agency_in(event.facts) for event in events}
    agencies = agency_names([*(event.agency for event in events), *named.values()])
    labels = _labels(dossier, language)
    at = 1 if language == "en" else 0
    return [
        Moment(
            event.at,
            WORDS[event.verb][at],
            " – ".join(
                part
                for part in (
                    labels.get(str(event.facts.get("node", "")), ""),
                    _named(agencies, named[event.id]),
                )
                if part
            ),
            _named(names, event.by) or _named(agencies, event.agency),
        )
        for event in events
    ]


def _agency_in(facts: Mapping[str, object]) -> UUID | None:
    """Return the agency that an event is about, as the one that did not answer in time."""
    named = facts.get("agency")
    return UUID(str(named)) if named else None


def _named(names: dict[UUID, str], one: UUID | None) -> str:
    return names.get(one, "") if one else ""


def steps(dossier: Dossier, language: str = "vi") -> list[Step]:
    """Return the steps of a dossier's process: done, current or coming."""
    process = terms(dossier.procedure_id).version.process_id
    if process is None:
        return []
    done: dict[str, datetime] = {}
    current: dict[str, UUID] = {}
    agencies: dict[str, UUID] = {}
    for task in tasks_of(dossier.id):
        agencies[task.node] = task.agency
        if task.completed_at is None:
            current[task.node] = task.agency
            done.pop(task.node, None)
        else:
            done[task.node] = task.completed_at
    names = agency_names(agencies.values())
    return [
        Step(
            label=_label(node, language),
            agency=names.get(agencies[node.id], "") if node.id in agencies else "",
            state="current" if node.id in current else "done" if node.id in done else "coming",
            at=done.get(node.id),
        )
        for node in published(process).tasks()
    ]


def planned_steps(process: UUID, language: str = "vi") -> list[Step]:
    """Return the steps of a process before anybody has filed."""
    return [Step(_label(node, language), "", "coming", None) for node in published(process).tasks()]


def _label(node: Node, language: str) -> str:
    return (node.public_en if language == "en" else "") or node.public or node.name


def _labels(dossier: Dossier, language: str) -> dict[str, str]:
    process = terms(dossier.procedure_id).version.process_id
    if process is None:
        return {}
    return {node.id: _label(node, language) for node in published(process).nodes.values()}
