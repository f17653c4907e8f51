"""Vietnamese text: one form on entry, and one for search that is blind to accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.text import alike, compared, folded, normal, refusal_of

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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hòa", "hoà", True),
        ("Hòa Bình", "HOÀ  BÌNH", True),
        ("thúy", "thuý", True),
        ("khỏe", "khoẻ", True),
        ("lũy", "luỹ", True),
        ("tụy", "tuỵ", True),
        ("Nguyễn", "Nguye\u0302\u0303n", True),
        ("Nguyễn", "Nguye\u0303\u0302n", True),
        ("hòa", "hoa", False),
        ("hòa", "hóa", False),
        ("Đào", "Dào", False),
        ("ma má", "má ma", False),
        ("tân", "tấn", False),
    ],
)
def test_where_the_tone_mark_stands_does_not_matter(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


@given(WORDS)
def test_comparing_knows_one_form_of_a_text(text: str) -> None:
    assert compared(compared(text)) == compared(text)
    assert not alike(text, "x" + text.strip())


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Nguyễn Thị Mẫu",
        "Nguye\u0302\u0303n",
        "Đắk Lắk, Krông Pắc",
        "H'Mông, K’ho, Kʼho, Ê-đê, ơ\u0306",
        "một\nhai\tba\r\n",
        "Null",
        "85 m², 5 kΩ, 3 μg, 3 µg, 20°C, 1/2 – ½ — “x”…",
        "Müller Ångström Łódź",
        "Москва",
        "中文 ABC中文",
        "😀",
        "x" * 5000,
    ],
)
def test_what_people_write_is_taken(typed: str) -> None:
    assert refusal_of(typed) == ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("a\x00b", "ký tự ẩn"),
        ("a\x1bb", "ký tự ẩn"),
        ("a\x85b", "ký tự ẩn"),
        ("Ma\u200bu", "ký tự ẩn"),
        ("Ma\u200du", "ký tự ẩn"),
        ("\ufeffMẫu", "ký tự ẩn"),
        ("Mẫu\u202egpj.exe", "ký tự ẩn"),
        ("Mẫu\u2066x", "ký tự ẩn"),
        ("Mẫu\u00adx", "ký tự ẩn"),
        ("\ud800", "ký tự ẩn"),
        ("\ue000", "ký tự ẩn"),
        ("\U000e0041", "ký tự ẩn"),
        ("e\u0301\u0302\u0303\u0304", "quá nhiều dấu"),
        ("Nguyễn Vаn", "chỉ trông giống"),
        ("Ðào", "chỉ trông giống"),
        ("Ɖào", "chỉ trông giống"),
        ("Μẫu", "chỉ trông giống"),
        ("Ｎguyễn", "chỉ trông giống"),
        ("０１２", "chỉ trông giống"),
        ("𝐍guyễn", "chỉ trông giống"),
    ],
)
def test_what_cannot_be_seen_or_only_looks_alike_is_refused(typed: str, reason: str) -> None:
    assert reason in refusal_of(typed)


@given(st.text(max_size=200))
def test_any_text_is_either_taken_or_told_why(text: str) -> None:
    assert isinstance(refusal_of(text), str)
    assert isinstance(compared(text), str)


def test_no_character_passes_for_ordinary_that_would_be_refused_beside_letters() -> None:
    rare = "\u0f00"  # no ordinary letter, so that the text is looked at letter by letter
    texts = [f"a{chr(code)}b" for code in range(0x3000)]

    assert [t for t in texts if bool(refusal_of(t)) != bool(refusal_of(f"{t} {rare}"))] == []
