"""The first draft of a form from a Word form: blanks become questions, tables become tables.

It guesses the kind of a question from its words; a clerk corrects what it guessed wrong. Pure.
"""

import re
from collections.abc import Mapping, Sequence

from motcua.forms.checking.findings import wrong_words
from motcua.forms.checking.shape import FIELD_ID, RESERVED
from motcua.forms.fields import Field
from motcua.forms.word import Block, Table
from motcua.kernel.text import folded, normal

MOST_QUESTIONS = 300
MOST_PAGES = 40
LONGEST_LABEL = 300
_BLANK = re.compile(r"(?:[.…_]\s?){4,}|…+|_{3,}|\t+")
_BOX = re.compile(r"[☐□▢❑❏◻⬜]|\[\s?\]")
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,5}|[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zđ])[.)]\s+")
_SECTION = re.compile(r"^\s*(?:[IVX]{1,5}|PHẦN\s+\w+|[A-Z])[.:)]\s*\S")
_HEAD = re.compile(r"^(cong hoa xa hoi chu nghia|doc lap - tu do|mau so|kinh gui|mau to khai)")
_DAY_LINE = re.compile(r"ngay\W*thang\W*nam\W*$")
_SIGNED = re.compile(
    r"^\W*(nguoi (khai|lam don|de nghi|yeu cau|nop don|dang ky)|ky,? ghi ro|ky ten)"
)
_DECLARED = re.compile(r"\bcam (doan|ket)\b")
_SEX = [
    {"value": "male", "label": {"vi": "Nam", "en": "Male"}},
    {"value": "female", "label": {"vi": "Nữ", "en": "Female"}},
]
# The first that is found in the words of a question, without accents.
_KINDS: Sequence[tuple[str, Mapping[str, object]]] = (
    (r"gioi tinh", {"kind": "choice", "options": _SEX}),
    (r"dan toc", {"kind": "choice", "list": "ethnic_groups@1"}),
    (r"so dinh danh|can cuoc( cong dan)?$|so can cuoc|so cccd|cccd$", {"kind": "personal_number"}),
    (r"ma so thue", {"kind": "tax_code"}),
    (r"dien thoai|so di dong", {"kind": "phone"}),
    (r"thu dien tu|e-?mail", {"kind": "email"}),
    (
        r"\bngay (sinh|cap|bat dau|ket thuc|het han)|^(tu|den|ngay)\b.*ngay|^ngay\b",
        {"kind": "date"},
    ),
    (r"noi (cu tru|thuong tru|tam tru|o)|dia chi|cho o|tru so", {"kind": "address"}),
    (r"so tien|gia tri|von |hoc phi|thu nhap|\(dong\)|\(vnd\)", {"kind": "money"}),
    (r"dien tich|trong luong|chieu (cao|dai|rong)|kich thuoc", {"kind": "number", "decimals": 2}),
    (r"so (luong|nguoi|tang|lao dong|ban|con)\b|nam san xuat", {"kind": "number"}),
    (r"noi dung|ly do|mo ta|trinh bay|muc dich|y kien", {"kind": "long_text"}),
)


def drafted(blocks: Sequence[Block], name: str = "") -> dict[str, object]:
    """Return the definition that a Word form reads as; `name` stands when it has no title."""
    reading = _Reading()
    for block in blocks:
        if isinstance(block, str):
            reading.line(block)
        else:
            reading.table(block)
    return reading.form(name)


