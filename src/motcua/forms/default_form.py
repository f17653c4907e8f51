"""A sound form for a procedure of which only its name and who may apply are known.

It asks who applies, for what and where, which paper the request is about when it is about one, and
what is handed in with it; whoever knows the official form then builds a better one.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from motcua.kernel.text import compared

Definition = dict[str, Any]


class Applicants(StrEnum):
    """Who may apply."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    EITHER = "either"


# Words with which the catalogue begins the name of a body; everybody else is a person.
BODIES = ("tổ chức", "doanh nghiệp", "hợp tác xã", "cơ quan", "hộ kinh doanh")
# First words of requests about a paper that was given before.
ABOUT_A_PAPER = tuple(
    compared(words)
    for words in (
        "cấp lại", "cấp đổi", "đổi", "gia hạn", "cấp gia hạn", "cấp điều chỉnh", "cấp sửa đổi",
        "thay đổi", "đăng ký thay đổi", "điều chỉnh", "sửa đổi", "bổ sung", "chuyển đổi",
        "đính chính", "hiệu đính", "thu hồi", "trả lại", "chấm dứt", "tạm ngừng", "xóa đăng ký",
    )
)  # fmt: skip
NAME_BEGINS = compared("thủ tục") + " "


def applicants_of(subjects: Collection[str]) -> Applicants:
    """Return who may apply by the subjects that the catalogue names; either when it names none."""
    bodies = [one.casefold().startswith(BODIES) for one in subjects]
    if all(bodies) == (not any(bodies)):  # of both sorts, or none named
        return Applicants.EITHER
    return Applicants.ORGANISATIONS if all(bodies) else Applicants.PEOPLE


def is_about_a_paper(name: str) -> bool:
    """Say whether a procedure, by its name, changes, renews or ends a paper given before."""
    words = compared(name).removeprefix(NAME_BEGINS)
    return any(words.startswith(f"{first} ") for first in ABOUT_A_PAPER)


def default_form(code: str, applicants: Applicants, *, about_a_paper: bool) -> Definition:
    """Return the form: applicant, request, place, papers and declaration."""
    pages = [
        _page("applicant", ("Người nộp hồ sơ", "Applicant"), *_applicant(applicants)),
        _page("request", ("Nội dung đề nghị", "What you ask for"), *_request()),
        *([_held()] if about_a_paper else []),
        _page("place", ("Nơi liên quan", "Place concerned"), _place()),
        _page("papers", ("Giấy tờ kèm theo", "Attached papers"), *_papers()),
        _page("commitment", ("Cam đoan", "Declaration"), _declaration()),
    ]
    title = "Đơn đề nghị giải quyết thủ tục hành chính", "General application"
    return {"code": code, "title": _words(title), "pages": pages}


def _words(both: tuple[str, str]) -> dict[str, str]:
    return {"vi": both[0], "en": both[1]}


def _page(name: str, title: tuple[str, str], *fields: Definition) -> Definition:
    return {"id": name, "title": _words(title), "fields": list(fields)}


def _field(name: str, kind: str, vi: str, en: str, **more: Any) -> Definition:
    hint = more.pop("hint", None)
    said = {"hint": _words(hint)} if hint else {}
    return {"id": name, "kind": kind, "label": {"vi": vi, "en": en}, **said, **more}


def _applicant(applicants: Applicants) -> list[Definition]:
    if applicants is Applicants.PEOPLE:
        return [*_person(), _represented()]
    body = _field(
        "organisation",
        "organisation",
        "Tổ chức, doanh nghiệp",
        "Organisation or business",
        parts=["name", "tax_code", "representative", "address"],
        optional=["tax_code"],
        prefill="organisation",
    )
    if applicants is Applicants.ORGANISATIONS:
        return [*_person(), body, _represented()]
    asks = _field(
        "for_organisation",
        "yes_no",
        "Nộp thay mặt tổ chức, doanh nghiệp?",
        "Filing for an organisation or business?",
        prefill="organisation.applies",
    )
    return [*_person(), asks, {**body, "show_if": "for_organisation"}, _represented()]


