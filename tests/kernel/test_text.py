"""Vietnamese text: one form on entry, and one for search that is blind to accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.text import folded, normal

WORDS = st.text("aăâbđeêoôơuưyÀẾĐ \u0301\u0303\n\t\x00", max_size=30)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Nguyễn   Thị\tMẫu ", "Nguyễn Thị Mẫu"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("một\r\n\r\n hai ", "một\n\nhai"),
        ("a\x00b\u200bc", "a b c"),
        ("\u00a0Mẫu\u00a0", "Mẫu"),
        ("", ""),
    ],
)
def test_text_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normal(typed) == stored


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("GIẤY PHÉP XÂY DỰNG", "giay phep xay dung"),
        ("Hòa, Hoà và Quỹ", "hoa, hoa va quy"),
        ("ưỡng ợt Ỷ", "uong ot y"),
    ],
)
def test_text_for_search_has_no_accents(written: str, plain: str) -> None:
    assert folded(written) == plain


@given(WORDS)
def test_storing_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(WORDS)
def test_accents_do_not_matter_in_search(text: str) -> None:
    assert folded(folded(text)) == folded(text) == folded(text.upper().lower())
