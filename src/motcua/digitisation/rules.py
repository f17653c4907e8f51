"""Turning paper into electronic documents, as TT 01/2023/TT-VPCP orders it, articles 7 to 10.

Four steps: the paper is scanned and the scan signed, data are taken from it, a code is given,
it is stored. Then the settling agency compares it with the paper and signs for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.errors import DomainError

LONGEST_VALUE = 500
MOST_PAGES = 500


class State(StrEnum):
    """Where a paper stands on its way."""

    SCANNING = "scanning"
    SIGNED = "signed"
    READ = "read"
    STORED = "stored"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DISCARDED = "discarded"


LABELS: dict[State, str] = {
    State.SCANNING: "đang chụp",
    State.SIGNED: "đã ký bản chụp, đang đọc chữ",
    State.READ: "chờ kiểm dữ liệu",
    State.STORED: "đã cấp mã, đã lưu",
    State.CONFIRMED: "cơ quan giải quyết đã xác nhận",
    State.RETURNED: "bị trả lại để chụp lại",
    State.DISCARDED: "đã bỏ",
}
TRANSITIONS: dict[State, frozenset[State]] = {
    State.SCANNING: frozenset({State.SIGNED, State.DISCARDED}),
    State.SIGNED: frozenset({State.READ}),
    State.READ: frozenset({State.STORED, State.RETURNED}),
    State.STORED: frozenset({State.CONFIRMED, State.RETURNED}),
    State.CONFIRMED: frozenset(),
    State.RETURNED: frozenset({State.SIGNED, State.DISCARDED}),
    State.DISCARDED: frozenset(),
}
# While a paper stands here its pages may be changed.
OPEN_TO_SCANS = frozenset({State.SCANNING, State.RETURNED})


class WrongStep(DomainError):
    """The four steps follow each other; this one is not next."""

    message = "Bản số hóa {old}, nên chưa làm được bước này. Xin tải lại trang."


class NoPages(DomainError):
    """Nothing was scanned yet."""

    message = "Chưa có trang nào. Xin chụp hoặc tải các trang lên trước khi ký."


class PagesDiffer(DomainError):
    """As many images as sheets of paper (article 8 clause 2 point c)."""

    message = (
        "Giấy có {paper} trang nhưng bản chụp có {scanned} trang. Xin chụp đủ từng trang, "
        "hoặc sửa lại số trang của giấy."
    )


class NotePairMissing(DomainError):
    """A page with notes is scanned twice (article 8 clause 2 point d)."""

    message = "Trang {page} có ghi chú nên phải chụp hai lần: có ghi chú và đã bỏ ghi chú."


class TooManyPages(DomainError):
    """More pages than one paper may have, or none."""

    message = "Một giấy tờ có từ 1 đến {most} trang. Xin ghi lại số trang, hoặc chia giấy tờ."


class FieldsMissing(DomainError):
    """The data that the law wants at the least are not all there."""

    message = "Còn thiếu: {names}. Xin nhập theo bản giấy; mục giấy không ghi thì để trống."


class AlreadyDigitised(DomainError):
    """The register has an electronic copy of this result already."""

    message = "Kết quả số {number} đã có bản điện tử, không cần số hóa lại."


class BatchNameTaken(DomainError):
    """The agency has a batch of that name."""

    message = "Cơ quan đã có đợt số hóa tên “{name}”. Xin chọn tên khác."


class NothingToDigitise(DomainError):
    """No result of that agency, field and year waits on paper only."""

    message = "Không còn kết quả nào chỉ có bản giấy trong phạm vi này."


class OwnWork(DomainError):
    """A sample is looked at by somebody who did not make it."""

    message = "Ông/bà đã số hóa giấy này. Xin để người khác kiểm tra."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What matters of one image of a page: its number, and whether it shows the notes on it.

    `number` is the place of the page in the paper, from 1; a page with notes has two sheets.
    """

    number: int
    with_notes: bool = False
    notes_removed: bool = False


def check_pages(sheets: Sequence[Sheet], paper_pages: int) -> None:
    """Refuse a scan that has not one image for each page of the paper, in order; notes twice."""
    if not sheets:
        raise NoPages
    numbers = {sheet.number for sheet in sheets}
    if len(numbers) != paper_pages:
        raise PagesDiffer(paper=paper_pages, scanned=len(numbers))
    for number in sorted(numbers):
        same = [sheet for sheet in sheets if sheet.number == number]
        noted = sum(sheet.with_notes for sheet in same), sum(sheet.notes_removed for sheet in same)
        if noted not in {(0, 0), (1, 1)}:
            raise NotePairMissing(page=number)


def check_step(old: State, new: State) -> None:
    """Refuse a step that does not follow."""
    if new not in TRANSITIONS[old]:
        raise WrongStep(old=LABELS[old])


class Kind(StrEnum):
    """What is typed into a legal field."""

    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class LegalField:
    """One of the data that are taken from a paper (article 9; NĐ 107/2021/NĐ-CP, article 21a)."""

    id: str
    label: str
    kind: Kind = Kind.TEXT


# The owner's number, or without one what describes the owner; then what describes the paper.
FIELDS: tuple[LegalField, ...] = (
    LegalField("owner_number", "Số định danh của chủ giấy tờ", Kind.NUMBER),
    LegalField("owner_name", "Họ tên hoặc tên tổ chức"),
    LegalField("birth_year", "Năm sinh", Kind.YEAR),
    LegalField("name", "Tên giấy tờ"),
    LegalField("number", "Số, ký hiệu"),
    LegalField("issued_on", "Ngày cấp", Kind.DATE),
    LegalField("issuer", "Cơ quan cấp"),
    LegalField("summary", "Trích yếu nội dung"),
    LegalField("valid_to", "Có hiệu lực đến", Kind.DATE),
    LegalField("scope", "Phạm vi hiệu lực"),
)
BY_ID = {field.id: field for field in FIELDS}
ALWAYS = ("name", "summary")
WITHOUT_NUMBER = ("owner_name", "birth_year", "issued_on", "issuer")


def missing_fields(values: Mapping[str, str]) -> list[str]:
    """Return the labels of what the law wants at the least and is not there.

    Without a number of the owner, the owner's name and birth year, the day and the issuer of the
    paper stand for it (article 9 clause 2 point b).
    """
    wanted = ALWAYS if values.get("owner_number") else (*ALWAYS, *WITHOUT_NUMBER)
    return [BY_ID[name].label for name in wanted if not values.get(name, "").strip()]


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """How the code of a digitised paper is written from a day on (article 10)."""

    template: str
    valid_from: date
    basis: str


def code_of(written: CodeFormat, owner: str, kind: str, ordinal: int) -> str:
    """Return the code of a digitised paper: whose it is, what it is, which of those it is.

    The part of an owner without a number stays empty (article 10 clause 2).
    """
    return written.template.format(owner=owner, kind=kind, ordinal=ordinal)


def in_force(formats: Sequence[CodeFormat], day: date) -> CodeFormat:
    """Return the format that codes given on a day are written by."""
    return max((one for one in formats if one.valid_from <= day), key=lambda one: one.valid_from)