class _Reading:
    """One pass over a document: the pages so far, and the last line that asked nothing."""

    def __init__(self) -> None:
        self.title = ""
        self.pages: list[dict[str, object]] = []
        self.fields: list[Field] = []
        self.names: set[str] = set(RESERVED)
        self.before = ""
        self.asked = 0

    def line(self, text: str) -> None:
        """Read one paragraph."""
        plain = folded(text).strip()
        if not plain or _HEAD.match(plain) or _DAY_LINE.search(plain) or _is_signing(plain):
            return
        if _DECLARED.search(plain):
            self._ask(_label(text, 600), {"kind": "declaration"})
        elif _BOX.search(text):
            self._boxes(text)
        elif _BLANK.search(text):
            self._blanks(text)
        elif text.rstrip().endswith(":") and len(text) < LONGEST_LABEL:
            self._remember(text)
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        """Take a line without blanks for the title, a section, or words to remember."""
        words = _label(text)
        if not self.title and words.isupper() and not self.asked:
            self.title = words.capitalize()
        elif _SECTION.match(text) and len(words) < 150:
            self._begin_page(words)
        else:
            self._remember(text)

    def _remember(self, text: str) -> None:
        self._flush()
        self.before = text if text.rstrip().endswith(":") else ""

    def _flush(self) -> None:
        """A line that ended with a colon and was followed by nothing asks for text after all."""
        if self.before:
            waiting, self.before = self.before, ""
            self._ask(_label(waiting))

    def _blanks(self, text: str) -> None:
        parts = [_label(part) for part in _BLANK.split(text)]
        asked = [part for part in parts if any(letter.isalpha() for letter in part)]
        if not asked:
            if self.before:
                self._flush()
            elif self.fields and self.fields[-1]["kind"] == "text":
                self.fields[-1] = {**self.fields[-1], "kind": "long_text"}
            return
        self._flush()
        ends_blank = bool(_BLANK.search(text[-6:])) or not parts[-1]
        for part in asked if ends_blank else asked[: max(1, len(asked) - 1)]:
            self._ask(part)

    def _boxes(self, text: str) -> None:
        first, *others = (_label(part) for part in _BOX.split(text))
        question = first or _label(self.before)
        self.before = ""
        options = [words for words in others if words]
        if not options and first:  # the box stands after its words
            question, options = "", [first]
        last = self.fields[-1] if self.fields else {}
        if not question and last.get("kind") in {"choice", "choices"} and "options" in last:
            known: list[object] = last["options"]  # type: ignore[assignment]
            self.fields[-1] = {**last, "options": _options([*map(_vi, known), *options])}
            return
        kind = "choices" if re.search(r"cac|nhung|nhieu", folded(question)) else "choice"
        self._ask(question or "Lựa chọn", {"kind": kind, "options": _options(options)})

    def table(self, rows: Table) -> None:
        """Read a table: rows to fill in below a head, or questions with room beside them."""
        rows = [row for row in rows if row]
        head = [_label(cell) for cell in rows[0]] if rows else []
        below = [cell for row in rows[1:] for cell in row[1:]]
        is_empty = all(not _label(_BLANK.sub("", cell)) for cell in below)
        if len(rows) > 1 and len(head) > 1 and all(head) and is_empty:
            self._rows(head)
            return
        for row in rows:
            for cell in row:
                for text in cell.split("\n"):
                    self.line(text)
            if len(row) == 2 and _label(row[0]) and not _label(_BLANK.sub("", row[1])):
                self._beside(row[0])

    def _beside(self, text: str) -> None:
        """Ask for the words beside an empty cell, unless they were asked for as a line."""
        self.before = ""
        label = _label(text)
        if not (_BLANK.search(text) or _BOX.search(text)) and any(map(str.isalpha, label)):
            self._ask(label)

    def _rows(self, head: Sequence[str]) -> None:
        question = _label(self.before) or "Danh sách"
        self.before = ""
        names = [words for words in head if folded(words) not in {"tt", "stt", "so tt"}]
        if not names or self.asked >= MOST_QUESTIONS:
            return
        name = self._name(question)
        columns = [self._field(words, _guess(words)) for words in names[:12]]
        self.fields.append(
            {"id": name, "kind": "table", "label": {"vi": question}, "fields": columns}
        )
        self.asked += 1

    def _ask(self, label: str, shape: Mapping[str, object] | None = None) -> None:
        if not any(letter.isalpha() for letter in label) or self.asked >= MOST_QUESTIONS:
            return
        if shape is not None and shape.get("options") == []:
            shape = None
        self.fields.append(self._field(label, shape or _guess(label)))
        self.asked += 1

    def _field(self, label: str, shape: Mapping[str, object]) -> dict[str, object]:
        words = {"vi": label}
        return {
            "id": self._name(label),
            "label": {"vi": "Câu hỏi"} if wrong_words(words) else words,
            **shape,
        }

    def _name(self, label: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "_", folded(label)).strip("_")
        base = "_".join(plain.split("_")[:6])[:40].strip("_")
        base = base if FIELD_ID.fullmatch(base) else f"muc_{base}".strip("_")
        name, number = base, 2
        while name in self.names or not FIELD_ID.fullmatch(name):
            name, number = f"{base}_{number}", number + 1
        self.names.add(name)
        return name

    def _begin_page(self, title: str) -> None:
        self._flush()
        if self.fields:
            self._end_page()
        page: dict[str, object] = {"id": f"trang_{len(self.pages) + 1}", "title": _titled(title)}
        self.pages.append(page)

    def _end_page(self) -> None:
        """Close the page that is being read; a section without questions leaves none behind."""
        if not self.fields:
            return
        if not self.pages or "fields" in self.pages[-1]:
            self.pages.append({"id": f"trang_{len(self.pages) + 1}", "title": {"vi": "Nội dung"}})
        self.pages[-1]["fields"], self.fields = self.fields, []

    def form(self, name: str) -> dict[str, object]:
        """Return what was read."""
        self._flush()
        self._end_page()
        pages = [page for page in self.pages if "fields" in page]
        if len(pages) > MOST_PAGES:
            rest = [field for page in pages[MOST_PAGES - 1 :] for field in page["fields"]]  # type: ignore[attr-defined]
            pages = [*pages[: MOST_PAGES - 1], {**pages[MOST_PAGES - 1], "fields": rest}]
        return {"title": _titled(name or self.title or "Biểu mẫu"), "pages": pages}


def _is_signing(plain: str) -> bool:
    return bool(_SIGNED.match(plain)) and len(plain) < 80


def _label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return words as a label: without numbering, notes on filling in, blanks and end signs."""
    words = " ".join(normal(_BLANK.sub(" ", _NUMBERED.sub("", text))).split())
    words = re.sub(r"\s*\(\d{1,2}\)", "", words).strip(" .:;,-–*/")[:longest].strip()
    return words if words.count("(") == words.count(")") else words.strip("() ")


def _titled(words: str) -> dict[str, str]:
    titled = {"vi": words}
    return {"vi": "Biểu mẫu"} if wrong_words(titled) else titled


def _guess(label: str) -> Mapping[str, object]:
    plain = folded(label)
    return next((shape for words, shape in _KINDS if re.search(words, plain)), {"kind": "text"})


def _options(words: Sequence[str]) -> list[object]:
    """Return options with a value each, no two alike."""
    options: dict[str, object] = {}
    for one in words[:50]:
        value = re.sub(r"[^a-z0-9]+", "_", folded(one)).strip("_")[:40] or "khac"
        if value not in options and not wrong_words({"vi": one}):
            options[value] = {"value": value, "label": {"vi": one}}
    return list(options.values())


def _vi(option: object) -> str:
    return str(option["label"]["vi"])  # type: ignore[index]
