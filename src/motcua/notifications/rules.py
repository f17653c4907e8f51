"""What people are told, one entry per event verb, in plain Vietnamese.

The sentences hold the code and dates only; content stays behind the sign-in (regulations §18).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A message: its subject and its body, with places for facts."""

    subject: str
    body: str


MESSAGES: Mapping[str, Wording] = {
    "dossier.submitted": Wording(
        "Đã nhận hồ sơ {code}",
        "Hồ sơ “{procedure}” của ông/bà đã được gửi đến {desk}. Mã nộp hồ sơ: {code}.\n"
        "Thời điểm tiếp nhận chính thức: {received}. "
        "Chậm nhất {answer_due}, ông/bà sẽ nhận được trả lời.",
    ),
    "dossier.accepted": Wording(
        "Hồ sơ {code} đã được tiếp nhận",
        "{desk} đã tiếp nhận hồ sơ “{procedure}”. Mã hồ sơ: {code}. Mã tra cứu: {lookup}.\n"
        "Ngày hẹn trả kết quả: {due}.",
    ),
    "dossier.progressed": Wording(
        "Hồ sơ {code} đã sang bước mới",
        "Hồ sơ “{procedure}” đã sang bước mới. Xin mở hồ sơ để xem hồ sơ đang ở đâu.",
    ),
    "dossier.supplement_requested": Wording(
        "Hồ sơ {code} cần bổ sung",
        "Hồ sơ “{procedure}” còn nội dung cần sửa hoặc bổ sung.\n"
        "Xin mở hồ sơ để xem từng mục, sửa và gửi lại.",
    ),
    "dossier.supplemented": Wording(
        "Đã nhận nội dung bổ sung của hồ sơ {code}",
        "Nội dung bổ sung của hồ sơ “{procedure}” đã được gửi đến {desk}.",
    ),
    "dossier.declined": Wording(
        "Hồ sơ {code} không được tiếp nhận",
        "{desk} không tiếp nhận hồ sơ “{procedure}”. Xin mở hồ sơ để xem lý do và căn cứ pháp lý.",
    ),
    "dossier.stopped": Wording(
        "Đã dừng giải quyết hồ sơ {code}",
        "Cơ quan đã dừng giải quyết hồ sơ “{procedure}”. "
        "Xin mở hồ sơ để xem lý do và tải thông báo.",
    ),
    "dossier.decided": Wording(
        "Hồ sơ {code} đã có kết quả",
        "Hồ sơ “{procedure}” đã có kết quả. {how}",
    ),
    "dossier.delivered": Wording(
        "Đã trả kết quả hồ sơ {code}",
        "Kết quả của hồ sơ “{procedure}” đã được trao cho ông/bà. Cảm ơn ông/bà.",
    ),
    "dossier.withdrawn": Wording(
        "Đã rút hồ sơ {code}",
        "Hồ sơ “{procedure}” đã được rút theo yêu cầu của ông/bà.",
    ),
}
HOW = {
    "online": "Xin mở hồ sơ để tải kết quả có chữ ký số.",
    "counter": "Xin mang giấy tiếp nhận và giấy tờ tùy thân đến {desk} để nhận.",
    "post": "Kết quả sẽ được gửi qua bưu chính đến địa chỉ ông/bà đã đăng ký.",
}
