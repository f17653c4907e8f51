"""What the law says about a dossier: its states, what may follow what, what must be there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.errors import DomainError


class Status(StrEnum):
    """Where a dossier stands (house rules; national codes are another system's names)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUPPLEMENTING = "supplementing"
    AWAITING_PAYMENT = "awaiting_payment"
    DECIDED = "decided"
    DELIVERED = "delivered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


LABELS: Mapping[Status, str] = {
    Status.DRAFT: "Bản nháp",
    Status.SUBMITTED: "Chờ tiếp nhận",
    Status.ACCEPTED: "Được tiếp nhận",
    Status.IN_PROGRESS: "Đang xử lý",
    Status.SUPPLEMENTING: "Chờ bổ sung",
    Status.AWAITING_PAYMENT: "Chờ thực hiện nghĩa vụ tài chính",
    Status.DECIDED: "Đã xử lý xong",
    Status.DELIVERED: "Đã trả kết quả",
    Status.DECLINED: "Không được tiếp nhận",
    Status.WITHDRAWN: "Công dân rút hồ sơ",
    Status.STOPPED: "Dừng xử lý",
}

OPEN = frozenset(
    {Status.ACCEPTED, Status.IN_PROGRESS, Status.SUPPLEMENTING, Status.AWAITING_PAYMENT}
)
BEING_SETTLED = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
ENDED = frozenset({Status.DELIVERED, Status.DECLINED, Status.WITHDRAWN, Status.STOPPED})

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset(
        {Status.ACCEPTED, Status.SUPPLEMENTING, Status.DECLINED, Status.WITHDRAWN}
    ),
    Status.ACCEPTED: frozenset(
        {
            Status.IN_PROGRESS,
            Status.SUPPLEMENTING,
            Status.AWAITING_PAYMENT,
            Status.STOPPED,
            Status.WITHDRAWN,
            Status.DECIDED,
        }
    ),
    Status.IN_PROGRESS: frozenset(
        {
            Status.SUPPLEMENTING,
            Status.AWAITING_PAYMENT,
            Status.STOPPED,
            Status.WITHDRAWN,
            Status.DECIDED,
        }
    ),
    Status.SUPPLEMENTING: frozenset(
        {Status.SUBMITTED, Status.IN_PROGRESS, Status.STOPPED, Status.WITHDRAWN}
    ),
    Status.AWAITING_PAYMENT: frozenset({Status.IN_PROGRESS, Status.STOPPED, Status.WITHDRAWN}),
    Status.DECIDED: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset(),
    Status.DECLINED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.STOPPED: frozenset(),
}


class Channel(StrEnum):
    """How the dossier was filed (NĐ 61/2018 art. 16; national codes 1, 2, 3)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"

    @property
    def label(self) -> str:
        return {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính công ích"}[self]


class ResultChannel(StrEnum):
    """How the applicant wants the result."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"

    @property
    def label(self) -> str:
        return {"counter": "Tại quầy", "online": "Trực tuyến", "post": "Qua bưu chính"}[self]


class Act(StrEnum):
    """What a step of the process asks of its performer."""

    ASSIGN = "assign"
    APPRAISE = "appraise"
    OPINION = "opinion"
    APPROVE = "approve"
    SIGN = "sign"
    ISSUE = "issue"
    DELIVER = "deliver"


LONGEST_STEP = 200
# Steps that end only by their own act, never by a bare “done”.
OWN_ACT = frozenset({Act.SIGN, Act.ISSUE, Act.DELIVER})
PROPOSING = frozenset({"propose", "refuse"})


class IllegalTransition(DomainError):
    """The state has moved on, or the act does not fit it."""

    message = "Hồ sơ đang ở trạng thái “{old}”, không thể chuyển sang “{new}”."


class StaleDossier(DomainError):
    """The page was opened before somebody else changed the dossier."""

    message = "Hồ sơ vừa có người khác cập nhật. Xin xem lại nội dung mới rồi làm tiếp."


class ObligationNotForeseen(DomainError):
    """A procedure without the basis of an obligation demands none."""

    message = "Thủ tục này không có căn cứ để chờ nghĩa vụ tài chính."


class NoticeMissing(DomainError):
    """An obligation is named by its notice."""

    message = "Xin ghi số và ngày của thông báo nghĩa vụ tài chính."


class ProofMissing(DomainError):
    """That an obligation was met is proven by a voucher."""

    message = "Xin ghi số chứng từ nộp tiền."


class ComponentsMissing(DomainError):
    """Papers the law demands are not there."""

    message = "Hồ sơ còn thiếu: {names}. Xin bổ sung rồi nộp lại."


class ReasonMissing(DomainError):
    """A step back, a refusal or a hand-over needs its reason."""

    message = "Xin ghi rõ lý do."


class BasisMissing(DomainError):
    """A refusal needs the article it rests on (NĐ 118/2025: no refusal without a reason)."""

    message = "Xin ghi căn cứ pháp lý của việc từ chối."


class StopBasisMissing(DomainError):
    """Stopping rests on an article, or on what the applicant asked (TT 03/2025/TT-VPCP, Mẫu 05)."""

    message = "Xin ghi căn cứ của việc dừng giải quyết."


