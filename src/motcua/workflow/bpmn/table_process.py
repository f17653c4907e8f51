"""From the steps of a table to a process: lanes, acts, ways out, and joins of what runs at once."""

import re
from collections.abc import Mapping, Sequence

from motcua.kernel.actors import Role
from motcua.workflow.bpmn.joining import NotNested, joined
from motcua.workflow.bpmn.table_words import END, Branch, plain
from motcua.workflow.bpmn.tables import Step, Table, TableError, TableRefused, settling_agency
from motcua.workflow.bpmn.writing import Sketch

LONGEST_KEY = 30
# What a step asks of its performer, by role and by the words of its action; the first that fits.
ACTS: Mapping[Role, tuple[tuple[str, str], ...]] = {
    Role.SECTION_HEAD: (
        ("assign", r"phan cong|giao viec|giao (cho )?(chuyen vien|can bo|cong chuc)|phan xu ly"),
        ("approve", r"duyet|tham tra|kiem tra|xem xet|soat|trinh|ky nhay"),
    ),
    Role.CASE_OFFICER: (
        ("appraise", r"tham dinh|xu ly|giai quyet|thu ly|du thao|xem xet|kiem tra|tham tra"),
    ),
    Role.SIGNATORY: (("sign", r"\bky\b|phe duyet|duyet|quyet dinh"),),
    Role.RECORDS_CLERK: (("issue", r"vao so|dong dau|phat hanh|cap so|lay so|dong so"),),
    Role.RECEPTIONIST: (
        ("deliver", r"(?<!kiem )\btra (ket qua|giay|ho so|cong dan)|\btrao\b|giao ket qua"),
    ),
}
MAIN = {
    "approve": ("approve", "Đồng ý"),
    "appraise": ("propose", "Trình kết quả"),
    "opinion": ("agree", "Đồng ý"),
}
OTHER = {"appraise": ("refuse", "Trình văn bản từ chối"), "opinion": ("object", "Có ý kiến khác")}
_NEGATIVE = re.compile(r"^(khong|chua|tu choi|tra lai|sai|thieu|can bo sung|yeu cau)\b")


def process_of(table: Table, name: str) -> tuple[Sketch, list[str]]:
    """Return the process of a table, and what its author still has to look at.

    `name` becomes the id. Raises `TableRefused` when parallel branches cannot be told apart.
    """
    builder = _Builder(table, name)
    builder.build()
    try:
        sketch = joined(builder.sketch)
    except NotNested as error:
        row = builder.rows[error.split]
        message = (
            "các nhánh làm cùng lúc phải đi riêng cho đến khi hợp lại: không quay về trước, "
            "không lẫn vào nhau, không có bước khác dẫn vào giữa."
        )
        raise TableRefused([TableError(row, table.next_column, message)]) from error
    return sketch, builder.warnings


