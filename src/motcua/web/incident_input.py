"""What people type about incidents, read into what the acts take."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from motcua.deadlines.rules import ZONE
from motcua.dossiers.queries import dossier_called
from motcua.incidents import actions
from motcua.incidents.rules import FIELDS, Gravity, WordsMissing
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.people.queries import account_by_login
from motcua.privacy.reading_log import Asked

MOMENT = "%Y-%m-%dT%H:%M"
FLAGS = ("is_network", "is_personal", "is_severe", "is_at_once", "tells_people")
DONE = {
    "describe": "Đã ghi.",
    "judge": "Đã đánh giá lại.",
    "note": "Đã ghi vào nhật ký.",
    "done": "Đã ghi là đã làm.",
    "waive": "Đã ghi lý do không phải làm.",
    "reckon": "Đã tính phạm vi.",
    "draft": "Đã soạn. Người khác xem rồi mới gửi.",
    "release": "Đã gửi.",
    "propose": "Đã đề nghị đóng. Người khác đồng ý thì mới đóng.",
    "decline": "Sự cố được xử lý tiếp.",
    "close": "Đã đóng sự cố.",
}
Act = Callable[[Actor, datetime], object]


def moment_in(typed: QueryDict, name: str) -> datetime | None:
    """Return a moment in the time of the province; None when nothing was typed."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=ZONE)
    except ValueError:
        raise InvalidInput({name: "Ghi đủ ngày và giờ."}) from None


def gravity_in(typed: QueryDict) -> Gravity:
    """Return what was ticked of how grave an incident is."""
    return Gravity(**{name: name in typed for name in FLAGS})


def told_in(typed: QueryDict) -> actions.Told:
    """Return what is known of a new incident."""
    found_at = moment_in(typed, "found_at")
    if found_at is None:
        raise InvalidInput({"found_at": "Ghi đủ ngày và giờ."})
    return actions.Told(
        title=typed.get("title", ""),
        what=typed.get("what", ""),
        found_at=found_at,
        found_by=typed.get("found_by", ""),
        gravity=gravity_in(typed),
        systems=typed.get("systems", ""),
        is_exercise="is_exercise" in typed,
    )


def asked_in(typed: QueryDict, by: Actor) -> Asked:
    """Return what is asked of the log of reading: an account by its login, a dossier by its code,
    of which only those are known that the reader may know of."""
    since, until = moment_in(typed, "since"), moment_in(typed, "until")
    if since is None or until is None:
        raise InvalidInput({"since": "Ghi đủ từ lúc nào đến lúc nào."})
    login, code = typed.get("login", "").strip(), typed.get("dossier", "").strip()
    account = account_by_login(login) if login else None
    if login and account is None:
        raise InvalidInput({"login": "Không có tài khoản này."})
    dossier = dossier_called(by, code) if code else None
    if code and dossier is None:
        raise InvalidInput({"dossier": "Không có hồ sơ nào mang mã này."})
    agency, network = typed.get("agency", "").strip()[:40], typed.get("address", "").strip()[:45]
    return Asked(since, until, account.person_id if account else None, dossier, agency, network)


def act_in(typed: QueryDict, incident: UUID) -> Act:
    """Return the act that a button stands for."""
    name, words = typed.get("act", ""), typed.get("words", "")
    which, found = _which(typed), None
    if name == "describe":
        said = {one: typed[one] for one in FIELDS if one in typed}
        when = (moment_in(typed, "happened_from"), moment_in(typed, "happened_until"))
        found = _act(actions.describe, incident, said, when)
    elif name == "judge":
        found = _act(actions.judge, incident, gravity_in(typed))
    elif name == "reckon":
        found = _reckon(typed, incident)
    elif name == "release":
        found = _act(actions.release_notice, which)
    elif name == "close":
        found = _act(actions.close, incident)
    else:
        found = _with_words(name, incident, which, words)
    return found


def _reckon(typed: QueryDict, incident: UUID) -> Act:
    return lambda by, at: actions.reckon(incident, asked_in(typed, by), by=by, at=at)


def _with_words(name: str, incident: UUID, which: UUID, words: str) -> Act:
    acts = {
        "note": (actions.note, incident),
        "done": (actions.fulfil, which),
        "waive": (actions.waive, which),
        "draft": (actions.draft_notice, which),
        "propose": (actions.propose_end, incident),
        "decline": (actions.decline_end, incident),
    }
    if name not in acts:
        raise WordsMissing
    act, about = acts[name]
    return _act(act, about, words)


def _act(act: Callable[..., object], *given: object) -> Act:
    return lambda by, at: act(*given, by=by, at=at)


def _which(typed: QueryDict) -> UUID:
    try:
        return UUID(typed.get("which", "") or str(UUID(int=0)))
    except ValueError:
        raise NotFound from None
