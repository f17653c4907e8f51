"""The numbers of the law that clocks follow (tham số của thời hạn)."""

from datetime import date, datetime

from motcua.configuration.kinds.kind import SEPARATOR, Kind
from motcua.configuration.rules import SHORT, Content, Field, day_in
from motcua.deadlines.actions import set_parameter
from motcua.deadlines.permissions import KEEPERS
from motcua.deadlines.queries import parameters
from motcua.deadlines.rules import Key, TermMiswritten, check_term
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput

CODE = "tham-so"
LONGEST_BASIS = 300
FIELDS = (
    Field(
        "value",
        "Giá trị",
        "Thời gian viết như 8h (giờ làm việc) hoặc 1wd (ngày làm việc); phần trăm và số lần viết "
        "bằng số.",
        longest=SHORT,
    ),
    Field("from_on", "Áp dụng từ ngày", "Viết như 31/12/2026.", longest=SHORT),
    Field("basis", "Căn cứ", "Số và ngày của văn bản."),
)
NAMES = {
    Key.ANSWER_WITHIN: "Trả lời hồ sơ nộp trực tuyến trong",
    Key.WARN_HOLDER_AT: "Nhắc người giữ hồ sơ khi đã dùng (% thời hạn)",
    Key.WARN_HEAD_AT: "Nhắc lãnh đạo khi đã dùng (% thời hạn)",
    Key.APOLOGY_BEFORE: "Viết văn bản xin lỗi chậm nhất trước hạn",
    Key.SIGN_WITH_CODE: "Nhập mã xác thực khi ký từng hồ sơ",
}


def code_of(key: Key) -> str:
    """Return the code of the setting that a number is."""
    return f"{CODE}{SEPARATOR}{key.value.replace('_', '-')}"


def _key(part: str) -> Key:
    try:
        return Key(part.replace("-", "_"))
    except ValueError:
        raise InvalidInput({"code": "Không có tham số này."}) from None


def _check(part: str, content: Content, today: date) -> None:
    key, day = _key(part), day_in(content, "from_on", today)
    try:
        check_term(key, content["value"])
    except TermMiswritten as refusal:
        raise InvalidInput({"value": str(refusal)}) from refusal
    if not 1 <= len(content["basis"]) <= LONGEST_BASIS:
        raise InvalidInput({"basis": "Xin ghi căn cứ, không quá 300 ký tự."})
    if any(one.key == key.value and one.valid_from == day for one in parameters()):
        raise InvalidInput({"from_on": "Tham số này đã có giá trị bắt đầu từ ngày đó."})


def _adopt(part: str, content: Content, by: Actor, at: datetime) -> None:
    """Set the number from its day on."""
    day = datetime.strptime(content["from_on"], "%d/%m/%Y").date()  # noqa: DTZ007 -- a day
    basis = content["basis"]
    set_parameter(_key(part), content["value"], valid_from=day, basis=basis, by=by, at=at)


def _now(part: str, today: date) -> Content:
    held = [one for one in parameters() if one.key == _key(part).value and one.valid_from <= today]
    return {"value": held[-1].value, "basis": held[-1].basis} if held else {}


KIND = Kind(
    code=CODE,
    name="Tham số của thời hạn",
    about="Các con số của luật mà đồng hồ tính theo.",
    after="Hồ sơ đã tiếp nhận trước ngày áp dụng không đổi.",
    keepers=KEEPERS,
    fields=FIELDS,
    check=_check,
    adopt=_adopt,
    known=lambda: {code_of(key): name for key, name in NAMES.items()},
    now=_now,
    several=True,
)
