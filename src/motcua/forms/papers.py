"""A form on paper: blank, to be filled in by hand, or filled in with answers.

Both are drawn from the questions of the version, so that paper and screen ask the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from motcua.documents.paper import draw, pictures
from motcua.forms.asking import Answers, Values, asked, pages_of
from motcua.forms.completing import completed
from motcua.forms.fields import COMPUTED, GROUPS, Field, Places
from motcua.forms.fields.drawing import lines_of
from motcua.forms.lists import options_of
from motcua.forms.saying import sayer
from motcua.forms.wording import worded

TEMPLATE = Path(__file__).parent / "paper" / "form.typ"
SHAPES: Mapping[str, str] = {
    "long_text": "lines",
    "personal_number": "boxes",
    "date": "day",
    "yes_no": "choice",
    "choice": "choice",
    "choices": "choice",
    "declaration": "declaration",
    "table": "table",
    "heading": "heading",
    "guidance": "text",
    **dict.fromkeys(GROUPS, "group"),
}
MOST_BOXES = 12
BLANK_ROWS = 4
YES_NO = (("yes", {"vi": "Có", "en": "Yes"}), ("no", {"vi": "Không", "en": "No"}))
WORDS = {
    "vi": {
        "to": "Kính gửi",
        "day_line": "............, ngày ..... tháng ..... năm .........",
        "signer_title": "NGƯỜI KHAI",
        "signer_note": "(Ký, ghi rõ họ tên)",
        "only": "Chỉ khai khi",
        "optional": "không bắt buộc",
    },
    "en": {
        "to": "To",
        "day_line": "............, ..... / ..... / .........",
        "signer_title": "DECLARANT",
        "signer_note": "(Signature and full name)",
        "only": "Only if",
        "optional": "optional",
    },
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What drawing a form depends on: nothing is filled in when there are no answers."""

    definition: Mapping[str, object]
    answers: Answers | None
    places: Places
    said: Callable[[str], str]
    language: str

    def facts(self, code: str, case: str) -> dict[str, object]:
        """Return what the template prints."""
        words = WORDS[self.language]
        pages = self._pages(case)
        signature = self._signature()
        return {
            "title": self._words(self.definition.get("title")),
            "code": code,
            "language": self.language,
            **{name: words[name] for name in ("to", "day_line", "signer_title", "signer_note")},
            "strokes": lines_of(signature.get("strokes")),
            "signer": str(signature.get("name") or ""),
            "signed_on": worded({"kind": "date"}, signature.get("date"), self.places),
            "pages": [page for page in pages if page["fields"]],
        }

    def _pages(self, case: str) -> list[dict[str, object]]:
        if self.answers is None:
            given: Values = {}
            pages = [(page, list(page["fields"])) for page in pages_of(self.definition)]  # type: ignore[call-overload]
        else:
            known, pages = asked(self.definition, self.answers, case)
            given = {**_computed(pages, known), **self.answers}
        return [
            {
                "title": self._words(page.get("title")),
                "note": self._condition(page),
                "fields": [
                    self._field(one, given.get(str(one["id"])))
                    for one in fields
                    if self._prints(str(one["kind"]))
                ],
            }
            for page, fields in pages
        ]

    def _prints(self, kind: str) -> bool:
        """Say whether a kind stands among the questions; what is computed does once it is."""
        if kind == "calculated":
            return self.answers is not None
        return kind not in {"hidden", "signature"}

    def _answer(self, field: Field) -> object:
        return None if self.answers is None else self.answers.get(str(field["id"]))

    def _signature(self) -> Mapping[str, object]:
        for page in pages_of(self.definition):
            for field in page["fields"]:  # type: ignore[attr-defined]
                found = self._answer(field)
                if field["kind"] == "signature" and isinstance(found, Mapping):
                    return found
        return {}

    def _field(self, field: Field, answer: object) -> dict[str, object]:
        kind = str(field["kind"])
        shape = SHAPES.get(kind, "line")
        facts: dict[str, object] = {
            "shape": shape,
            "label": self._words(field["label"]).rstrip(": "),
            "note": self._note(field),
            "value": worded(field, answer, self.places, self.language) if shape != "table" else "",
        }
        if shape == "choice":
            return self._choice(field, answer, facts)
        if shape == "table":
            return {**facts, **self._table(field, answer)}
        if shape == "group":
            given = answer if isinstance(answer, Mapping) else {}
            parts: list[Field] = field["fields"]  # type: ignore[assignment]
            drawn = [self._field(part, given.get(str(part["id"]))) for part in parts]
            return {**facts, "parts": drawn}
        return facts

    def _choice(self, field: Field, answer: object, facts: dict[str, object]) -> dict[str, object]:
        """Return boxes to tick; a list too long for them is a line to write on."""
        if field["kind"] == "yes_no":
            options = [(answer is (value == "yes"), words) for value, words in YES_NO]
        else:
            chosen = answer if isinstance(answer, list) else [answer]
            options = [(one["value"] in chosen, one["label"]) for one in options_of(field)]  # type: ignore[misc]
        if len(options) > MOST_BOXES:
            return {**facts, "shape": "line"}
        boxes = [{"on": on, "label": self._words(words)} for on, words in options]
        return {**facts, "options": boxes}

    def _table(self, field: Field, answer: object) -> dict[str, object]:
        columns: list[Field] = field["fields"]  # type: ignore[assignment]
        given = answer if isinstance(answer, list) else []
        rows = [
            [worded(one, row.get(str(one["id"])), self.places, self.language) for one in columns]
            for row in given
            if isinstance(row, Mapping)
        ]
        blank = [""] * len(columns)
        least = BLANK_ROWS if self.answers is None else 0
        rows += [blank] * (least - len(rows))
        return {"columns": [self._words(one["label"]) for one in columns], "rows": rows}

    def _note(self, field: Field) -> str:
        """Return when a question is to be answered on paper, where nothing hides it."""
        if self.answers is not None or field["kind"] in {"heading", "guidance", "declaration"}:
            return ""
        notes = [self._condition(field)]
        if field.get("required") is False and not field.get("required_if"):
            notes.append(WORDS[self.language]["optional"])
        return "; ".join(note[:1].lower() + note[1:] for note in notes if note)

    def _condition(self, part: Field) -> str:
        if self.answers is not None or not part.get("show_if"):
            return ""
        return f"{WORDS[self.language]['only']} {self.said(str(part['show_if']))}"

    def _words(self, words: object) -> str:
        if not isinstance(words, Mapping):
            return ""
        return str(words.get(self.language) or words.get("vi") or "")


