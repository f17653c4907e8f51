"""Whether answers fit a form.

A form is data: pages of fields with conditions in CEL. Everything here is pure; the places an
address may name come in as an argument.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from motcua.forms.asking import Answers, FieldDict, Values, asked, fields_of, is_met, pages_of
from motcua.forms.fields import (
    CHECKS,
    COMPUTED,
    GROUPS,
    SILENT,
    FieldError,
    Places,
    is_blank,
    known,
    mismatch,
    parts_of,
)
from motcua.forms.fields.kinds import rows_of

__all__ = [
    "Answers",
    "Checked",
    "FieldDict",
    "check",
    "fields_of",
    "known_values",
    "pages_of",
    "required_sentence",
    "shown_fields",
    "shown_pages",
]

UNKNOWN = "Biểu mẫu không có mục này."
MOST_UNKNOWN = 100
CHOSEN = frozenset({"choice", "choices", "yes_no", "declaration", "agency"})


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers as they are stored, and what is wrong by path (`field`, `table.0.column`)."""

    answers: Answers
    errors: dict[str, str]


def known_values(definition: Mapping[str, object], answers: Answers, case: str) -> Answers:
    """Return what conditions read: every field and `case`.

    What is unanswered, not asked, or of a type that its field's conditions cannot read, is empty
    in its kind.
    """
    return asked(definition, answers, case).values


def shown_fields(page: FieldDict, values: Values) -> list[FieldDict]:
    """Return the fields of a page that these answers call for."""
    if not is_met(page.get("show_if"), values, otherwise=True):
        return []
    fields: list[FieldDict] = page["fields"]  # type: ignore[assignment]
    return [
        field
        for field in fields
        if field["kind"] != "hidden" and is_met(field.get("show_if"), values, otherwise=True)
    ]


def shown_pages(definition: Mapping[str, object], answers: Answers, case: str) -> list[FieldDict]:
    """Return the pages that have something to ask, given what was answered."""
    pages = asked(definition, answers, case).pages
    return [page for page, fields in pages if any(f["kind"] != "hidden" for f in fields)]


def check(
    definition: Mapping[str, object],
    answers: Answers,
    *,
    case: str,
    today: date,
    places: Places,
    only_page: str | None = None,
) -> Checked:
    """Check answers against the form, or against one page of it.

    Answers to fields that are not asked are dropped; unknown names are refused, because a
    mistyped field must not vanish silently.
    """
    values, shown = asked(definition, answers, case)
    checked = _Check(today, places, values)
    names = {str(field["id"]) for field in fields_of(definition)}
    checked.refuse_unknown(answers, names)
    for page, fields in shown:
        wanted = only_page is None or page["id"] == only_page
        for field in fields:
            name = str(field["id"])
            if wanted:
                checked.field(field, name, answers.get(name))
            elif name in answers:
                checked.answers[name] = answers[name]
    return Checked(checked.answers, checked.errors)


class _Check:
    """One pass over answers: what may be stored so far, and what is wrong."""

    def __init__(self, today: date, places: Places, values: Values) -> None:
        self.today = today
        self.places = places
        self.values = values
        self.outside: Answers | None = None
        self.answers: Answers = {}
        self.errors: dict[str, str] = {}

    def refuse_unknown(self, given: Mapping[str, object], names: set[str]) -> None:
        """Refuse what the form does not ask; a hundred of them say enough."""
        for name in islice((one for one in given if one not in names), MOST_UNKNOWN):
            self.errors[str(name)[:100]] = UNKNOWN

    def field(self, field: FieldDict, name: str, answer: object) -> None:
        """Check one answer; it is kept when it fits, and told what is wrong otherwise."""
        kind = str(field["kind"])
        if kind in COMPUTED:
            self.answers[name] = self.values[name]
        elif kind in SILENT:
            return
        elif is_blank(answer, kind):
            if self._is_required(field):
                self.errors[name] = required_sentence(field)
        else:
            self._answered(field, kind, name, answer)

    def _answered(self, field: FieldDict, kind: str, name: str, answer: object) -> None:
        before = len(self.errors)
        try:
            if kind == "table":
                kept: object = self._table(field, name, answer)
            elif kind in GROUPS:
                kept = self._group(field, name, answer)
            else:
                kept = CHECKS[kind](answer, field, self.today, self.places)
        except FieldError as error:
            self.errors[name] = str(error)
            return
        if kept == {}:  # a group of which no part fits
            return
        self.answers[name] = kept
        if len(self.errors) == before and (wrong := mismatch(field, kept, self.values)):
            part, sentence = wrong
            self.errors[f"{name}.{part}" if part else name] = sentence

    def _is_required(self, field: FieldDict) -> bool:
        if field.get("required_if"):
            return is_met(field["required_if"], self.values, otherwise=False)
        return bool(field.get("required", True))

    def _table(self, field: FieldDict, path: str, answer: object) -> list[Answers]:
        if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
            raise FieldError("Mục này phải là một bảng gồm các dòng.")
        least, most = rows_of(field)
        if not least <= len(answer) <= most:
            raise FieldError(f"Mục này phải có từ {least} đến {most} dòng.")
        return [self._row(field, f"{path}.{at}", row) for at, row in enumerate(answer)]

    def _group(self, field: FieldDict, path: str, answer: object) -> Answers:
        if not isinstance(answer, dict):
            raise FieldError("Mục này gồm nhiều phần. Xin nhập từng phần.")
        return self._row(field, path, answer)

    def _row(self, field: FieldDict, path: str, row: Answers) -> Answers:
        parts = parts_of(field)
        own = {str(part["id"]): known(part, row.get(str(part["id"]))) for part in parts}
        inner = _Check(self.today, self.places, ChainMap(own, self._beside()))
        inner.refuse_unknown(row, own.keys())  # type: ignore[arg-type]
        for part in parts:
            name = str(part["id"])
            inner.field(part, name, row.get(name))
        for name, sentence in inner.errors.items():
            self.errors[f"{path}.{name}"] = sentence
        return inner.answers

    def _beside(self) -> Answers:
        """Return what conditions in a row read of the form around it: no lists, since handing a
        whole table to the condition of each of its rows takes the square of its size."""
        if self.outside is None:
            self.outside = {
                name: one for name, one in self.values.items() if not isinstance(one, list)
            }
        return self.outside


def required_sentence(field: FieldDict) -> str:
    """Say what to do about a field left empty, in the words of its label."""
    label = field["label"]["vi"]  # type: ignore[index]
    name = label[:1].lower() + label[1:] if label[1:2].islower() else label
    if label.endswith("?"):
        return "Xin trả lời câu hỏi này."
    if field["kind"] == "signature":
        return "Xin gõ họ tên để ký."
    if field["kind"] == "declaration":
        return "Xin đánh dấu vào ô cam đoan."
    verb = "chọn" if field["kind"] in CHOSEN else "nhập"
    return f"Xin {verb} {name.rstrip('.')}."
