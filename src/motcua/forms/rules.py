"""Whether answers fit a form.

A form is data: pages of fields with conditions in CEL. Everything here is pure; the places an
address may name come in as an argument.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from motcua.forms.fields import CHECKS, EMPTY, SILENT, FieldError, Places
from motcua.kernel.expressions import evaluate, holds

FieldDict = Mapping[str, object]
Answers = dict[str, object]


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers as they are stored, and what is wrong with them by path (`field`, `table.0.column`)."""

    answers: Answers
    errors: dict[str, str]


def fields_of(definition: Mapping[str, object]) -> Iterator[FieldDict]:
    """Go through the fields of all pages, in order."""
    for page in pages_of(definition):
        yield from page["fields"]  # type: ignore[misc]


def pages_of(definition: Mapping[str, object]) -> list[FieldDict]:
    """Return the pages of a form."""
    return list(definition["pages"])  # type: ignore[call-overload]


def known_values(definition: Mapping[str, object], answers: Answers, case: str) -> Answers:
    """Return what conditions read: every field, unanswered ones empty in their kind, and `case`."""
    values: Answers = {"case": case}
    for field in fields_of(definition):
        name, kind = str(field["id"]), str(field["kind"])
        if kind == "calculated" or kind in SILENT:
            continue
        answer = answers.get(name)
        values[name] = EMPTY[kind] if answer is None else answer
    for field in fields_of(definition):
        if field["kind"] == "calculated":
            values[str(field["id"])] = evaluate(str(field["value"]), values)
    return values


def shown_fields(page: FieldDict, values: Answers) -> list[FieldDict]:
    """Return the fields of a page that these answers call for."""
    if not _holds(page.get("show_if"), values, default=True):
        return []
    fields: list[FieldDict] = page["fields"]  # type: ignore[assignment]
    return [field for field in fields if _holds(field.get("show_if"), values, default=True)]


def shown_pages(definition: Mapping[str, object], answers: Answers, case: str) -> list[FieldDict]:
    """Return the pages that have something to ask, given what was answered."""
    values = known_values(definition, answers, case)
    return [page for page in pages_of(definition) if shown_fields(page, values)]


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
    checked = _Check(today, places)
    known = {str(field["id"]) for field in fields_of(definition)}
    for name in answers.keys() - known:
        checked.errors[name] = "Biểu mẫu không có mục này."
    values = known_values(definition, _clean(definition, answers), case)
    for page in pages_of(definition):
        wanted = only_page is None or page["id"] == only_page
        for field in shown_fields(page, values):
            name = str(field["id"])
            if wanted:
                checked.field(field, name, answers.get(name), values)
            elif name in answers:
                checked.answers[name] = answers[name]
    return Checked(checked.answers, checked.errors)


def _clean(definition: Mapping[str, object], answers: Answers) -> Answers:
    """Keep answers whose type their field's conditions can read; the rest count as unanswered."""
    kept: Answers = {}
    for field in fields_of(definition):
        name, kind = str(field["id"]), str(field["kind"])
        answer = answers.get(name)
        if kind in EMPTY and isinstance(answer, type(EMPTY[kind])):
            kept[name] = answer
    return kept


class _Check:
    """One pass over answers: what may be stored so far, and what is wrong."""

    def __init__(self, today: date, places: Places) -> None:
        self.today = today
        self.places = places
        self.answers: Answers = {}
        self.errors: dict[str, str] = {}

    def field(self, field: FieldDict, path: str, answer: object, values: Answers) -> None:
        kind = str(field["kind"])
        if kind == "calculated":
            self.answers[path] = values[path]
            return
        if kind in SILENT:
            return
        if answer is None or answer == EMPTY[kind] and kind != "yes_no":
            if self._is_required(field, values):
                self.errors[path] = required_sentence(field)
            return
        try:
            if kind == "table":
                self.answers[path] = self._table(field, path, answer, values)
            else:
                self.answers[path] = CHECKS[kind](answer, field, self.today, self.places)
        except FieldError as error:
            self.errors[path] = str(error)

    def _is_required(self, field: FieldDict, values: Answers) -> bool:
        if field.get("required_if"):
            return _holds(field["required_if"], values, default=False)
        return bool(field.get("required", True))

    def _table(
        self, field: FieldDict, path: str, answer: object, values: Answers
    ) -> list[Answers]:
        if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
            raise FieldError("Mục này phải là một bảng gồm các dòng.")
        least, most = int(str(field.get("min_rows", 0))), int(str(field.get("max_rows", 50)))
        if not least <= len(answer) <= most:
            raise FieldError(f"Mục này phải có từ {least} đến {most} dòng.")
        return [self._row(field, f"{path}.{at}", row, values) for at, row in enumerate(answer)]

    def _row(self, field: FieldDict, path: str, row: Answers, values: Answers) -> Answers:
        columns: list[FieldDict] = field["fields"]  # type: ignore[assignment]
        inner = _Check(self.today, self.places)
        for name in row.keys() - {str(column["id"]) for column in columns}:
            self.errors[f"{path}.{name}"] = "Biểu mẫu không có mục này."
        for column in columns:
            name = str(column["id"])
            inner.field(column, name, row.get(name), values)
        for name, sentence in inner.errors.items():
            self.errors[f"{path}.{name}"] = sentence
        return inner.answers


def required_sentence(field: FieldDict) -> str:
    """Say what to do about a field left empty, in the words of its label."""
    label = field["label"]["vi"]  # type: ignore[index]
    name = label[:1].lower() + label[1:] if label[1:2].islower() else label
    verb = "chọn" if field["kind"] in {"choice", "choices", "yes_no", "declaration"} else "nhập"
    return f"Xin {verb} {name}."


def _holds(condition: object, values: Answers, *, default: bool) -> bool:
    return holds(str(condition), values) if condition else default
