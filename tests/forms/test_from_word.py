"""The first draft of a form from a Word file, and files that are refused."""

import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.forms.checking import problems
from motcua.forms.from_word import drafted
from motcua.forms.word import WordFileRefused, read_word
from tests.forms.word_files import HEAD, TAIL, W, a_word_file, packed

FORM = a_word_file(
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
    "Kính gửi: (1)..............................",
    "I. THÔNG TIN NGƯỜI KHAI",
    "1. Họ, chữ đệm, tên: ......................................",
    "2. Ngày sinh: ................. Giới tính: ................",
    "3. Số định danh cá nhân: ___________________",
    "4. Nơi cư trú: …………………………………………",
    "5. Điện thoại:\t",
    "6. Dân tộc: ............",
    "II. NỘI DUNG",
    "Kết hôn lần thứ mấy: ☐ Lần đầu ☐ Lần hai trở lên",
    "Lý do:",
    "..............................................................",
    "..............................................................",
    "Con chung (nếu có):",
    [["TT", "Họ tên con", "Ngày sinh"], ["1", "", ""], ["2", "", ""]],
    [["Nghề nghiệp", ""], ["Thu nhập một tháng (đồng)", ""]],
    "Tôi cam đoan những lời khai trên là đúng sự thật.",
    "Làm tại: .............., ngày ....... tháng ....... năm .........",
    "Người khai",
    "(Ký, ghi rõ họ tên)",
)


def shape(definition: dict[str, object]) -> list[list[tuple[str, str]]]:
    pages: Any = definition["pages"]
    return [[(f["label"]["vi"], f["kind"]) for f in page["fields"]] for page in pages]


def test_a_word_form_is_read_as_pages_questions_and_tables() -> None:
    form = drafted(read_word(FORM))

    assert form["title"] == {"vi": "Tờ khai đăng ký kết hôn"}
    assert shape(form) == [
        [
            ("Họ, chữ đệm, tên", "text"),
            ("Ngày sinh", "date"),
            ("Giới tính", "choice"),
            ("Số định danh cá nhân", "personal_number"),
            ("Nơi cư trú", "address"),
            ("Điện thoại", "phone"),
            ("Dân tộc", "choice"),
        ],
        [
            ("Kết hôn lần thứ mấy", "choice"),
            ("Lý do", "long_text"),
            ("Con chung (nếu có)", "table"),
            ("Nghề nghiệp", "text"),
            ("Thu nhập một tháng (đồng)", "money"),
            ("Tôi cam đoan những lời khai trên là đúng sự thật", "declaration"),
        ],
    ]
    assert problems(form) == []


def test_boxes_become_options_and_heads_of_tables_columns() -> None:
    form: Any = drafted(read_word(FORM))

    asked = {field["id"]: field for page in form["pages"] for field in page["fields"]}
    married = asked["ket_hon_lan_thu_may"]
    children = next(field for field in asked.values() if field["kind"] == "table")
    assert [one["label"]["vi"] for one in married["options"]] == ["Lần đầu", "Lần hai trở lên"]
    assert [one["kind"] for one in children["fields"]] == ["text", "date"]


def test_a_given_name_stands_before_the_title() -> None:
    assert drafted(read_word(FORM), "Tên khác")["title"] == {"vi": "Tên khác"}


def test_what_was_struck_out_and_field_codes_are_not_read() -> None:
    text = (
        "<w:p><w:del><w:r><w:t>Cũ: ........</w:t></w:r></w:del>"
        "<w:r><w:instrText>Mã: ......</w:instrText></w:r>"
        "<w:ins><w:r><w:t>Tên: .........</w:t></w:r></w:ins></w:p>"
    )

    assert read_word(packed(HEAD + text + TAIL)) == ["Tên: ........."]


def test_a_table_in_a_table_is_the_text_of_its_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{'<w:p><w:r><w:t>b</w:t></w:r></w:p>'}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"

    assert read_word(packed(HEAD + outer + TAIL)) == [[["a\nb"]]]


def test_nothing_to_ask_leaves_a_form_without_pages() -> None:
    assert drafted(read_word(a_word_file("Chỉ có chữ."))) == {
        "title": {"vi": "Biểu mẫu"},
        "pages": [],
    }


ENTITY = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="{W}"><w:body/></w:document>'
OUTSIDE = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document xmlns:w="{W}"/>'
HOSTILE = {
    "no zip": b"PK\x03\x04 nothing",
    "empty": b"",
    "another zip": packed("x", name="xl/workbook.xml"),
    "no XML": packed(b"\x00\x01"),
    "cut off": FORM[:200],
    "too large": b"PK" + bytes(3_000_001),
    "entities": packed(ENTITY),
    "an outside file": packed(OUTSIDE),
    "a bomb of spaces": packed(HEAD + " " * 200_000_000 + TAIL),
    "a bomb of elements": packed(HEAD + "<w:p/>" * 900_000 + TAIL),
    "depth": packed(HEAD + "<w:p>" * 100_000 + "</w:p>" * 100_000 + TAIL),
    "many parts": packed(HEAD + TAIL, more=3_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_time_and_little_memory(name: str) -> None:
    begun = time.process_time()

    with pytest.raises(WordFileRefused):
        read_word(HOSTILE[name])

    assert time.process_time() - begun < 1.5


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_little_memory(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WordFileRefused):
            read_word(HOSTILE[name])
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_document_of_thousands_of_blanks_stays_a_form() -> None:
    many = a_word_file(*(f"Câu {at}: ......" for at in range(2_000)))

    assert problems(drafted(read_word(many))) == []


line = st.text("aĐệ 1.:_…☐\t()IV,ngày sinh giới tính", max_size=60) | st.sampled_from(
    [
        "Họ tên: ......",
        "I. PHẦN MỘT",
        "☐ Có ☐ Không",
        "Lý do:",
        "......",
        "Tên\u202e: ....",
        "а: ....",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(line | st.lists(st.lists(line, min_size=1, max_size=4), max_size=4), max_size=12))
def test_whatever_a_document_says_the_draft_is_sound_once_it_asks(blocks: list[Any]) -> None:
    form = drafted(blocks)

    assert [one.rule for one in problems(form)] in ([], ["no-pages"])
