"""What every page shows around its own content: who is here, where they can go."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.digitisation.permissions import SCANNING
from motcua.events.publishing import AUTHORS
from motcua.incidents.permissions import READING
from motcua.kernel.actors import Actor, Role
from motcua.reform.permissions import READING_ALL, SCORING
from motcua.web import administration, sections
from motcua.web.addresses import address
from motcua.web.administration import ADMINISTERING, BELOW
from motcua.web.identity import SignedIn, signed_in
from motcua.web.session_limits import seconds_left

MenuItem = tuple[str, str, bool, int | None]
SETTLING = (
    Role.CASE_OFFICER,
    Role.SECTION_HEAD,
    Role.SIGNATORY,
    Role.RECORDS_CLERK,
)
AT_THE_DESK = (Role.RECEPTIONIST, Role.RETURN_CLERK)
OVERSEEING = (Role.MONITOR, Role.INSPECTOR, Role.CONTROLLER)


@dataclass(frozen=True, slots=True)
class AccountShown:
    """The signed-in person as the header shows them."""

    name: str
    is_staff: bool


def page(request: HttpRequest) -> dict[str, object]:
    """Return the context of the base templates; one statement when somebody is signed in."""
    known = signed_in(request)
    here = request.path
    shown: dict[str, object] = {
        "language": get_language() or "vi",
        "language_url": address("language"),
        # Every form of a page carries the same; Django would mask it anew for each.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "sign_in_url": address("sign_in"),
        "sign_out_url": address("sign_out"),
        "support_phone": "1022",
        "authority_name": _("UBND tỉnh Ninh Bình"),
        "footer_links": footer_links(),
        "menu": staff_menu(known, here) if known and known.is_staff else citizen_menu(known, here),
        "account": AccountShown(known.name, known.is_staff) if known else None,
        "account_links": account_links(known),
        "acting_for": known.organisation if known else None,
        "is_sample": settings.IS_SAMPLE,
    }
    if known is not None:
        shown["session_seconds"] = seconds_left(request) or settings.SESSION_COOKIE_AGE
    if known is not None and known.is_staff:
        beside = sections.neighbours(request) or administration.neighbours(here, known.actor)
        shown["neighbours"] = beside
        if known.actor.has(*SETTLING, *AT_THE_DESK, *OVERSEEING):  # who may find a dossier
            shown["search_url"] = address("staff_search")
        shown["home_url"] = address("staff_home")
        shown["switch_agency_url"] = address("act_for")
        choices = [
            (office.agency, office.agency_name, office.agency == known.actor.agency)
            for office in known.offices
        ]
        shown["agency_choices"] = choices if len(choices) > 1 else []
    return shown


def citizen_menu(known: SignedIn | None, here: str) -> list[MenuItem]:
    """Return where a citizen can go."""
    places = [
        (_("Thủ tục hành chính"), address("citizen:procedures"), "/thu-tuc"),
        (_("Tra cứu hồ sơ"), address("citizen:track"), "/tra-cuu"),
        (_("Kiểm tra kết quả"), address("citizen:verify"), "/xac-thuc"),
    ]
    if known is not None:
        places.insert(1, (_("Hồ sơ của tôi"), address("citizen:mine"), "/ho-so-cua-toi"))
        places.insert(2, (_("Kho giấy tờ"), address("citizen:store"), "/kho-giay-to"))
    return [(label, url, here.startswith(prefix), None) for label, url, prefix in places]


def staff_menu(known: SignedIn, here: str) -> list[MenuItem]:
    """Return where an officer can go in the roles held at the agency acted for."""
    places: list[tuple[str, str, str]] = []
    if known.actor.has(*SETTLING):
        places.append(("Việc cần làm", address("officer:inbox"), "/can-bo"))
        if known.actor.has(Role.SIGNATORY):
            places.append(("Chờ ký", address("officer:to_sign"), "/can-bo/ky"))
        places.append(("Thời hạn", address("officer:running_out"), "/can-bo/thoi-han"))
    if known.actor.has(*AT_THE_DESK):
        places += _at_the_desk(known)
    if known.actor.has(*SCANNING):
        places.append(("Số hóa", address("digitisation:home"), "/so-hoa"))
    if known.actor.has(*OVERSEEING):
        places += sections.menu()
    if known.actor.has(*SETTLING, *OVERSEEING):
        places.append(("Sổ kết quả", address("officer:results"), "/can-bo/so-ket-qua"))
    places += _assessing(known.actor)
    if known.actor.has(*ADMINISTERING):
        places += [("Quản trị", address("catalogue:home"), below) for below in BELOW]
    places.append(("Danh mục thủ tục", address("citizen:procedures"), "/thu-tuc"))
    nearest = max((p for _, _, p in places if here.startswith(p)), key=len, default="")
    active = {label for label, _, prefix in places if prefix == nearest}
    shown = dict.fromkeys((label, url) for label, url, _ in places)  # a group has many prefixes
    return [(label, url, label in active, None) for label, url in shown]


def _at_the_desk(known: SignedIn) -> list[tuple[str, str, str]]:
    places = [
        ("Bộ phận Một cửa", address("onestop:reception"), "/mot-cua"),
        ("Sổ theo dõi", address("onestop:register"), "/mot-cua/so-theo-doi"),
        ("Chưa nhận kết quả", address("onestop:uncollected"), "/mot-cua/chua-nhan"),
    ]
    if known.actor.has(Role.RECEPTIONIST):
        places.append(("Tổ chức", address("onestop:organisations"), "/mot-cua/to-chuc"))
    return places


def _assessing(actor: Actor) -> list[tuple[str, str, str]]:
    places = []
    if actor.has(*READING_ALL, *SCORING):
        places.append(("Tự đánh giá", address("reform:assessments"), "/cai-cach/tu-danh-gia"))
    if actor.has(*AUTHORS):
        places.append(("Bộ tiêu chí", address("reform:templates"), "/cai-cach/bo-tieu-chi"))
    return places


def account_links(known: SignedIn | None) -> list[tuple[str, str]]:
    """Return the links of the account menu."""
    if known is None:
        return []
    links = [(_("Tin nhắn"), address("citizen:messages"))]
    if not known.is_staff:
        links.insert(0, (_("Hồ sơ của tôi"), address("citizen:mine")))
        links.append((_("Làm việc thay mặt tổ chức"), address("citizen:names")))
        links.append((_("Dữ liệu của tôi"), address("citizen:own_data")))
    links.append((_("Thiết bị đang đăng nhập"), address("own_sessions")))
    links.append((_("Đổi mật khẩu"), address("password")))
    if known.is_staff:
        links.append(("Nơi làm việc và vai trò", address("act_for")))
        links.append(("Xác thực hai lớp", address("second_factor")))
    if known.actor.has(*READING):
        links.append(("Sự cố", address("incidents")))
    if known.actor.has(Role.CONTROLLER):
        links.append(("Yêu cầu về dữ liệu", address("oversight:data_requests")))
    if known.actor.has(*SETTLING, *AT_THE_DESK):
        links.append(("Cán bộ của đơn vị", address("officer:staff")))
    return links


def footer_links() -> list[tuple[str, str]]:
    """Return the links at the foot of every page."""
    return [
        (_("Giới thiệu"), address("citizen:about")),
        (_("Số liệu công khai"), address("citizen:figures")),
        (_("Dữ liệu mở"), address("citizen:open_data")),
        (_("Hồ sơ trễ hạn"), address("citizen:late")),
        (_("Hỗ trợ tiếp cận"), address("citizen:accessibility")),
        (_("API"), "/api/v1/docs"),
    ]