class AlreadyPublished(DomainError):
    """What is in force does not change; a new draft takes its place."""

    message = "Mẫu này đã công bố. Xin tải lên một bản mới."


class DraftIsYourOwn(DomainError):
    """Whoever drafted a template does not publish it."""

    message = "Người công bố phải là người khác, không phải người đã soạn mẫu."


class NothingToSupplement(DomainError):
    """A request for supplement must say what is wrong and why."""

    message = "Xin chọn ít nhất một giấy tờ hoặc mục khai cần sửa và ghi lý do cho từng mục."


class SupplementAskedOften(DomainError):
    """Guidance is given once (NĐ 61/2018 art. 17; 2:S42): everything wrong in one go."""

    message = "Thủ tục này chỉ được yêu cầu bổ sung {most} lần ở giai đoạn này."


class WrongOutcome(DomainError):
    """The step cannot end this way."""

    message = "Bước này không có cách kết thúc như vậy. Xin tải lại trang."


class NotYourTask(DomainError):
    """Somebody else is responsible for the step."""

    message = "Việc này do người khác đang phụ trách."


class AlreadyFiledDifferently(DomainError):
    """The same submission key came with another content."""

    message = "Mã gửi này đã dùng cho một hồ sơ có nội dung khác. Xin mở hồ sơ mới."


class NotFiledThisWay(DomainError):
    """The procedure cannot be filed by this channel."""

    message = "Thủ tục này chưa nhận hồ sơ theo cách đã chọn. Xin nộp tại Bộ phận Một cửa."


class RecipientMissing(DomainError):
    """Handing over needs the name of who took the result (NĐ 61/2018 art. 20)."""

    message = "Xin ghi tên người nhận kết quả."


class RecipientNumberMissing(DomainError):
    """At a counter whoever takes a result shows a paper of their own."""

    message = "Xin ghi số giấy tờ của người nhận khi trả tại quầy."


class PostalCodeMissing(DomainError):
    """What is sent by post has the number of its parcel as evidence."""

    message = "Xin ghi mã vận đơn khi trả qua bưu chính."


class ResultNotReady(DomainError):
    """There is no result to sign, issue or deliver yet."""

    message = "Chưa có kết quả để thực hiện bước này."


def check_transition(old: Status, new: Status) -> None:
    """Refuse a step that the states do not allow."""
    if new not in TRANSITIONS[old]:
        raise IllegalTransition(old=LABELS[old], new=LABELS[new])


def check_evidence(channel: ResultChannel, name: str, number: str, postal_code: str) -> None:
    """Refuse a hand-over without the evidence of its channel: who took it, and at the counter
    the number of their paper, by post that of the parcel (NĐ 61/2018/NĐ-CP art. 20)."""
    if not name.strip():
        raise RecipientMissing
    if channel is ResultChannel.COUNTER and not number.strip():
        raise RecipientNumberMissing
    if channel is ResultChannel.POST and not postal_code.strip():
        raise PostalCodeMissing


def may_be_archived(status: str) -> bool:
    """Say whether a dossier has ended, so that it may go to the archive."""
    return Status(status) in ENDED


def may_be_stopped(status: str, accepted_at: datetime | None) -> bool:
    """Say whether a dossier can be stopped; one that was never accepted is declined instead."""
    return accepted_at is not None and Status.STOPPED in TRANSITIONS[Status(status)]


def check_revision(current: int, seen: int | None) -> None:
    """Refuse an act on a page that no longer shows the truth; None means “did not look”."""
    if seen is not None and seen != current:
        raise StaleDossier


@dataclass(frozen=True, slots=True)
class Demand:
    """A component as a dossier must satisfy it: required in this case, or not."""

    code: str
    name: str
    source: str
    required: bool


def missing_components(
    demands: Sequence[Demand], present: frozenset[str], channel: Channel
) -> list[str]:
    """Name the required papers that are not there.

    Online, only files can be missing: the form is the answers, registers are asked by us, and
    paper is shown at the counter. At the counter every sheet counts except what registers hold.
    """
    asked = {"file"} if channel is Channel.ONLINE else {"file", "paper"}
    return [d.name for d in demands if d.required and d.source in asked and d.code not in present]


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing that is wrong: a component or a field, and why."""

    target: str
    kind: str
    why: str


def check_items(items: Sequence[SupplementItem]) -> None:
    """Refuse a request that names nothing, or gives no reason."""
    if not items or any(not item.why.strip() or not item.target for item in items):
        raise NothingToSupplement


def step_text(names: Iterable[str]) -> str:
    """Name the steps that wait, on one line that fits the inbox."""
    return "; ".join(names)[:LONGEST_STEP]


def number_text(template: str, agency: str, day_long: str, sequence: int) -> str:
    """Write a number by its template: `{agency}-{yymmdd}-{seq4}`, `{agency}-{yyyymmdd}-{seq7}`.

    `day_long` is YYYYMMDD (TT 01/2018/TT-VPCP art. 19; TT 03/2025/TT-VPCP).
    """
    return template.format(
        agency=agency,
        yyyymmdd=day_long,
        yymmdd=day_long[2:],
        seq4=f"{sequence:04d}",
        seq7=f"{sequence:07d}",
    )
