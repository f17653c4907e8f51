"""The data of a process: names and types as its definition declares them, and what fits them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from motcua.kernel.errors import DomainError

ALWAYS_KNOWN = {"outcome": "string"}  # how the step that is just finished ended
ZERO: Mapping[str, object] = {
    "string": "",
    "int": 0,
    "double": 0.0,
    "bool": False,
    "date": datetime(1970, 1, 1, tzinfo=UTC),
    "list": [],
}
# What trial runs of a condition read: values of the type, no zero that would divide.
SAMPLES: tuple[Mapping[str, object], ...] = tuple(
    {**ZERO, "string": text, "int": 1, "double": 1.0, "list": [item] * 10}
    for text, item in (("a", "a"), ("1", 1), ("2026-01-01T00:00:00Z", 1.0), ("true", True))
)
LONGEST_LIST = 200
LONGEST_TEXT = 10_000


class DataDoNotFit(DomainError):
    """A datum is unknown to the process, or of another type than declared."""

    message = "Dữ liệu “{name}” không dùng được: {reason}."


def fitting(properties: Mapping[str, str], given: Mapping[str, object]) -> dict[str, object]:
    """Return the data given, each checked against its declared type; dates are ISO 8601 text.

    Raises `DataDoNotFit` for a name that is not declared and for a value of another type.
    """
    known = {**properties, **ALWAYS_KNOWN}
    return {name: _fitted(name, value, known.get(name)) for name, value in given.items()}


def _fitted(name: str, value: object, kind: str | None) -> object:
    if kind is None:
        raise DataDoNotFit(name=name, reason="quy trình không khai báo dữ liệu này")
    match kind, value:
        case ("bool", bool()) | ("list", list()) | ("string", str()):
            pass
        case ("int" | "double", bool()):
            raise DataDoNotFit(name=name, reason=f"cần kiểu {kind}")
        case ("double", int()):
            return float(value)
        case ("int", int()) if -(2**63) <= value < 2**63:
            pass
        case ("double", float()):
            pass
        case ("date", str()) if _is_date(value):
            pass
        case _:
            raise DataDoNotFit(name=name, reason=f"cần kiểu {kind}")
    _refuse_too_long(name, value)
    return value


def _refuse_too_long(name: str, value: object) -> None:
    if isinstance(value, list) and len(value) > LONGEST_LIST:
        raise DataDoNotFit(name=name, reason=f"danh sách dài hơn {LONGEST_LIST}")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise DataDoNotFit(name=name, reason=f"chữ dài hơn {LONGEST_TEXT}")


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def readable(properties: Mapping[str, str], stored: Mapping[str, object]) -> dict[str, object]:
    """Return what conditions read: every declared name, its zero value where it was never set."""
    values = {name: ZERO[kind] for name, kind in properties.items()}
    values["outcome"] = ""
    for name, value in stored.items():
        values[name] = _moment(value) if properties.get(name) == "date" else value
    return values


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    elif isinstance(value, str):
        moment = datetime.fromisoformat(value)
    else:
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def decided(properties: Mapping[str, str], name: str, value: object) -> tuple[object, object]:
    """Return what a rule has computed for a datum: as it is stored, and as conditions read it.

    Raises `DataDoNotFit` when it is not of the declared type.
    """
    stored = value.isoformat() if isinstance(value, datetime) else value
    fitted = fitting(properties, {name: stored})[name]
    return fitted, _moment(fitted) if properties.get(name) == "date" else fitted
