"""Proposing the legal data of a paper from what was read on it; an officer has the last word.

Vietnamese papers of state have a fixed layout (NĐ 30/2020/NĐ-CP, annex I): the issuer at the
upper left with the number below, place and day at the right, the kind of paper in capitals in
the middle, what it is about below. Certificates name their owner in fixed words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from motcua.digitisation.page_text import Box, PageText, Word
from motcua.kernel.text import folded

_DAY = r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})"
NUMBER = re.compile(
    r"\bSố(?:\s+(?:hiệu|vào\s+sổ[^:\n]{0,40}|chứng\s+nhận))?\s*[:.]?\s*"
    r"((?:[A-ZĐ]{1,4}\s?)?\d[\w/.–-]*)"
)
PLACE_AND_DAY = re.compile(rf",\s*ngày\s+{_DAY}", re.IGNORECASE)
ANY_DAY = re.compile(rf"\bngày\s+{_DAY}", re.IGNORECASE)
# How the kinds of papers begin that are written in capitals in the middle of the first page.
KINDS = (
    "QUYẾT ĐỊNH", "GIẤY", "CHỨNG CHỈ", "CHỨNG NHẬN", "TRÍCH LỤC", "THÔNG BÁO", "BIÊN BẢN",
    "VĂN BẢN", "BẢN SAO", "TỜ KHAI", "HỢP ĐỒNG", "PHIẾU", "BẰNG",
)  # fmt: skip
ABOUT = re.compile(r"^((?:Về việc|V/v)[^\n]+)", re.MULTILINE)
PERSONAL_NUMBER = re.compile(r"\b(0\d{11})\b")
BUSINESS_NUMBER = re.compile(
    r"(?:mã số doanh nghiệp|mã số thuế)\s*[:.]?\s*(\d{10}(?:-\d{3})?)\b", re.IGNORECASE
)
# A label is followed by the name on its line; within a sentence a name may go on in the next.
OWNER_LABELLED = re.compile(r"\bHọ(?:,\s*chữ\s+đệm)?,?(?:\s+và)?\s+tên[^:\n]{0,30}:([^\n]+)")
OWNER_IN_SENTENCE = re.compile(r"\b(?:[Ôô]ng|[Bb]à)(?:\s*:)?((?:\s+\w+){2,6})")
BIRTH = re.compile(
    r"\bsinh(?:\s+(?:năm|ngày))?\s*[:.]?\s*(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*)?((?:19|20)\d\d)",
    re.IGNORECASE,
)
UNTIL = re.compile(
    r"(?:giá\s+trị|hiệu\s+lực|thời\s+hạn)[^.\n]{0,60}?\n?[^.\n]{0,40}?đến\s+(?:hết\s+)?"
    rf"(?:ngày\s+)?{_DAY}",
    re.IGNORECASE,
)
SCOPE = re.compile(r"phạm\s+vi(?:\s+(?:hiệu\s+lực|hoạt\s+động|áp\s+dụng))?\s*:\s*([^\n]+)", re.I)
# Words of an issuer's name that are not a proper name.
COMMON = frozenset(
    word
    for line in (
        "ủy uỷ ban nhân dân sở phòng chi cục trung tâm xã phường thị trấn huyện tỉnh thành phố",
        "và nông nghiệp môi trường xây dựng tư pháp nội vụ y tế công thương tài chính giáo dục",
        "đào tạo khoa học nghệ văn hóa thể thao du lịch đăng ký đất đai văn",
    )
    for word in line.split()
)
DEPARTMENTS = frozenset({"sở", "phòng"})
LEFT_HALF, UPPER_PART = 0.5, 0.3
WIDE_GAP = 0.03  # between two columns, of the width of the page
READ_FROM_CODE = 1.0
CARD_PARTS = 7
SHORTEST_NAME, LONGEST_NAME = 2, 6  # words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that was found, how sure the reader is (0 to 1), on which page and where."""

    value: str
    sure: float
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that was read on a page."""

    text: str
    page: int
    box: Box


def propose(pages: Sequence[PageText], codes: Iterable[Code] = ()) -> dict[str, Proposal]:
    """Return what can be proposed for the legal fields, by the field; nothing is invented."""
    found: dict[str, Proposal] = {}
    for field, patterns in _BY_PATTERN:
        hit = _first(pages, patterns)
        if hit is not None:
            found[field] = hit
    for field, look in _BY_LAYOUT:
        hit = look(pages)
        if hit is not None:
            found[field] = hit
    for code in codes:
        found |= _identity_card(code)
    return found


def _first(pages: Sequence[PageText], patterns: Sequence[re.Pattern[str]]) -> Proposal | None:
    for pattern in patterns:
        for page in pages:
            hit = pattern.search(page.text)
            if hit is not None:
                return _proposal(page, hit)
    return None


def _proposal(page: PageText, hit: re.Match[str]) -> Proposal:
    """Return what the groups of a match say: one text, or the three numbers of a day."""
    if len(hit.groups()) == 1:
        begin, end, value = hit.start(1), hit.end(1), _one_line(hit[1])
    else:
        begin, end = hit.start(1), hit.end(3)
        value = f"{int(hit[1]):02}/{int(hit[2]):02}/{hit[3]}"
    return _placed(page, page.words_in(begin, end), value)


def _placed(page: PageText, words: Sequence[Word], value: str) -> Proposal:
    box = words[0].box
    for word in words:
        box = box.joined(word.box)
    return Proposal(value, min(word.sure for word in words), page.number, box)


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:–-")


def _issued_on(pages: Sequence[PageText]) -> Proposal | None:
    """Return the day beside the place: at the head of a decision, at the foot of a certificate."""
    for page in pages:
        hit = PLACE_AND_DAY.search(page.text)
        if hit is not None:
            return _proposal(page, hit)
    return _first(list(reversed(pages)), (ANY_DAY,))


def _title(pages: Sequence[PageText]) -> Proposal | None:
    """Return the kind of paper: what stands in capitals, with the lines in capitals below it."""
    if not pages:
        return None
    words: list[Word] = []
    for line in pages[0].lines:
        text = " ".join(word.text for word in line)
        capitals = text.isupper() and not any(letter.isdigit() for letter in text)
        if not words and not (capitals and text.startswith(KINDS)):
            continue
        if not capitals:
            break
        words += line
    if not words:
        return None
    text = _one_line(" ".join(word.text for word in words)).lower()
    return _placed(pages[0], words, text[:1].upper() + text[1:])


def _owner(pages: Sequence[PageText]) -> Proposal | None:
    """Return whose paper it is: the words with a capital that follow the label or the address."""
    for pattern in (OWNER_LABELLED, OWNER_IN_SENTENCE):
        for page in pages:
            for hit in pattern.finditer(page.text):
                words = list(takewhile(_is_name, page.words_in(hit.start(1) + 1, hit.end(1))))
                words = _up_to_comma(words)
                if len(words) >= SHORTEST_NAME:
                    name = _one_line(" ".join(word.text for word in words))
                    return _placed(page, words, name)
    return None


def _is_name(word: Word) -> bool:
    return word.text[:1].isupper()


def _up_to_comma(words: Sequence[Word]) -> list[Word]:
    """Return the words up to the first that ends a part of the sentence."""
    ends = (at for at, word in enumerate(words, start=1) if word.text[-1] in ",.;:")
    return list(words[: next(ends, len(words))])[:LONGEST_NAME]


def _issuer(pages: Sequence[PageText]) -> Proposal | None:
    """Return who issued the paper: the capitals at the upper left, down to the number."""
    words: list[Word] = []
    for line in pages[0].lines if pages else ():
        left = _left_column(line)
        if not left and not words:
            continue
        if not left or not all(word.text.isupper() for word in left):
            break
        words += left
    if not words:
        return None
    return _placed(pages[0], words, _as_name(" ".join(word.text for word in words)))


def _left_column(line: Sequence[Word]) -> list[Word]:
    """Return the words of the left column: up to the first wide gap, in the head of the page."""
    left: list[Word] = []
    for word in line:
        if word.box.right > LEFT_HALF or word.box.bottom > UPPER_PART:
            break
        if left and word.box.left - left[-1].box.right > WIDE_GAP:
            break
        left.append(word)
    return left


def _as_name(capitals: str) -> str:
    """Write an agency’s name as papers do within a sentence: “Sở Nông nghiệp và Môi trường”."""
    written: list[str] = []
    is_field = False  # what a department is for begins with a capital, also after “và”
    for word in capitals.lower().split():
        before = written[-1].lower() if written else ""
        is_field = is_field or before in DEPARTMENTS
        begins = before in DEPARTMENTS or (is_field and before == "và")
        written.append(word.capitalize() if begins or word not in COMMON else word)
    name = " ".join(written)
    return name[:1].upper() + name[1:]


def _identity_card(code: Code) -> dict[str, Proposal]:
    """Return whose card a code belongs to: number, name and year of birth (căn cước công dân)."""
    parts = code.text.split("|")
    if len(parts) < CARD_PARTS or not PERSONAL_NUMBER.fullmatch(parts[0]):
        return {}
    said = {"owner_number": parts[0], "owner_name": parts[2], "birth_year": parts[3][-4:]}
    return {
        field: Proposal(value, READ_FROM_CODE, code.page, code.box)
        for field, value in said.items()
        if value
    }


def same_words(one: str, other: str) -> bool:
    """Say whether two texts are the same but for accents, case and spacing."""
    return folded(" ".join(one.split())) == folded(" ".join(other.split()))


_BY_PATTERN: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...] = (
    ("number", (NUMBER,)),
    ("owner_number", (PERSONAL_NUMBER, BUSINESS_NUMBER)),
    ("birth_year", (BIRTH,)),
    ("summary", (ABOUT,)),
    ("valid_to", (UNTIL,)),
    ("scope", (SCOPE,)),
)
_BY_LAYOUT = (
    ("issued_on", _issued_on),
    ("issuer", _issuer),
    ("name", _title),
    ("owner_name", _owner),
)
