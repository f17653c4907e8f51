"""What a setting consists of, read from what people type, and how two of them differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from motcua.kernel.errors import DomainError, InvalidInput

LONGEST, SHORT = 2000, 20
NOTHING = "chưa có"
STROKE = " | "
Content = Mapping[str, str]


class TwoPersonsNeeded(DomainError):
    """The console sets up an empty installation; in one that has its keepers, two persons do."""

    message = (
        "Hệ thống đã có hai người có quyền đặt việc này. Xin đề nghị thay đổi ở trang {page}; "
        "một người khác xem và cho áp dụng."
    )


class NothingChanges(DomainError):
    """A proposal says what holds already."""

    message = "Chưa có gì thay đổi so với hiện nay."


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be typed: its name in what is kept, what people call it, and how it is written.

    With `choices` (what is kept, and its words) it is chosen instead; `lines` are the rows of a box
    in which there is one thing a line, in no order. Where they are `keyed`, each line says of what
    it speaks, then what of it, with strokes between (“thứ hai | 08:00-12:00”), and stays in place.
    """

    key: str
    label: str
    hint: str = ""
    lines: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    keyed: bool = False
    longest: int = LONGEST

    @property
    def is_short(self) -> bool:
        """Say whether it is a number, a day or a word, for which a narrow box is enough."""
        return self.longest <= SHORT

    def in_words(self, said: str) -> str:
        """Return what was typed as people read it."""
        words = dict(self.choices).get(said, said)
        return "; ".join(words.split("\n")) if words else NOTHING


@dataclass(frozen=True, slots=True)
class Change:
    """What would be otherwise, in words."""

    label: str
    before: str
    after: str


def tidied(fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the fields, each line without the space around it.

    Raises:
        InvalidInput: something is too long, or is not among the choices.
    """
    said = {
        one.key: _tidy(typed.get(one.key, ""), sort=bool(one.lines) and not one.keyed)
        for one in fields
    }
    errors = {
        one.key: f"Xin viết không quá {one.longest} ký tự."
        for one in fields
        if len(said[one.key]) > one.longest
    }
    for one in fields:
        if one.choices and said[one.key] not in dict(one.choices):
            errors[one.key] = "Xin chọn một mục."
    if errors:
        raise InvalidInput(errors)
    return said


def _tidy(text: str, *, sort: bool) -> str:
    tidy = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in tidy if line]
    return in_lines(lines) if sort else "\n".join(lines)


def in_lines(things: Iterable[str]) -> str:
    """Return what stands in a box with one thing a line, in an order of its own."""
    return "\n".join(sorted(things))


def changes(fields: Sequence[Field], before: Content, after: Content) -> list[Change]:
    """Return what would be otherwise, in the order of the fields; of keyed ones line by line."""
    found: list[Change] = []
    for one in fields:
        old, new = before.get(one.key, ""), after.get(one.key, "")
        if one.keyed:
            found += _changed_lines(one, dict(_told(old)), dict(_told(new)))
        elif old != new:
            found.append(Change(one.label, one.in_words(old), one.in_words(new)))
    return found


def _changed_lines(field: Field, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    return [
        Change(f"{field.label} {key}", old.get(key, NOTHING), new.get(key, NOTHING))
        for key in {**new, **old}
        if old.get(key) != new.get(key)
    ]


def _told(text: str) -> Iterable[tuple[str, str]]:
    for key, *rest in cells(text):
        yield key, ", ".join(part for part in rest if part)


def in_cells(parts: Iterable[str]) -> str:
    """Return a line of a keyed field."""
    return STROKE.join(" ".join(part.replace("|", "/").split()) for part in parts)


def cells(text: str) -> list[list[str]]:
    """Return the lines of a keyed field, each as its parts."""
    return [[part.strip() for part in line.split("|")] for line in text.split("\n") if line]


def number_in(content: Content, key: str) -> int:
    """Read a whole number above nought."""
    text = content[key]
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise InvalidInput({key: "Xin nhập một số nguyên lớn hơn 0."})
    return int(text)


def any_day_in(content: Content, key: str) -> date:
    """Read a day written as 31/12/2026."""
    try:
        return datetime.strptime(content[key], "%d/%m/%Y").replace(tzinfo=UTC).date()
    except ValueError:
        raise InvalidInput({key: "Xin viết ngày như 31/12/2026."}) from None


def day_in(content: Content, key: str, today: date) -> date:
    """Read a day that is not over, written as 31/12/2026."""
    day = any_day_in(content, key)
    if day < today:
        raise InvalidInput({key: f"Ngày này đã qua; sớm nhất là hôm nay, {today:%d/%m/%Y}."})
    return day


def pairs_in(content: Content, key: str, example: str) -> dict[str, str]:
    """Read lines of the form “tên = giá trị”, each name once."""
    found: dict[str, str] = {}
    for line in content[key].split("\n"):
        name, between, value = (part.strip() for part in line.partition("="))
        if not between or not name or not value or name in found:
            raise InvalidInput({key: f"Mỗi dòng viết một lần, ví dụ: {example}."})
        found[name] = value
    return found
