"""A small electronic form for tests, answers that fit it, and the paper of its result."""

from collections.abc import Mapping
from typing import Any

FORM: dict[str, Any] = {
    "code": "mau-thu",
    "title": {"vi": "Tờ khai"},
    "pages": [
        {
            "id": "request",
            "title": {"vi": "Nội dung đề nghị"},
            "fields": [
                {"id": "full_name", "kind": "text", "label": {"vi": "Họ và tên"}},
                {"id": "wish", "kind": "text", "label": {"vi": "Nội dung đề nghị"}},
                {"id": "for_other", "kind": "yes_no", "label": {"vi": "Nộp thay người khác"}},
                {
                    "id": "other_name",
                    "kind": "text",
                    "label": {"vi": "Tên người kia"},
                    "show_if": "for_other",
                },
                {"id": "copies", "kind": "number", "label": {"vi": "Số bản"}, "min": 0},
                {
                    "id": "price",
                    "kind": "calculated",
                    "label": {"vi": "Tiền"},
                    "value": "copies * 2000",
                },
            ],
        }
    ],
}
ANSWERS: Mapping[str, object] = {
    "full_name": "Nguyễn Thị Mẫu",
    "wish": "Xin cấp giấy",
    "for_other": False,
    "copies": 2,
}
RESULT_PAPER = """#import "/paper.typ": field, paper, refusal
#let d = json(bytes(sys.inputs.data))
#if not d.granted { refusal(d) } else {
  paper(d, title: "Giấy xác nhận", {
    field("Họ và tên", d.answers.full_name)
    field("Nội dung", d.answers.wish)
    d.content
  })
}
"""
