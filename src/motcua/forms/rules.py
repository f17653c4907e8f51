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
    """Answers as they are stored, and what is wrong by path (`field`, `table.0.column`)."""

    answers: Answers
    errors: dict[str, str]


def fields_of(definition: Mapping[str, object]) -> Iterator[FieldDict]:
    """Go through the fields of all pages, in order."""
    for page in pages_of(definition):
        yield from page["fields"]  # type: ignore[misc]


def pages_of(definition: Mapping[str, object]) -> list[FieldDict]:
    """Return the pages of a form."""
    pages: list[FieldDict] = definition["pages"]  # type: ignore[assignment]
    return pages


def known_values(definition: Mapping[str, object], answers: Answers, case: str) -> Answers:
    """Return what conditions read: every field and `case`.

    What is unanswered, or of a type that its field's conditions cannot read, is empty in its kind.
    """
    values: Answers = {"case": case}
    for field in fields_of(definition):
        name, kind = str(field["id"]), str(field["kind"])
        if kind in EMPTY:
            answer = answers.get(name)
            values[name] = answer if type(answer) is type(EMPTY[kind]) else EMPTY[kind]
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
    return [page for page, fields in _asked(definition, answers, case)[1] if fields]


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
    values, shown = _asked(definition, answers, case)
    for page, fields in shown:
        wanted = only_page is None or page["id"] == only_page
        for field in fields:
            name = str(field["id"])
            if wanted:
                checked.field(field, name, answers.get(name), values)
            elif name in answers:
                checked.answers[name] = answers[name]
    return Checked(checked.answers, checked.errors)


def _asked(
    definition: Mapping[str, object], answers: Answers, case: str
) -> tuple[Answers, list[tuple[FieldDict, list[FieldDict]]]]:
    """Return what conditions read, and the fields that are asked by page.

    Answers to fields that are not asked count for nothing. Dropping one may hide another field,
    so this goes on until nothing more is dropped.
    """
    kept = dict(answers)
    while True:
        values = known_values(definition, kept, case)
        shown = [(page, shown_fields(page, values)) for page in pages_of(definition)]
        names = {str(field["id"]) for _, fields in shown for field in fields}
        asked = {name: answer for name, answer in kept.items() if name in names}
        if len(asked) == len(kept):
            return values, shown
        kept = asked


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
        if _is_unanswered(answer, kind):
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

    def _table(self, field: FieldDict, path: str, answer: object, values: Answers) -> list[Answers]:
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


def _is_unanswered(answer: object, kind: str) -> bool:
    """Say whether nothing was answered: blanks are nothing, but zero and “no” are answers.

    An address of which only the province is chosen was not answered: we choose it beforehand.
    """
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, Mapping):
        return not any(str(answer[name]).strip() for name in answer if name != "province")
    if kind in {"yes_no", "number", "money"}:
        return answer is None
    return answer is None or answer == EMPTY[kind]


def required_sentence(field: FieldDict) -> str:
    """Say what to do about a field left empty, in the words of its label."""
    label = field["label"]["vi"]  # type: ignore[index]
    name = label[:1].lower() + label[1:] if label[1:2].islower() else label
    if label.endswith("?"):
        return "Xin trả lời câu hỏi này."
    verb = "chọn" if field["kind"] in {"choice", "choices", "yes_no", "declaration"} else "nhập"
    return f"Xin {verb} {name}."


def _holds(condition: object, values: Answers, *, default: bool) -> bool:
    return holds(str(condition), values) if condition else default
