"""Where administrators can go: the first page of theirs lists it, a page shows its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.deadlines.permissions import KEEPERS
from motcua.events.publishing import AUTHORS
from motcua.exchange.permissions import OPERATING
from motcua.incidents.permissions import READING
from motcua.kernel.actors import Actor, Role
from motcua.web.addresses import address
from motcua.web.sections import Link

ADMINISTERING = (*AUTHORS, Role.TECHNICAL_ADMIN)
# Addresses below which a page is one of theirs.
BELOW = ("/quan-tri", "/tai-khoan", "/canh-bao")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of administrators: its name, what is done there, its address, who may."""

    name: str
    about: str
    page: str
    roles: Sequence[Role]


@dataclass(frozen=True, slots=True)
class Group:
    """Pages about one thing."""

    name: str
    places: tuple[Place, ...]


_KEEPER = (Role.TECHNICAL_ADMIN,)
GROUPS = (
    Group(
        "Quy trình và biểu mẫu",
        (
            Place("Quy trình", "Vẽ, chạy thử, công bố.", "catalogue:processes", AUTHORS),
            Place("Biểu mẫu", "Tờ khai điện tử và danh mục.", "catalogue:forms", AUTHORS),
            Place("Mẫu phiếu", "Các phiếu theo quy định.", "catalogue:papers", AUTHORS),
            Place("Mẫu kết quả", "Giấy tờ cấp cho dân.", "catalogue:result_templates", AUTHORS),
        ),
    ),
    Group(
        "Quy định chung",
        (
            Place("Lịch làm việc", "Ngày nghỉ, ngày làm bù.", "catalogue:calendar", KEEPERS),
            Place("Tham số", "Các thời hạn luật định.", "catalogue:terms", KEEPERS),
            Place("Thiết lập", "Đăng nhập và các quy định.", "catalogue:settings", ADMINISTERING),
        ),
    ),
    Group(
        "Con người",
        (
            Place("Tài khoản", "Mở tài khoản, giao vị trí.", "accounts", _KEEPER),
            Place("Vị trí chờ xác nhận", "Việc cần hai người.", "appointments", _KEEPER),
        ),
    ),
    Group(
        "Vận hành",
        (
            Place("Hệ thống nhận tin", "Nơi nhận, tạm dừng.", "catalogue:peers", AUTHORS),
            Place("Tin không gửi được", "Xem, gửi lại.", "catalogue:dead_letters", OPERATING),
            Place("Cảnh báo", "Điều cần xem ngay.", "alarms", _KEEPER),
            Place("Sự cố", "Ghi, báo, đóng.", "incidents", READING),
        ),
    ),
)


def groups(by: Actor) -> list[tuple[str, list[Place]]]:
    """Return where somebody may go, by what it is about."""
    found = [(one.name, [place for place in one.places if by.has(*place.roles)]) for one in GROUPS]
    return [(name, places) for name, places in found if places]


def neighbours(here: str, by: Actor) -> list[Link]:
    """Return the pages of the group that a page of administrators belongs to."""
    if not here.startswith(BELOW) or not by.has(*ADMINISTERING):
        return []
    for _, places in groups(by):
        pages = [(place.name, address(place.page)) for place in places]
        if len(pages) > 1 and here in {where for _, where in pages}:
            return [(name, where, where == here, None) for name, where in pages]
    return []
