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
    "dossier.confirmation_asked": Wording(
        "Có người khai hộ ông/bà hồ sơ {code}",
        "Hồ sơ “{procedure}” đã được khai hộ và đang chờ ông/bà xác nhận.\n"
        "Ông/bà có thể mở hồ sơ để xem từng mục rồi tự nộp; hoặc, nếu đã nghe đọc lại và đồng ý, "
        "đọc mã này cho người khai hộ: {confirmation}. Mã dùng được trong 24 giờ.\n"
        "Nếu ông/bà không nhờ ai khai hộ, xin đừng đọc mã cho bất kỳ ai.",
    ),
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
    "dossier.payment_demanded": Wording(
        "Hồ sơ {code} chờ nghĩa vụ tài chính",
        "Hồ sơ “{procedure}” chờ ông/bà thực hiện nghĩa vụ tài chính. "
        "Xin mở hồ sơ để xem số thông báo.",
    ),
    "dossier.payment_met": Wording(
        "Đã ghi nhận nghĩa vụ tài chính của hồ sơ {code}",
        "Hồ sơ “{procedure}” được giải quyết tiếp. Ngày hẹn trả kết quả: {due}.",
    ),
    "dossier.apologised": Wording(
        "Hẹn lại ngày trả kết quả hồ sơ {code}",
        "Hồ sơ “{procedure}” không kịp ngày hẹn. Cơ quan giải quyết xin lỗi ông/bà và hẹn lại: "
        "{new_due}.\nXin mở hồ sơ để xem lý do và tải văn bản xin lỗi.",
    ),
    "dossier.decided": Wording(
        "Hồ sơ {code} đã có kết quả",
        "Hồ sơ “{procedure}” đã có kết quả. {how}",
    ),
    "dossier.corrected": Wording(
        "Kết quả hồ sơ {code} đã được đính chính",
        "Kết quả của hồ sơ “{procedure}” có sai sót, đã được sửa và cấp lại. Cơ quan giải quyết "
        "xin lỗi ông/bà. Xin mở hồ sơ để xem sai ở đâu và lấy bản mới; bản cũ không còn giá trị.",
    ),
    "dossier.collection_reminded": Wording(
        "Mời ông/bà nhận kết quả hồ sơ {code}",
        "Kết quả của hồ sơ “{procedure}” đã có mà ông/bà chưa nhận. {how}",
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

EXPIRING_SOON = Wording(
    "Giấy tờ trong kho sắp hết hạn",
    "Một giấy tờ trong kho của ông/bà chỉ còn hiệu lực đến hết ngày {day}.\n"
    "Xem giấy tờ: {address}\nKhông muốn nhận tin này nữa: chọn “Dữ liệu của tôi”, rút lại đồng ý.",
)

EXPOSED = Wording(
    "Hồ sơ của ông/bà đã bị xem không đúng quyền",
    "Hồ sơ: {codes}.\n{body}\n\nAi đã xem hồ sơ: mở hồ sơ ở {address}, chọn "
    "“Ai đã xem hồ sơ của tôi”.\n"
    "Chúng tôi không bao giờ hỏi mật khẩu hay mã xác nhận của ông/bà.",
)

NEW_POST = Wording(
    "Có người mới được giao vị trí ở cơ quan của ông/bà",
    "{name} được giao vị trí {role} tại {agency}, từ ngày {day}.\n"
    "Nếu cơ quan không đề nghị việc này, xin báo ngay cho quản trị hệ thống.",
)

# What officers are told; those to tell stand in the event.
FOR_STAFF: Mapping[str, Wording] = {
    "due.warn_holder": Wording(
        "Sắp đến hạn: hồ sơ {code}",
        "Hồ sơ “{procedure}” đã dùng phần lớn thời hạn. Hạn trả kết quả: {due}.",
    ),
    "due.warn_head": Wording(
        "Sắp đến hạn, cần chỉ đạo: hồ sơ {code}",
        "Hồ sơ “{procedure}” gần hết thời hạn mà chưa xong. Hạn trả kết quả: {due}.",
    ),
    "due.apology_owed": Wording(
        "Cần viết văn bản xin lỗi: hồ sơ {code}",
        "Hồ sơ “{procedure}” đến hạn lúc {due}. Nếu không kịp, ông/bà cần soạn văn bản xin lỗi "
        "và hẹn lại ngày trả trước khi hết hạn.",
    ),
    "due.overdue": Wording(
        "Quá hạn: hồ sơ {code}",
        "Hồ sơ “{procedure}” đã quá hạn trả kết quả ({due}).",
    ),
    "due.apology_missed": Wording(
        "Chưa xin lỗi: hồ sơ {code}",
        "Hồ sơ “{procedure}” đã quá hạn mà chưa có văn bản xin lỗi. Việc này được ghi là vi phạm; "
        "kết quả vẫn phải trả ngay khi có.",
    ),
    "due.answer_overdue": Wording(
        "Quá hạn trả lời tiếp nhận: hồ sơ {code}",
        "Hồ sơ “{procedure}” nộp trực tuyến phải được trả lời trước {answer_due} mà chưa ai tiếp "
        "nhận, yêu cầu bổ sung hay từ chối.",
    ),
    "due.late_again": Wording(
        "Quá hạn lần hai: hồ sơ {code}",
        "Hồ sơ “{procedure}” quá cả ngày đã hẹn lại. Luật không cho hẹn lại nữa; xin trực tiếp "
        "chỉ đạo giải quyết.",
    ),
}
TO_THE_DESK = Wording(
    "Hẹn lại ngày trả: hồ sơ {code}",
    "Cơ quan giải quyết hẹn lại hồ sơ “{procedure}” đến {new_due}. Văn bản xin lỗi ở trong hồ sơ.",
)
DIGEST = Wording(
    "Việc cần chú ý hôm nay: {overdue} quá hạn, {near} sắp đến hạn",
    "{whose} có {overdue} hồ sơ quá hạn và {near} hồ sơ đến hạn trong một ngày.\n{codes}",
)
