"""The table of steps that departments keep, as a process: every error named by row and column.

Columns, in any order, with or without accents: bước, đơn vị, vai trò, nội dung, thời gian, bước
tiếp theo. A step whose next step is left empty leads to the row below, the last one to the end.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from motcua.kernel.actors import Role
from motcua.workflow.bpmn.table_files import Cells, FileRefused, cells_of
from motcua.workflow.bpmn.table_words import (
    END,
    NAMES,
    Branch,
    agency_in,
    branches_in,
    heading,
    limit_in,
    plain,
    role_in,
    step_code,
)

FIRST_ROWS = 30  # the headings stand in one of these
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class TableError:
    """What is wrong in one cell; row and column as the spreadsheet counts them."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"Dòng {self.row}" if self.row else ""
        where += (", cột " if where else "Cột ") + self.column if self.column else ""
        return f"{where}: {self.message}" if where else self.message


class TableRefused(Exception):
    """The table is not a process; `errors` holds every reason, from top to bottom."""

    def __init__(self, errors: Sequence[TableError]) -> None:
        self.errors = sorted(errors, key=lambda one: (one.row, one.column))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True, slots=True)
class Performer:
    """Who does a step: the words of the table, the role, and another agency if it names one."""

    words: str
    role: Role
    agency: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table, understood."""

    row: int
    code: str
    performer: Performer
    action: str
    limit: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The steps in order, and what the table is called."""

    name: str
    steps: tuple[Step, ...]
    next_column: str


def table_of(file: Path) -> Table:
    """Return the steps of a table in a file; raise `TableRefused` with everything that is wrong."""
    try:
        cells = cells_of(file)
    except FileRefused as refusal:
        raise TableRefused([TableError(0, "", str(refusal))]) from refusal
    return _Reader(cells, file.stem).table()


