"""A sound process for a procedure of which only its level and its limit are known.

Every procedure needs one before it can be settled here (regulations §8.3); whoever knows the real
steps then draws a better one in the designer.
"""

from motcua.kernel.actors import Role
from motcua.kernel.limits import Limit
from motcua.workflow.bpmn.writing import Sketch
from motcua.workflow.rules.hours import hours_of

# How the time of a procedure is shared out, in the order of the steps; what is left over is spare.
SHARES = {"assign": 0.05, "appraise": 0.5, "approve": 0.15, "sign": 0.1, "issue": 0.05}
SHORT = 16.0  # hours; below them nobody is assigned first, and nobody reviews
TOO_SHORT = 4.0  # hours; below them the steps have no limits of their own
WORDS = {
    "assign": ("Phân công thụ lý", "Đang phân công người giải quyết", "An officer is assigned"),
    "appraise": ("Thẩm định hồ sơ", "Đang thẩm định hồ sơ", "Being examined"),
    "approve": ("Xét duyệt kết quả", "Đang xét duyệt", "Under review"),
    "sign": ("Ký kết quả", "Đang trình ký", "Waiting for signature"),
    "issue": ("Cấp số và đóng dấu", "Đang vào sổ và đóng dấu", "Being numbered and sealed"),
    "deliver": ("Trả kết quả", "Đã có kết quả, chờ trả", "Result ready, to be returned"),
}  # fmt: skip
OUTCOMES = {
    "appraise": {"propose": "Trình kết quả", "refuse": "Trình văn bản từ chối"},
    "approve": {"approve": "Đồng ý trình ký", "return": "Trả lại để xem lại"},
}
DESKS = {"commune": "Bộ phận Một cửa", "province": "Trung tâm Phục vụ hành chính công"}
SIGNATORIES = {"commune": "Lãnh đạo Ủy ban nhân dân xã", "province": "Lãnh đạo sở, ngành"}


def default_process(code: str, name: str, tier: str, limit: Limit | None) -> str:
    """Return the BPMN file of a process for a tier (`commune` or `province`) and a legal limit.

    The steps' own limits together stay within it; without a limit they have none.
    """
    hours = hours_of(limit) if limit is not None else None
    sketch = Sketch(code, name)
    lanes = {
        "desk": sketch.lane(DESKS[tier], Role.RECEPTIONIST.value, "receiving"),
        "head": sketch.lane("Trưởng phòng chuyên môn", Role.SECTION_HEAD.value),
        "officer": sketch.lane("Chuyên viên thụ lý", Role.CASE_OFFICER.value),
        "signatory": sketch.lane(SIGNATORIES[tier], Role.SIGNATORY.value),
        "records": sketch.lane("Văn thư", Role.RECORDS_CLERK.value),
    }
    sketch.start(lanes["desk"], "Đã tiếp nhận hồ sơ")
    short = hours is not None and hours < SHORT
    if short:
        del lanes["head"]
        sketch.lanes.pop(1)
    else:
        _step(sketch, "assign", lanes["head"], hours)
    _step(sketch, "appraise", lanes["officer"], hours)
    if not short:
        _step(sketch, "approve", lanes["head"], hours)
        sketch.either("reviewed", lanes["head"], "Đồng ý?")
    _step(sketch, "sign", lanes["signatory"], hours)
    if not short:
        sketch.join("reviewed", "appraise", "return", "trả lại")
        sketch.after("sign")
    _step(sketch, "issue", lanes["records"], hours)
    _step(sketch, "deliver", lanes["desk"], None)
    sketch.end(lanes["desk"], "Đã trả kết quả")
    return sketch.xml()


def _step(sketch: Sketch, act: str, lane: str, hours: float | None) -> None:
    name, public, public_en = WORDS[act]
    shared = hours is not None and hours >= TOO_SHORT and act in SHARES
    share = f"{max(1, int(hours * SHARES[act]))}h" if hours is not None and shared else ""
    sketch.task(
        act,
        lane,
        name,
        act=act,
        limit=share,
        outcomes=OUTCOMES.get(act),
        public=public,
        public_en=public_en,
    )
