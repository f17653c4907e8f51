"""Test cases kept with a form (ca thử): answers in, and which pages, errors and values come out.

A case has its own day, so that it gives the same on every day it is run. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.forms.fields import Places
from motcua.forms.fields.dates import day_of
from motcua.forms.rules import Answers, check, known_values, shown_pages
from motcua.kernel.errors import InvalidInput

PlacesOn = Callable[[date], Places]  # what addresses may name on a day
MOST_TRIALS = 100
LONGEST_NAME = 200
_WHOLE = frozenset({"name", "case", "day", "answers", "expected"})
_EXPECTED = frozenset({"pages", "errors", "values"})


@dataclass(frozen=True, slots=True)
class Trial:
    """One test case; what it does not expect anything of is not looked at."""

    name: str
    case: str
    day: date
    answers: Answers
    pages: Sequence[str] | None
    errors: Sequence[str] | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form makes of answers: the pages it asks, what is wrong by path, what it computes."""

    pages: list[str]
    errors: dict[str, str]
    values: Answers


def read_trials(given: object) -> list[Trial]:
    """Return test cases as they are kept with a form; anything else is refused."""
    if not isinstance(given, list) or len(given) > MOST_TRIALS:
        raise InvalidInput(
            {"trials": f"Các ca thử phải là một danh sách, nhiều nhất {MOST_TRIALS}."}
        )
    return [_trial(one, at) for at, one in enumerate(given, start=1)]


def _trial(given: object, at: int) -> Trial:
    wrong = InvalidInput({"trials": f"Không đọc được ca thử số {at}. Xin xóa đi và thêm lại."})
    if not isinstance(given, Mapping) or not given.keys() <= _WHOLE:
        raise wrong
    name, case, day = given.get("name"), given.get("case", ""), day_of(given.get("day"))
    answers, expected = given.get("answers", {}), given.get("expected", {})
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput({"trials": f"Ca thử số {at} chưa có tên."})
    if day is None or not isinstance(case, str) or not isinstance(answers, dict):
        raise wrong
    if not isinstance(expected, Mapping) or not expected.keys() <= _EXPECTED:
        raise wrong
    pages, errors = _texts(expected.get("pages")), _texts(expected.get("errors"))
    values = expected.get("values", {})
    if pages == [None] or errors == [None] or not isinstance(values, Mapping):
        raise wrong
    return Trial(name.strip(), case, day, answers, pages, errors, values)  # type: ignore[arg-type]


def _texts(given: object) -> Sequence[str | None] | None:
    """Return a list of texts, nothing when nothing is given, and `[None]` for anything else."""
    if given is None:
        return None
    fits = isinstance(given, list) and all(isinstance(one, str) for one in given)
    return list(given) if fits else [None]  # type: ignore[call-overload]


def outcome(
    definition: Mapping[str, object], answers: Answers, case: str, day: date, places: Places
) -> Outcome:
    """Return what a form makes of answers on a day."""
    checked = check(definition, answers, case=case, today=day, places=places)
    kept = checked.answers
    pages = [str(page["id"]) for page in shown_pages(definition, kept, case)]
    return Outcome(pages, checked.errors, known_values(definition, kept, case))


def run(definition: Mapping[str, object], trial: Trial, places: PlacesOn) -> list[str]:
    """Return in sentences what comes out otherwise than a test case expects; none when it fits."""
    found = outcome(definition, trial.answers, trial.case, trial.day, places(trial.day))
    return [
        *_of_pages(trial, found),
        *_of_errors(trial, found),
        *_of_values(trial, found),
    ]


def _of_pages(trial: Trial, found: Outcome) -> list[str]:
    if trial.pages is None or list(trial.pages) == found.pages:
        return []
    return [f"Các trang được hỏi là {_listed(found.pages)}, không phải {_listed(trial.pages)}."]


def _of_errors(trial: Trial, found: Outcome) -> list[str]:
    if trial.errors is None:
        return []
    missing = [path for path in trial.errors if path not in found.errors]
    more = [path for path in found.errors if path not in trial.errors]
    return [
        *(f"Mục “{path}” không báo lỗi như mong đợi." for path in missing),
        *(f"Mục “{path}” báo lỗi: {found.errors[path]}" for path in more),
    ]


def _of_values(trial: Trial, found: Outcome) -> list[str]:
    return [
        f"Giá trị của “{name}” là {_said(found.values.get(name))}, không phải {_said(value)}."
        for name, value in trial.values.items()
        if not _is_same(found.values.get(name), value)
    ]


def _is_same(one: object, other: object) -> bool:
    """Say whether two values are the same; `true` is not the number one."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _said(value: object) -> str:
    return "trống" if value is None or value == "" else f"“{value}”"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "không trang nào"
