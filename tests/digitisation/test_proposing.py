"""What is proposed for the legal data, from the words on different kinds of paper."""

import pytest

from motcua.digitisation.page_text import Box, PageText, Word
from motcua.digitisation.proposing import Code, propose

WIDE = Box(0.1, 0.1, 0.9, 0.12)


def a_page(text: str, number: int = 1) -> PageText:
    """Return a page with these lines; two columns are parted by a bar."""
    lines = []
    for row, line in enumerate(text.strip().splitlines()):
        words = []
        for column, part in enumerate(line.split("|")):
            left = 0.1 + 0.45 * column if "|" in line else 0.3
            for at, word in enumerate(part.split()):
                x = left + at * 0.04
                box = Box(x, 0.02 + row * 0.02, x + 0.035, 0.035 + row * 0.02)
                words.append(Word(word, 0.9, box))
        if words:
            lines.append(tuple(words))
    return PageText(number, tuple(lines))


def values_of(*pages: PageText) -> dict[str, str]:
    return {name: one.value for name, one in propose(pages).items()}


def test_a_birth_certificate() -> None:
    found = values_of(
        a_page(
            """
ỦY BAN NHÂN DÂN PHƯỜNG MẪU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 45/2019 | Độc lập - Tự do - Hạnh phúc
GIẤY KHAI SINH
Họ, chữ đệm, tên: HOÀNG THỊ MẪU
Ngày, tháng, năm sinh: 12/03/2019
Số định danh cá nhân: 037319000123
Nơi đăng ký khai sinh: Ủy ban nhân dân phường Mẫu
Ngày đăng ký: ngày 20 tháng 3 năm 2019
            """
        )
    )

    assert found["name"] == "Giấy khai sinh"
    assert found["owner_name"] == "HOÀNG THỊ MẪU"
    assert found["owner_number"] == "037319000123"
    assert found["birth_year"] == "2019"
    assert found["number"] == "45/2019"
    assert found["issued_on"] == "20/03/2019"
    assert found["issuer"] == "Ủy ban nhân dân phường Mẫu"


def test_a_certificate_whose_name_takes_two_lines() -> None:
    found = values_of(
        a_page(
            """
GIẤY CHỨNG NHẬN
QUYỀN SỬ DỤNG ĐẤT
Ông Trần Văn Mẫu, sinh năm 1955
Số vào sổ cấp GCN: CS 01234
Ninh Bình, ngày 02 tháng 11 năm 2015
            """
        )
    )

    assert found["name"] == "Giấy chứng nhận quyền sử dụng đất"
    assert found["number"] == "CS 01234"
    assert found["owner_name"] == "Trần Văn Mẫu"
    assert found["birth_year"] == "1955"
    assert found["issued_on"] == "02/11/2015"


def test_a_business_licence() -> None:
    found = values_of(
        a_page(
            """
SỞ CÔNG THƯƠNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/GP-SCT | Ninh Bình, ngày 5 tháng 6 năm 2023
GIẤY PHÉP
Mã số doanh nghiệp: 2700123456
Phạm vi hoạt động: bán lẻ trên địa bàn tỉnh
Giấy phép có giá trị đến ngày 05/06/2028
            """
        )
    )

    assert found["owner_number"] == "2700123456"
    assert found["issuer"] == "Sở Công thương"
    assert found["scope"] == "bán lẻ trên địa bàn tỉnh"
    assert found["valid_to"] == "05/06/2028"
    assert found["issued_on"] == "05/06/2023"


def test_the_code_of_an_identity_card_goes_before_what_was_read() -> None:
    card = Code("037068001234|161234567|Nguyễn Văn Mẫu|01021968|Nam|Thôn Một|10052021", 2, WIDE)

    found = propose([a_page("Số định danh cá nhân: 037068009999")], [card])

    assert found["owner_number"].value == "037068001234"
    assert found["owner_name"].value == "Nguyễn Văn Mẫu"
    assert found["birth_year"].value == "1968"
    assert (found["owner_number"].sure, found["owner_number"].page) == (1.0, 2)


@pytest.mark.parametrize("text", ["", "xin chào", "a|b|c", "1|2|3|4|5|6|7"])
def test_other_codes_say_nothing(text: str) -> None:
    assert propose([], [Code(text, 1, WIDE)]) == {}


def test_an_empty_page_proposes_nothing() -> None:
    assert propose([PageText(1, ())]) == {}


def test_the_least_sure_word_says_how_sure_the_whole_is() -> None:
    line = (
        Word("Số:", 0.95, WIDE),
        Word("145/QĐ-UBND", 0.41, Box(0.3, 0.1, 0.4, 0.12)),
    )

    found = propose([PageText(1, (line,))])

    assert found["number"].sure == 0.41
    assert found["number"].box == Box(0.3, 0.1, 0.4, 0.12)


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("SỞ Y TẾ", "Sở Y tế"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", "Văn phòng Đăng ký đất đai"),
    ],
)
def test_issuers_are_written_as_papers_write_them(capitals: str, written: str) -> None:
    head = f"{capitals} | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/QĐ | Độc lập"

    assert values_of(a_page(head))["issuer"] == written