class _Reader:
    """Reads one table, gathering errors."""

    def __init__(self, cells: Cells, name: str) -> None:
        self.cells = cells
        self.name = name
        self.errors: list[TableError] = []
        self.columns: dict[str, list[int]] = {}
        self.top = -1

    def table(self) -> Table:
        self._find_headings()
        rows = [at for at in range(self.top + 1, len(self.cells)) if self._is_step(self.cells[at])]
        if not rows:
            self._say(self.top, "", "bảng không có bước nào.")
        self._choose_next(rows)
        codes = self._codes(rows)
        steps = [self._step(at, codes) for at in rows]
        found = [step for step in steps if step is not None]
        if not self.errors:
            self._check_ways(found)
        if self.errors:
            raise TableRefused(self.errors)
        named = self._following(found)
        return Table(self._title(), tuple(named), self._column("next"))

    def _find_headings(self) -> None:
        best: dict[str, list[int]] = {}
        for at, row in enumerate(self.cells[:FIRST_ROWS]):
            found: dict[str, list[int]] = {}
            for column, cell in enumerate(row):
                if name := heading(cell):
                    found.setdefault(name, []).append(column)
            if ("step" in found, len(found)) > ("step" in best, len(best)):
                best, self.top = found, at
        self.columns = best
        missing = [NAMES[name] for name in ("step", "action", "time") if name not in best]
        if "role" not in best and "unit" not in best:
            missing.append("Đơn vị hoặc vai trò")
        if missing:
            words = ", ".join(f"“{name}”" for name in missing)
            error = TableError(0, "", f"Không tìm thấy cột {words} trong bảng.")
            raise TableRefused([error])

    def _is_step(self, row: Sequence[str]) -> bool:
        """Say whether a row is a step: not empty, not the sum below the table."""
        if not any(row):
            return False
        first = plain(next(cell for cell in row if cell))
        return not first.startswith(("tong", "cong:", "ghi chu"))

    def _choose_next(self, rows: Sequence[int]) -> None:
        """Take a column “kết quả” for what comes next only when it does name steps."""
        if "next" in self.columns or "result" not in self.columns:
            return
        codes = {step_code(self._cell(at, "step")) for at in rows} | {END}
        for column in self.columns["result"]:
            named = [
                target
                for at in rows
                if len(self.cells[at]) > column
                for branch in branches_in(self.cells[at][column])
                for target in branch.targets
            ]
            if codes & set(named):
                self.columns["next"] = [column]

    def _codes(self, rows: Sequence[int]) -> dict[str, int]:
        codes: dict[str, int] = {}
        for at in rows:
            code = step_code(self._cell(at, "step"))
            if not code:
                self._say(at, "step", "thiếu số hoặc mã của bước.")
            elif code in codes:
                row = codes[code] + 1
                self._say(at, "step", f"bước “{code}” đã có ở dòng {row}.")
            else:
                codes[code] = at
        return codes

    def _step(self, at: int, codes: dict[str, int]) -> Step | None:
        action = " ".join(self._cell(at, "action").split())
        if not action:
            self._say(at, "action", "thiếu nội dung công việc.")
        performer = self._performer(at)
        limit = self._limit(at)
        branches = self._branches(at, codes)
        if performer is None or limit is None:
            return None
        code = step_code(self._cell(at, "step"))
        return Step(at + 1, code, performer, action, limit, tuple(branches))

    def _performer(self, at: int) -> Performer | None:
        unit, role_words = self._unit(at), " ".join(self._cell(at, "role").split())
        column = "role" if "role" in self.columns else "unit"
        if "role" in self.columns and not role_words:
            self._say(at, column, "thiếu vai trò: ai thực hiện bước này?")
            return None
        words = role_words or unit
        role = role_in(words) or role_in(unit)
        if not words:
            self._say(at, column, "thiếu đơn vị, vai trò: ai thực hiện bước này?")
        elif role is None:
            known = "Bộ phận Một cửa, lãnh đạo phòng, chuyên viên, lãnh đạo cơ quan, văn thư"
            self._say(at, column, f"không nhận ra vai trò “{words}”. Hãy ghi như: {known}.")
        if role is None:
            return None
        named = words if not unit or plain(unit) in plain(words) else f"{words}, {unit}"
        return Performer(named, role, agency_in(unit) or agency_in(words))

    def _unit(self, at: int) -> str:
        """Return the unit of a row; cells merged downwards are empty below the first."""
        while at > self.top:
            unit = " ".join(self._cell(at, "unit").split())
            if unit or "unit" not in self.columns or "role" not in self.columns:
                return unit
            at -= 1
        return ""

    def _limit(self, at: int) -> str | None:
        for column in self.columns["time"]:
            words = self.cells[at][column] if len(self.cells[at]) > column else ""
            if words:
                limit = limit_in(words, self.cells[self.top][column])
                if limit is None:
                    example = "Hãy ghi như “4 giờ”, “0,5 ngày” hoặc “2 ngày làm việc”"
                    self._say(at, "time", f"không đọc được thời gian “{words}”. {example}.")
                return limit
        self._say(at, "time", "thiếu thời gian thực hiện.")
        return None

    def _branches(self, at: int, codes: dict[str, int]) -> list[Branch]:
        branches = branches_in(self._cell(at, "next"))
        for branch in branches:
            for target in branch.targets:
                if target != END and target not in codes:
                    self._say(at, "next", f"không có bước “{target}” trong bảng.")
        bare = [branch for branch in branches if not branch.condition]
        if len(bare) > 1 and len(bare) < len(branches):
            self._say(at, "next", "mỗi hướng đi phải có điều kiện, trừ một hướng còn lại.")
        return branches

    def _check_ways(self, steps: Sequence[Step]) -> None:
        """Every step is reached from the first and can reach the end."""
        onward = {step.code: _targets(step) for step in self._following(steps)}
        reached = _closure(onward, steps[0].code)
        for step in steps:
            if step.code not in reached:
                self._say(step.row - 1, "step", f"không có bước nào dẫn đến bước “{step.code}”.")
            elif END not in _closure(onward, step.code):
                message = f"từ bước “{step.code}” không có đường nào đến “kết thúc”."
                self._say(step.row - 1, "next", message)

    def _following(self, steps: Sequence[Step]) -> list[Step]:
        """Return the steps with an empty next step made the row below, or the end."""
        codes = [*(step.code for step in steps[1:]), END]
        return [
            step
            if step.branches
            else Step(
                step.row, step.code, step.performer, step.action, step.limit, (Branch((after,)),)
            )
            for step, after in zip(steps, codes, strict=True)
        ]

    def _title(self) -> str:
        """Return the longest line above the headings that is no heading; else the file's name."""
        above = [cell for row in self.cells[: max(self.top, 0)] for cell in row if cell]
        return " ".join(max(above, key=len, default=self.name).split())[:200]

    def _cell(self, at: int, name: str) -> str:
        column = self.columns.get(name, [-1])[0]
        return self.cells[at][column] if 0 <= column < len(self.cells[at]) else ""

    def _column(self, name: str) -> str:
        """Return a column as people find it: its letter and its heading."""
        if name not in self.columns:
            return NAMES.get(name, "")
        at = self.columns[name][0]
        words = " ".join(self.cells[self.top][at].split())
        return f"{LETTERS[at] if at < len(LETTERS) else at + 1} ({words})"

    def _say(self, at: int, name: str, message: str) -> None:
        self.errors.append(TableError(at + 1, self._column(name), message))


def _targets(step: Step) -> list[str]:
    return [target for branch in step.branches for target in branch.targets]


def _closure(onward: dict[str, list[str]], first: str) -> set[str]:
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting.extend(onward.get(code, ()))
    return seen


def settling_agency(steps: Sequence[Step]) -> str:
    """Return which of the named agencies settles: the one that signs, else the one named most."""
    signing = [step.performer.agency for step in steps if step.performer.role is Role.SIGNATORY]
    named = [one for one in signing if one] or [
        step.performer.agency for step in steps if step.performer.agency
    ]
    return Counter(named).most_common(1)[0][0] if named else ""