class _Builder:
    """Writes the steps of one table into a sketch."""

    def __init__(self, table: Table, name: str) -> None:
        self.steps = table.steps
        self.sketch = Sketch(name, table.name)
        self.settling = settling_agency(table.steps)
        self.lanes: dict[tuple[str, Role], str] = {}
        self.ids = _ids(table.steps)
        self.order = {step.code: at for at, step in enumerate(table.steps)}
        self.rows: dict[str, int] = {}
        self.warnings: list[str] = []

    def build(self) -> None:
        lane_of = {step.code: self._lane(step) for step in self.steps}
        self.sketch.start(lane_of[self.steps[0].code], "Đã tiếp nhận hồ sơ")
        self.sketch.after("")
        for step in self.steps:
            self._task(step, lane_of[step.code])
            self.sketch.after("")
        ending = next((one for one in reversed(self.steps) if END in _targets(one)), self.steps[-1])
        self.sketch.end(lane_of[ending.code], "Kết thúc")
        self.sketch.join("begin", self.ids[self.steps[0].code])
        for step in self.steps:
            self._ways(step, lane_of[step.code])
        self._warn_of_missing_acts()

    def _lane(self, step: Step) -> str:
        who = step.performer
        key = (plain(who.words), who.role)
        if key in self.lanes:
            return self.lanes[key]
        agency = "receiving" if who.role is Role.RECEPTIONIST else "settling"
        if self._is_elsewhere(step):
            agency = ""
            self.warnings.append(
                f"Làn “{who.words}” là của cơ quan khác: hãy chọn cơ quan trong màn hình thiết kế."
            )
        self.lanes[key] = self.sketch.lane(who.words, who.role, agency)
        return self.lanes[key]

    def _is_elsewhere(self, step: Step) -> bool:
        who = step.performer
        own = {self.settling, ""}
        return who.role is not Role.RECEPTIONIST and who.agency not in own

    def _act(self, step: Step) -> str:
        if self._is_elsewhere(step):
            return "opinion"
        bare = plain(step.action)
        acts = ACTS.get(step.performer.role, ())
        return next((act for act, pattern in acts if re.search(pattern, bare)), "")

    def _task(self, step: Step, lane: str) -> None:
        act = self._act(step)
        name = self.ids[step.code]
        self.rows[name] = step.row
        self.sketch.task(
            name,
            lane,
            step.action,
            act=act,
            limit=step.limit,
            outcomes=self._outcomes(step, act),
        )

    def _outcomes(self, step: Step, act: str) -> dict[str, str]:
        branches = _main_first(step.branches)
        if len(branches) > 1:
            keys = self._keys(step, branches, act)
            return {key: self._words(branch) for key, branch in zip(keys, branches, strict=True)}
        if act in OTHER:
            return dict([MAIN[act], OTHER[act]])
        return {}

    def _words(self, branch: Branch) -> str:
        """Return how a way out is called: its condition, else where it leads."""
        words = branch.condition or self._where(branch)
        words = words.replace(";", ",").replace("=", " ")
        return words[:1].upper() + words[1:]

    def _where(self, branch: Branch) -> str:
        names = [
            "kết thúc" if one == END else self.steps[self.order[one]].action
            for one in branch.targets
        ]
        return "; ".join(names).join(("chuyển: ", ""))

    def _keys(self, step: Step, branches: Sequence[Branch], act: str) -> list[str]:
        """Return the outcome of each branch: going back is `return`, as everywhere else."""
        keys: list[str] = []
        here = self.order[step.code]
        for at, branch in enumerate(branches):
            back = all(self.order.get(one, here + 1) <= here for one in branch.targets)
            if at == 0:
                key = MAIN.get(act, ("done", ""))[0]
            elif back:
                key = "return"
            elif act in OTHER:
                key = OTHER[act][0]
            else:
                key = _slug(branch.condition or self._where(branch))
            while key in keys:
                key += "_2"
            keys.append(key)
        return keys

    def _ways(self, step: Step, lane: str) -> None:
        name = self.ids[step.code]
        branches = _main_first(step.branches)
        if len(branches) == 1:
            self._to(name, name, lane, branches[0], "", "")
            return
        gateway = f"{name}_or"
        self.rows[gateway] = step.row
        self.sketch.after(name)
        self.sketch.either(gateway, lane)
        keys = self._keys(step, branches, self._act(step))
        for at, (key, branch) in enumerate(zip(keys, branches, strict=True)):
            when = f'outcome == "{key}"' if at else ""
            self._to(f"{name}_{at}", gateway, lane, branch, when, self._words(branch))

    def _to(self, name: str, source: str, lane: str, branch: Branch, when: str, words: str) -> None:
        """Draw the arrows of one branch, through a gateway when it leads to several steps."""
        targets = [self.ids[one] for one in dict.fromkeys(branch.targets)]
        if len(targets) == 1:
            self.sketch.join(source, targets[0], when, words)
            return
        split = f"{name}_and"
        self.rows[split] = self.rows[source]
        self.sketch.after("")
        self.sketch.together(split, lane)
        self.sketch.join(source, split, when, words)
        for target in targets:
            self.sketch.join(split, target)

    def _warn_of_missing_acts(self) -> None:
        acts = {element.ours.get("act", "") for element in self.sketch.elements}
        for act, words in (
            ("appraise", "thẩm định, đề xuất kết quả"),
            ("sign", "ký kết quả"),
            ("issue", "vào sổ, đóng dấu"),
            ("deliver", "trả kết quả"),
        ):
            if act not in acts:
                self.warnings.append(f"Không thấy bước {words}: xem lại việc của từng bước.")


def _main_first(branches: Sequence[Branch]) -> list[Branch]:
    """Return the branches with the usual one first: the rest, or the first that says no “không”."""
    rest = [one for one in branches if not one.condition]
    good = [one for one in branches if not _NEGATIVE.match(plain(one.condition))]
    main = (rest if len(rest) == 1 else good or list(branches))[0]
    return [main, *(one for one in branches if one is not main)]


def _targets(step: Step) -> list[str]:
    return [target for branch in step.branches for target in branch.targets]


def _ids(steps: Sequence[Step]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for step in steps:
        name = f"step_{_slug(step.code)}"
        while name in ids.values():
            name += "_2"
        ids[step.code] = name
    return ids | {END: "finish"}


def _slug(words: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", plain(words))[:LONGEST_KEY].strip("_")
    return slug or "other"