def _person() -> list[Definition]:
    return [
        _field(
            "full_name",
            "text",
            "Họ, chữ đệm, tên",
            "Full name",
            hint=("Viết như trên thẻ căn cước.", "As on the identity card."),
            max_length=100,
            prefill="applicant.full_name",
        ),
        _field(
            "personal_number",
            "personal_number",
            "Số định danh cá nhân",
            "Personal identification number",
            hint=("12 chữ số trên thẻ căn cước.", "12 digits on the identity card."),
            prefill="applicant.personal_number",
            fits={"birth_date": "birth_date"},
        ),
        _field(
            "birth_date",
            "date",
            "Ngày sinh",
            "Date of birth",
            min="1900-01-01",
            max="today",
            prefill="applicant.birth_date",
        ),
        *_reached(),
    ]


def _reached() -> list[Definition]:
    return [
        _field(
            "phone",
            "phone",
            "Số điện thoại",
            "Phone number",
            hint=("Chúng tôi báo tiến độ hồ sơ qua số này.", "We report progress to this number."),
            prefill="applicant.phone",
        ),
        _field(
            "email",
            "email",
            "Thư điện tử",
            "E-mail",
            required=False,
            prefill="applicant.email",
        ),
        _field(
            "home_address",
            "address",
            "Nơi cư trú",
            "Home address",
            prefill="applicant.address",
        ),
    ]


def _represented() -> Definition:
    return _field(
        "filed_by_other",
        "yes_no",
        "Có người được ủy quyền nộp thay?",
        "Does an authorised person file for you?",
    )


def _request() -> list[Definition]:
    return [
        _field(
            "request_subject",
            "text",
            "Bạn đề nghị việc gì?",
            "What do you ask for?",
            hint=("Viết ngắn gọn trong một câu.", "One short sentence."),
            max_length=200,
        ),
        _field(
            "request_details",
            "long_text",
            "Trình bày rõ hơn",
            "Details",
            required=False,
            max_length=3000,
        ),
    ]


def _held() -> Definition:
    return _page(
        "held",
        ("Giấy tờ đã được cấp", "The paper you hold"),
        _field("held_name", "text", "Tên giấy tờ", "Name of the paper", max_length=200),
        _field("held_number", "text", "Số", "Number", max_length=60),
        _field("held_date", "date", "Ngày cấp", "Date of issue", max="today"),
        _field("held_issuer", "text", "Cơ quan cấp", "Issued by", max_length=200),
        _field(
            "held_reason",
            "long_text",
            "Vì sao bạn đề nghị?",
            "Why do you ask?",
            hint=(
                "Ví dụ: hết hạn, bị mất, đổi địa chỉ, không hoạt động nữa.",
                "For example: it expired, was lost, the address changed, you stop.",
            ),
            max_length=1000,
        ),
    )


def _place() -> Definition:
    return _field(
        "place_address",
        "address",
        "Việc này ở đâu?",
        "Where does it concern?",
        hint=(
            "Nhà, đất, cơ sở hoặc nơi cư trú liên quan đến đề nghị.",
            "The house, land, business or home concerned.",
        ),
    )


def _papers() -> list[Definition]:
    count = {"min": 0, "max": 100}
    note = _field(
        "papers_note",
        "guidance",
        "Ở bước sau bạn đính kèm từng giấy tờ theo danh mục của thủ tục.",
        "In the next step you attach each paper the procedure asks for.",
    )
    listed = _field(
        "papers",
        "table",
        "Giấy tờ kèm theo",
        "Attached papers",
        hint=("Mỗi loại giấy tờ một dòng.", "One row for each kind of paper."),
        required=False,
        min_rows=0,
        max_rows=50,
        fields=[
            _field("paper_name", "text", "Tên giấy tờ", "Paper", required=False, max_length=200),
            _field("originals", "number", "Số bản chính", "Originals", required=False, **count),
            _field("copies", "number", "Số bản sao", "Copies", required=False, **count),
        ],
    )
    return [note, listed]


def _declaration() -> Definition:
    return _field(
        "truthful",
        "declaration",
        "Tôi cam đoan các nội dung khai trên là đúng và chịu trách nhiệm trước pháp luật "
        "về lời khai.",
        "I declare that the above is true and I answer for it before the law.",
    )
