"""Vietnamese text: one form on entry, and a form for search that is blind to accents."""

import unicodedata

_UNACCENTED_D = str.maketrans({"đ": "d", "Đ": "D"})


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
