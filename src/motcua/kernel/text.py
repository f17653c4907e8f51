"""Vietnamese text: one form on entry, and forms for search and for comparing."""

import re
import unicodedata

_UNACCENTED_D = str.maketrans({"đ": "d", "Đ": "D"})
# Grave, acute, tilde, hook above and dot below: they stand on one vowel or its neighbour.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_MOST_MARKS = 2

# What no one types on purpose, as ranges that mean the same to Python, JavaScript and Rust:
# control characters except tab and line ends, invisible and direction-changing ones, private use.
HIDDEN_RANGES = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ue000-\uf8ff"
    r"\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
)
SPACE_RANGES = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HIDDEN = re.compile(f"[{HIDDEN_RANGES}\ud800-\udfff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]")
# Letters and marks that nearly all Vietnamese text is made of, so that it is looked at once only.
_ORDINARY = re.compile(
    r"[\t\n\r\x20-\x7e\xb0\xb2\xb3\xc0-\xcf\xd1-\xef\xf1-\xff"
    r"\u0100-\u017e\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9"
    r"\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ab]*"
)
_OTHER_D = frozenset("ÐðƉɖ")
_UNITS = frozenset("Ωμ")  # ohm and micro: they look like no Latin letter
_LOOK_ALIKE = ("CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU")
_DRESSED_UP = ("FULLWIDTH", "MATHEMATICAL", "CIRCLED", "PARENTHESIZED", "SQUARED", "NEGATIVE")


def normal(value: str) -> str:
    """Return text as it is stored: Unicode NFC, single spaces, no control characters."""
    composed = unicodedata.normalize("NFC", value)
    if composed.isprintable():
        return " ".join(composed.split())
    kept = (c if c.isprintable() or c in "\n\t" else " " for c in composed)
    lines = "".join(kept).replace("\t", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def folded(value: str) -> str:
    """Return text for comparing without accents: “Đăng ký” and “dang ky” are one."""
    plain = unicodedata.normalize("NFD", value.translate(_UNACCENTED_D).lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


def compared(value: str) -> str:
    """Return text for comparing with accents: “Hòa”, “hoà” and “HÒA” are one, “hoa” is not.

    Both ways of placing tone marks are in use and name the same word, so the tone counts for the
    word and not for the letter that carries it.
    """
    return " ".join(_toned(word) for word in unicodedata.normalize("NFD", value.lower()).split())


def _toned(word: str) -> str:
    letters = "".join(c for c in word if c not in _TONES)
    return letters + "".join(c for c in word if c in _TONES)


def alike(one: str, other: str) -> bool:
    """Say whether two texts read the same, however they were typed."""
    return compared(one) == compared(other)


def refusal_of(value: str) -> str:
    """Say in a sentence why text cannot be taken as it was typed; empty when it can.

    Refused are characters that cannot be seen, turn the direction of reading, or only look like
    the letter they stand for: a name written with them is found by nobody.
    """
    if _ORDINARY.fullmatch(value):
        return ""
    if _HIDDEN.search(value):
        return "Nội dung có ký tự ẩn hoặc ký tự điều khiển. Xin xóa đi và gõ lại bằng bàn phím."
    composed = unicodedata.normalize("NFC", value)
    if _is_piled_up(composed):
        return "Có chữ mang quá nhiều dấu. Xin gõ lại."
    for word in re.findall(r"\w+", composed):
        if wrong := _look_alike(word):
            return (
                f"Chữ “{wrong}” trong “{word[:40]}” chỉ trông giống chữ tiếng Việt. "
                "Xin xóa đi và gõ lại bằng bàn phím tiếng Việt."
            )
    return ""


def _is_piled_up(composed: str) -> bool:
    marks = 0
    for character in composed:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            return True
    return False


def _look_alike(word: str) -> str:
    if word.isascii():
        return ""
    names = {c: unicodedata.name(c, "") for c in word if not c.isascii()}
    is_latin = any(c.isascii() and c.isalpha() for c in word) or any(
        name.startswith("LATIN") for name in names.values()
    )
    for character, name in names.items():
        if character in _OTHER_D or name.startswith(_DRESSED_UP):
            return character
        if is_latin and character not in _UNITS and name.startswith(_LOOK_ALIKE):
            return character
    return ""


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What programs for tables compute from, the wide forms of East Asian keyboards too.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def spreadsheet_safe(cell: str) -> str:
    """Return a cell of CSV that no spreadsheet reads as a formula."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def xml_safe(text: str) -> str:
    """Return a text without the characters that no XML file holds: what controls, and halves."""
    return _NO_XML.sub("", text)