def _computed(pages: Sequence[tuple[Field, list[Field]]], known: Values) -> Answers:
    names = [str(one["id"]) for _, fields in pages for one in fields if one["kind"] in COMPUTED]
    return {name: known.get(name) for name in names}


def blank_form(
    code: str,
    definition: Mapping[str, object],
    places: Places,
    cases: Sequence[tuple[str, str]] = (),
    language: str = "vi",
) -> bytes:
    """Return a form as PDF to be filled in by hand; questions asked only sometimes say when."""
    return draw(_template(), _sheet(definition, None, places, cases, language).facts(code, ""))


def filled_form(
    code: str,
    definition: Mapping[str, object],
    answers: Answers,
    case: str,
    places: Places,
    language: str = "vi",
) -> bytes:
    """Return a form as PDF with answers; what these answers do not call for is left out."""
    return draw(_template(), _sheet(definition, answers, places, (), language).facts(code, case))


def form_pictures(
    code: str,
    definition: Mapping[str, object],
    answers: Answers | None,
    case: str,
    places: Places,
    cases: Sequence[tuple[str, str]] = (),
    language: str = "vi",
) -> list[bytes]:
    """Return the pages of a form as PNG, to be looked at while it is being drawn; blank where
    there are no answers."""
    sheet = _sheet(definition, answers, places, cases, language)
    return pictures(_template(), sheet.facts(code, case))


def _sheet(
    definition: Mapping[str, object],
    answers: Answers | None,
    places: Places,
    cases: Sequence[tuple[str, str]],
    language: str,
) -> _Sheet:
    return _Sheet(completed(definition), answers, places, sayer(definition, cases), language)


def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")
