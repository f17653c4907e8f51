"""How the kinds of fields are called by those who draw forms, in the order they are offered."""

from collections.abc import Mapping

KIND_NAMES: Mapping[str, str] = {
    "text": "Chữ, một dòng",
    "long_text": "Chữ, nhiều dòng",
    "number": "Số",
    "money": "Số tiền (đồng)",
    "date": "Ngày",
    "time": "Giờ",
    "yes_no": "Có hoặc không",
    "choice": "Chọn một",
    "choices": "Chọn nhiều",
    "personal_number": "Số định danh cá nhân",
    "tax_code": "Mã số thuế",
    "phone": "Số điện thoại",
    "email": "Thư điện tử",
    "address": "Địa chỉ",
    "agency": "Cơ quan",
    "person": "Người",
    "organisation": "Tổ chức",
    "land_parcel": "Thửa đất",
    "file": "Tệp đính kèm",
    "table": "Bảng nhiều dòng",
    "declaration": "Cam đoan",
    "signature": "Chữ ký",
    "calculated": "Tự tính",
    "hidden": "Ẩn, tự điền",
    "heading": "Tiêu đề",
    "guidance": "Lời hướng dẫn",
}
