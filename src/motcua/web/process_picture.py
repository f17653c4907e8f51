"""The picture of a process and the same steps as a list, in the words of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from motcua.dossiers.progress import Course, Passage, Turn, file_of
from motcua.dossiers.usual_times import Usual
from motcua.workflow.ladder import Rung, ladder
from motcua.workflow.picture import Captions, Stage, swimlanes

HOUR, DAY = 60, 480  # working minutes
HOURS_UP_TO = 2 * DAY  # longer times are told in days
STANDINGS = {
    "early": ("done", "Xong trước hạn"),
    "on_time": ("done", "Xong đúng hạn"),
    "late": ("overdue", "Xong quá hạn"),
    "overdue": ("overdue", "Đang quá hạn"),
}


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """Who had a step, and how that went."""

    who: str
    agency: str
    began_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    tone: str
    standing: str
    ending: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line of the list."""

    label: str
    state: str
    state_words: str
    agency: str
    at: datetime | None
    usual: str
    condition: str
    back_to: str
    turns: Sequence[ShownTurn]


@dataclass(frozen=True, slots=True)
class ShownProcess:
    """A picture, the steps it shows, and where the dossier is, in words."""

    picture: Markup
    steps: Sequence[ShownStep]
    here: str
    has_usual: bool
    moving: bool


def for_citizens(course: Course) -> ShownProcess:
    """Return the way from top to bottom, for a phone."""
    picture = ladder(course.stops, _rungs(course), _captions(course))
    return _shown(course, picture)


def for_officers(course: Course) -> ShownProcess:
    """Return the process as the office draws it, lanes and all."""
    picture = swimlanes(file_of(course.version), course.stages, _captions(course))
    return _shown(course, picture)


def _shown(course: Course, picture: str) -> ShownProcess:
    moving = any(stage is not Stage.COMING for stage in course.stages.values())
    steps = [_step(passage, moving) for passage in course.passages]
    # Everything in the picture was escaped when it was written.
    drawn = Markup(picture)  # noqa: S704 -- as said above
    return ShownProcess(drawn, steps, _here(course), any(one.usual for one in steps), moving)


def _here(course: Course) -> str:
    """Say where the dossier is; nothing before it has begun or once it is over."""
    return "; ".join(one.label for one in course.current)


def _captions(course: Course) -> Captions:
    here = _here(course)
    if here:
        told = _("Hồ sơ đang ở bước: %(steps)s.") % {"steps": here}
    else:
        told = _("Các bước giải quyết từ đầu đến cuối.")
    told += " " + _("Danh sách các bước có ngay bên cạnh hình này.")
    title = _("Sơ đồ các bước giải quyết")
    return Captions(title, told, _("Hồ sơ đang ở đây"))


def _rungs(course: Course) -> dict[str, Rung]:
    first = course.stops.order[0] if course.stops.order else ""
    rungs = {}
    for name, words in course.ends.items():
        label = words or (_("Đã tiếp nhận hồ sơ") if name == first else _("Kết thúc"))
        rungs[name] = Rung(name, label, stage=course.stages[name])
    for one in course.passages:
        note = _condition(one) or usual_words(one.usual)
        rungs[one.node] = Rung(one.node, one.label, one.number, note, one.stage)
    return rungs


def _condition(passage: Passage) -> str:
    return _("khi: %(words)s") % {"words": passage.condition} if passage.condition else ""


def _step(passage: Passage, moving: bool) -> ShownStep:
    words = {
        Stage.DONE: _("Đã xong"),
        Stage.CURRENT: _("Hồ sơ đang ở đây"),
        Stage.COMING: _("Chưa đến") if moving else "",
        Stage.SKIPPED: _("Không cần làm"),
    }
    return ShownStep(
        label=passage.label,
        state=passage.stage.value,
        state_words=words[passage.stage],
        agency=passage.agency,
        at=passage.ended_at,
        usual=usual_words(passage.usual),
        condition=_condition(passage),
        back_to=_back(passage.back_to),
        turns=[_turn(turn) for turn in passage.turns],
    )


def _back(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    listed = ", ".join(str(number) for number in numbers)
    return _("Nếu chưa đạt, hồ sơ quay lại bước %(numbers)s.") % {"numbers": listed}


def _turn(turn: Turn) -> ShownTurn:
    tone, words = STANDINGS.get(turn.standing, ("", ""))
    return ShownTurn(
        turn.who, turn.agency, turn.began_at, turn.ended_at, turn.due_at, tone, words, turn.ending
    )


def usual_words(usual: Usual | None) -> str:
    """Say how long a step usually takes: from the median to what nine of ten need at most."""
    if usual is None:
        return ""
    if usual.ninetieth <= HOUR:
        return _("thường xong trong 1 giờ làm việc")
    unit = HOUR if usual.ninetieth <= HOURS_UP_TO else DAY
    low, high = max(1, round(usual.median / unit)), -(-usual.ninetieth // unit)
    if low == high:
        about = (
            ngettext(
                "thường mất khoảng %(n)s giờ làm việc", "thường mất khoảng %(n)s giờ làm việc", low
            )
            if unit == HOUR
            else ngettext(
                "thường mất khoảng %(n)s ngày làm việc",
                "thường mất khoảng %(n)s ngày làm việc",
                low,
            )
        )
        return about % {"n": low}
    span = (
        _("thường mất %(low)s–%(high)s giờ làm việc")
        if unit == HOUR
        else _("thường mất %(low)s–%(high)s ngày làm việc")
    )
    return span % {"low": low, "high": high}
