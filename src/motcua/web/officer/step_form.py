"""The small form of a step: the data of its process that the performer is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from motcua.kernel.errors import InvalidInput
from motcua.organisations.models import Agency
from motcua.workflow.rules import Node, Process

PREFIX = "data."
NUMBER = "Xin nhập số, ví dụ 120 hoặc 120,5."
WHOLE = "Xin nhập số nguyên, ví dụ 12."
DAY = "Ngày này chưa đúng. Xin nhập ngày, tháng, năm."
CHOOSE = "Xin chọn một trong hai."
SOME = "Xin chọn hoặc ghi ít nhất một mục."


@dataclass(frozen=True, slots=True)
class Asked:
    """One datum that a step asks for; `agencies` are offered when it is a list of them."""

    name: str
    label: str
    kind: str
    agencies: Sequence[Agency] = ()

    @property
    def input(self) -> str:
        """Return the name of its input."""
        return PREFIX + self.name


def asked_of(process: Process, node: Node, day: date) -> list[Asked]:
    """Return what a step asks for, in its order."""
    lists = {
        one.loop.collection
        for one in process.nodes.values()
        if one.loop is not None and one.agency == "item"
    }
    asked = []
    for name in node.form:
        agencies = (
            list(Agency.objects.in_force(day).order_by("-tier", "name")) if name in lists else []
        )
        label = process.labels.get(name, name)
        asked.append(Asked(name, label, process.properties[name], agencies))
    return asked


def data_from(posted: QueryDict, asked: Sequence[Asked]) -> dict[str, object]:
    """Return what was answered, in the types that the process declares.

    Raises `InvalidInput` with a sentence for every answer that does not fit.
    """
    data: dict[str, object] = {}
    errors: dict[str, str] = {}
    for one in asked:
        try:
            data[one.name] = _READERS[one.kind](posted, one.input)
        except ValueError as error:
            errors[one.input] = str(error)
    if errors:
        raise InvalidInput(errors)
    return data


def _text(posted: QueryDict, name: str) -> object:
    return posted.get(name, "").strip()


def _whole(posted: QueryDict, name: str) -> object:
    typed = posted.get(name, "").strip().replace(".", "")
    if not typed.removeprefix("-").isdecimal() or len(typed) > 18:
        raise ValueError(WHOLE)
    return int(typed)


def _number(posted: QueryDict, name: str) -> object:
    typed = posted.get(name, "").strip().replace(".", "").replace(",", ".")
    whole, _, rest = typed.removeprefix("-").partition(".")
    if not whole.isdecimal() or (rest and not rest.isdecimal()) or len(typed) > 24:
        raise ValueError(NUMBER)
    return float(typed)


def _yes_no(posted: QueryDict, name: str) -> object:
    if posted.get(name) not in {"yes", "no"}:
        raise ValueError(CHOOSE)
    return posted[name] == "yes"


def _day(posted: QueryDict, name: str) -> object:
    try:
        year, month, day = (int(posted.get(f"{name}.{part}", "")) for part in PARTS)
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(DAY) from error


def _several(posted: QueryDict, name: str) -> object:
    lines = [line.strip() for typed in posted.getlist(name) for line in typed.splitlines()]
    if not any(lines):
        raise ValueError(SOME)
    return [line for line in lines if line]


PARTS = ("year", "month", "day")
_READERS = {
    "string": _text,
    "int": _whole,
    "double": _number,
    "bool": _yes_no,
    "date": _day,
    "list": _several,
}
