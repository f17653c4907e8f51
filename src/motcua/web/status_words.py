"""Words that rules hold in Vietnamese and pages show in English too, named for the catalogue."""

from django.utils.translation import gettext_noop

STATUS_WORDS = (
    gettext_noop("Bản nháp"),
    gettext_noop("Chờ tiếp nhận"),
    gettext_noop("Được tiếp nhận"),
    gettext_noop("Đang xử lý"),
    gettext_noop("Chờ bổ sung"),
    gettext_noop("Chờ thực hiện nghĩa vụ tài chính"),
    gettext_noop("Đã xử lý xong"),
    gettext_noop("Đã trả kết quả"),
    gettext_noop("Không được tiếp nhận"),
    gettext_noop("Công dân rút hồ sơ"),
    gettext_noop("Dừng xử lý"),
)
HEADINGS = (gettext_noop("Lĩnh vực"), gettext_noop("Sự kiện"), gettext_noop("Cơ quan"))
MOVES_OF_A_DUE_MOMENT = (
    gettext_noop("Tạm dừng chờ bổ sung"),
    gettext_noop("Tạm dừng chờ nghĩa vụ tài chính"),
    gettext_noop("Tạm dừng chờ ý kiến"),
    gettext_noop("Tính tiếp sau khi tạm dừng"),
    gettext_noop("Lịch làm việc thay đổi"),
    gettext_noop("Kiểm tra hằng đêm"),
)
