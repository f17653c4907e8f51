"""The pages of those who watch, in groups: the menu names the groups, a page its neighbours."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from motcua.web.addresses import address

Link = tuple[str, str, bool, None]
# The filter that pages of one group hand on to each other, where they have it.
FILTER = ("tu", "den", "co-quan", "linh-vuc", "thu-tuc")


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages: its name in the menu, and each page's words and name in the addresses, of
    the portal of those who watch where no other is named.

    `filtered` pages are all about the same days, agency, field and procedure.
    """

    name: str
    pages: tuple[tuple[str, str], ...]
    filtered: bool = False


SECTIONS = (
    Section("Hôm nay", (("Hôm nay", "home"),)),
    Section(
        "Chất lượng",
        (
            ("Chỉ số 766", "index_766"),
            ("Xu hướng", "trends"),
            ("Bảng xếp hạng", "league"),
            ("Bản đồ xã", "map"),
            ("Chín chỉ số", "nine"),
        ),
        filtered=True,
    ),
    Section(
        "Thực chất", (("Nộp trực tuyến thực chất", "genuine"), ("Sổ dấu hiệu", "ledger")), True
    ),
    Section(
        "Thời hạn",
        (("Trễ hạn", "lateness"), ("Thời gian giải quyết", "times"), ("Dự báo", "forecasts")),
    ),
    Section(
        "Số hóa, thanh toán",
        (
            ("Số hóa hồ sơ", "digitisation"),
            ("Kết quả còn hiệu lực", "results"),
            ("Thanh toán trực tuyến", "payments"),
        ),
        filtered=True,
    ),
    Section("Bảo vệ dữ liệu", (("Xem hồ sơ bất thường", "unusual"),)),
    Section(
        "Báo cáo",
        (("Biểu thống kê", "statutory"), ("Cải cách", "reform"), ("Chỉ số năm", "reform:yearly")),
    ),
)


def menu() -> list[tuple[str, str, str]]:
    """Return, for every page: the name of its group, the address of the group, and its own."""
    found = []
    for section in SECTIONS:
        addresses = [_address(page) for _, page in section.pages]
        # “/theo-doi/”, that all others begin with, is also reached without its last stroke.
        found += [(section.name, addresses[0], one.rstrip("/")) for one in addresses]
    return found


def neighbours(request: HttpRequest) -> list[Link]:
    """Return the pages of the group that a page belongs to, under the same filter; a page that
    stands alone, or is none of these, has no neighbours."""
    here = request.path
    for section in SECTIONS:
        pages = [(words, _address(page)) for words, page in section.pages]
        if len(pages) > 1 and here in {place for _, place in pages}:
            kept = _kept(request) if section.filtered else ""
            return [(words, f"{place}{kept}", place == here, None) for words, place in pages]
    return []


def _address(page: str) -> str:
    return address(page if ":" in page else f"oversight:{page}")


def _kept(request: HttpRequest) -> str:
    chosen = {name: request.GET[name] for name in FILTER if request.GET.get(name)}
    return f"?{urlencode(chosen)}" if chosen else ""
