"""How the system is doing, for people: a few plain sentences, no numbers that help an attacker.

That the page is there says that the web server and the database answer.
"""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.events.queries import owed_since
from motcua.events.years import years
from motcua.runtime.backups.folder import MADE
from motcua.runtime.backups.making import target_of
from motcua.runtime.state import State
from motcua.runtime.sweep import OUTCOME
from motcua.signing.anchoring import LATE, folder, last_anchored
from motcua.web.violations import violations_today

WAITING = timedelta(minutes=5)
OLD_BACKUP = timedelta(hours=26)
FEW_VIOLATIONS = 20  # of a day; what browsers add to pages by themselves is told too
LEAST_FREE = 0.1  # of a disk
_QUEUED = """
SELECT min(event.at) FROM procrastinate_jobs AS job
JOIN procrastinate_events AS event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at < now())
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the system: what is said of it, and whether it is as it should be."""

    name: str
    words: str
    is_well: bool

    @property
    def tag(self) -> dict[str, str]:
        return {
            "words": "Tốt" if self.is_well else "Cần xem",
            "tone": "in_time" if self.is_well else "overdue",
        }


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Say how each part is doing."""
    moment = now()
    parts = [
        _queues(moment),
        _jobs(moment),
        _anchors(moment),
        _years(moment),
        _backup(moment),
        _swept(moment),
        _disk(),
        _content_policy(moment),
    ]
    well = all(part.is_well for part in parts)
    rows = [{"name": one.name, "state": one.tag, "words": one.words} for one in parts]
    page = {"rows": rows, "is_well": well, "asked_at": moment}
    return render(request, "status.html", page)


def _queues(moment: datetime) -> Part:
    since = owed_since()
    late = since is not None and moment - since > WAITING
    return Part("Cập nhật số liệu và báo tin", _waiting(since, moment, late), is_well=not late)


def _jobs(moment: datetime) -> Part:
    with connection.cursor() as cursor:
        cursor.execute(_QUEUED)
        since = cursor.fetchone()[0]
    late = since is not None and moment - since > WAITING
    return Part("Việc chạy nền", _waiting(since, moment, late), is_well=not late)


def _waiting(since: datetime | None, moment: datetime, late: bool) -> str:
    if since is None or not late:
        return "Không có việc nào chờ lâu."
    return f"Có việc chờ {_long(moment - since)} rồi."


def _anchors(moment: datetime) -> Part:
    last = last_anchored(folder())
    if last is None:
        return Part("Neo nhật ký xử lý", "Chưa neo lần nào.", is_well=False)
    late = moment - last > LATE
    return Part("Neo nhật ký xử lý", f"Lần cuối cách đây {_long(moment - last)}.", is_well=not late)


def _years(moment: datetime) -> Part:
    name, known = "Chỗ ghi nhật ký theo năm", years(localdate(moment))
    if known.missing:
        words = f"Chưa có chỗ cho năm {', '.join(map(str, known.missing))}."
    elif known.astray:
        words = f"Có sự kiện của năm {', '.join(map(str, known.astray))} nằm ngoài chỗ của năm."
    else:
        words = f"Có sẵn đến hết năm {known.kept[-1]}."
    return Part(name, words, is_well=known.is_well)


def _backup(moment: datetime) -> Part:
    target = target_of(State(Path(settings.STATE)))
    made = sorted(target.glob(f"base/*/{MADE}")) if target else []
    if not made:
        return Part("Sao lưu", "Chưa có bản sao lưu nào.", is_well=False)
    last = datetime.fromisoformat(json.loads(made[-1].read_text())["made_at"])
    words = f"Bản gần nhất cách đây {_long(moment - last)}."
    return Part("Sao lưu", words, is_well=moment - last <= OLD_BACKUP)


def _swept(moment: datetime) -> Part:
    path = Path(settings.STATE) / OUTCOME
    if not path.exists():
        return Part("Rà soát dữ liệu", "Chưa rà soát lần nào.", is_well=False)
    told = json.loads(path.read_text())
    last = datetime.fromisoformat(told["at"])
    many = sum(told["violations"].values())
    found = f"thấy {many} chỗ không khớp" if many else "mọi chỗ đều khớp"
    is_well = not many and moment - last <= OLD_BACKUP
    return Part("Rà soát dữ liệu", f"Cách đây {_long(moment - last)}, {found}.", is_well=is_well)


def _disk() -> Part:
    used = shutil.disk_usage(settings.STATE)
    enough = used.free >= LEAST_FREE * used.total
    words = "Còn đủ chỗ." if enough else "Sắp đầy, cần thêm chỗ."
    return Part("Đĩa", words, is_well=enough)


def _content_policy(moment: datetime) -> Part:
    many = violations_today(moment)
    words = "Hôm nay trình duyệt không chặn gì trên các trang."
    if many:
        words = f"Hôm nay trình duyệt báo đã chặn {many} lần; xem nhật ký máy chủ."
    return Part("Nội dung lạ trong trang", words, is_well=many <= FEW_VIOLATIONS)


def _long(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} phút"
    hours = minutes // 60
    return f"{hours} giờ" if hours < 48 else f"{hours // 24} ngày"
