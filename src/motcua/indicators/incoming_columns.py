"""The columns of a table of dossiers from another system: what each holds, how it is stored."""

from dataclasses import dataclass
from enum import Enum

NUMBER = "number"


class Kind(Enum):
    """What a column holds, in the words of a refusal."""

    TEXT = "chữ"
    MOMENT = "thời điểm ISO 8601, ví dụ 2022-03-01T08:00:00 (giờ Việt Nam khi không ghi múi giờ)"
    COUNT = "số nguyên từ 0 đến 32767"
    MONEY = "số tiền đồng, số nguyên không âm"
    SECONDS = "số giây, số nguyên không âm"
    FLAG = "0 hoặc 1"
    CHOICE = "một trong"
    DEVICE = "dấu của thiết bị"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of such a table: its kind, whether it may be empty, and what it is stored as."""

    name: str
    kind: Kind
    required: bool = False
    longest: int = 200
    choices: tuple[str, ...] = ()
    default: str = "NULL"

    @property
    def stored(self) -> str:
        """Return the expression of what is stored, once the value is known to be right."""
        if self.kind is Kind.MOMENT:
            return f"date_trunc('second', TRY_CAST(nullif({self.name}, '') AS TIMESTAMPTZ))"
        if self.kind is Kind.DEVICE:
            return f"CAST(md5_number_lower(nullif({self.name}, '')) >> 1 AS BIGINT)"
        if self.kind is Kind.FLAG:
            return f"{self.name} = '1'"
        if self.kind is Kind.TEXT or self.default == "''":
            return self.name
        return f"coalesce(CAST(nullif({self.name}, '') AS BIGINT), {self.default})"


def _flag(name: str) -> Column:
    return Column(name, Kind.FLAG)


def _moment(name: str) -> Column:
    return Column(name, Kind.MOMENT)


# In the order of the table of facts, so that a row can be copied as it is. Empty is unknown: no
# channel counts as the counter, as the National Portal counts it; an unknown flag is not set.
ALL = (
    Column(NUMBER, Kind.TEXT, required=True, longest=60),
    Column("procedure", Kind.TEXT, required=True, longest=30),
    Column("settling_agency", Kind.TEXT, required=True, longest=35),
    Column("receiving_agency", Kind.TEXT, longest=35),
    Column("channel", Kind.CHOICE, choices=("1", "2", "3"), default="1"),
    Column("status", Kind.CHOICE, required=True, choices=tuple(str(code) for code in range(1, 11))),
    _moment("submitted_at"),
    _moment("received_at"),
    _moment("due_at"),
    _moment("finished_at"),
    _moment("delivered_at"),
    _moment("supplement_requested_at"),
    _moment("supplement_done_at"),
    Column("supplement_count", Kind.COUNT, default="0"),
    Column("fee_due", Kind.MONEY, default="0"),
    _flag("paid_online"),
    _flag("result_electronic"),
    _flag("component_digitised"),
    _flag("reused"),
    _flag("from_store"),
    _flag("vneid"),
    _flag("synced"),
    Column("rating", Kind.CHOICE, choices=("like", "dislike"), default="''"),
    Column("submitter", Kind.CHOICE, choices=("self", "assisted", "officer"), default="''"),
    Column("device", Kind.DEVICE),
    Column("reception_seconds", Kind.SECONDS),
)
COLUMNS = tuple(one.name for one in ALL)
REQUIRED = tuple(one.name for one in ALL if one.required)
_MOMENT = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?Z|[+-]\d{2}(:?\d{2})?)?)?$"
_WRONG = {
    Kind.MOMENT: (
        "NOT regexp_matches({name}, '{pattern}') OR TRY_CAST({name} AS TIMESTAMPTZ) IS NULL"
    ),
    Kind.COUNT: "NOT regexp_matches({name}, '^[0-9]{{1,5}}$') OR CAST({name} AS BIGINT) > 32767",
    Kind.MONEY: "NOT regexp_matches({name}, '^[0-9]{{1,17}}$')",
    Kind.SECONDS: "NOT regexp_matches({name}, '^[0-9]{{1,9}}$')",
    Kind.FLAG: "{name} NOT IN ('0', '1')",
    Kind.CHOICE: "{name} NOT IN ({choices})",
    Kind.TEXT: "length({name}) > {longest}",
    Kind.DEVICE: "length({name}) > {longest}",
}


def is_wrong(one: Column) -> str:
    """Return the condition under which a value, as text, is not what its column holds."""
    choices = ", ".join(f"'{choice}'" for choice in one.choices)
    wrong = _WRONG[one.kind].format(
        name=one.name, pattern=_MOMENT, choices=choices, longest=one.longest
    )
    return f"(CASE WHEN {one.name} = '' THEN {str(one.required).lower()} ELSE ({wrong}) END)"


def expected(one: Column) -> str:
    """Say in words what a column holds."""
    if one.kind is Kind.TEXT:
        words = f"không để trống, nhiều nhất {one.longest} chữ"
        return words if one.required else f"nhiều nhất {one.longest} chữ"
    if one.kind is Kind.CHOICE:
        words = f"{one.kind.value} {', '.join(one.choices)}"
    elif one.kind is Kind.DEVICE:
        words = f"nhiều nhất {one.longest} chữ"
    else:
        words = one.kind.value
    return words if one.required else f"{words}, hoặc để trống"
