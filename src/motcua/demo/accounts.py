"""One account per role, printed by the demo so that a newcomer can try everything."""

import random
from datetime import datetime

from motcua.demo.names import identifier, invent
from motcua.demo.organisations import WITH_CERTIFICATE, keep_officers, post
from motcua.demo.people import Member, keep_in_register, keep_people, password
from motcua.kernel.actors import ROLE_NAMES, Actor, Role
from motcua.organisations.models import Agency, Position
from motcua.people.models import Account
from motcua.signing.authority import SampleAuthority

COMMUNE = "Phường Hoa Lư"
# login, role, code of the agency (empty: the sample commune), title
OFFICERS: tuple[tuple[str, Role, str, str], ...] = (
    ("tiep-nhan", Role.RECEPTIONIST, "", "Cán bộ tiếp nhận hồ sơ"),
    ("tiep-nhan-tinh", Role.RECEPTIONIST, "H42.01.01", "Cán bộ tiếp nhận hồ sơ"),
    ("thu-ly", Role.CASE_OFFICER, "", "Công chức tư pháp - hộ tịch"),
    ("thu-ly-so", Role.CASE_OFFICER, "H42.34", "Chuyên viên"),
    ("thu-ly-moi-truong", Role.CASE_OFFICER, "H42.33", "Chuyên viên"),
    ("lanh-dao-phong", Role.SECTION_HEAD, "", "Trưởng phòng"),
    ("lanh-dao", Role.SIGNATORY, "", "Chủ tịch Ủy ban nhân dân"),
    ("van-thu", Role.RECORDS_CLERK, "", "Văn thư"),
    ("tra-ket-qua", Role.RETURN_CLERK, "", "Cán bộ trả kết quả"),
    ("thu-phi", Role.CASHIER, "", "Kế toán"),
    ("ho-tro", Role.ASSISTANT, "", "Tổ công nghệ số cộng đồng"),
    ("giam-sat", Role.MONITOR, "H42", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
    ("kiem-soat", Role.CONTROLLER, "H42.01", "Trưởng phòng Kiểm soát thủ tục hành chính"),
    ("thanh-tra", Role.INSPECTOR, "H42.18", "Thanh tra viên"),
    ("quan-tri-nghiep-vu", Role.BUSINESS_ADMIN, "H42.01", "Quản trị nghiệp vụ"),
    ("quan-tri-ky-thuat", Role.TECHNICAL_ADMIN, "H42.35", "Quản trị kỹ thuật"),
    ("quan-tri-ky-thuat-2", Role.TECHNICAL_ADMIN, "H42.35", "Quản trị kỹ thuật"),
)
CITIZENS = (("cong-dan", Role.CITIZEN), ("uy-quyen", Role.REPRESENTATIVE))
SERIAL = 900_000
EXTRA_REGISTERED = 40


def sample_commune() -> Agency:
    """Return the commune in whose office most of the printed accounts work."""
    named = Agency.objects.filter(kind="commune", valid_to=None, name__iendswith=COMMUNE).first()
    return named or Agency.objects.filter(kind="commune", valid_to=None).order_by("code")[0]


def acting(login: str) -> Actor:
    """Return somebody with a printed account: an officer with the role and agency of their post."""
    person = Account.objects.get(login=login).person_id
    post_held = Position.objects.filter(officer=person).order_by("id").first()
    if post_held is None:
        return Actor(person)
    return Actor(person, post_held.agency_id, frozenset({Role(post_held.role)}))


def load_accounts(rng: random.Random, at: datetime) -> None:
    """Create the printed accounts: citizens in the register, officers with posts."""
    commune = sample_commune()
    citizens = [
        Member(identifier(rng, at), invent(rng, SERIAL + n, commune.place), login)
        for n, (login, _) in enumerate(CITIZENS)
    ]
    keep_people(citizens, at)
    others = [invent(rng, SERIAL + 100 + n, commune.place) for n in range(EXTRA_REGISTERED)]
    keep_in_register([*(member.person for member in citizens), *others])

    authority = SampleAuthority(at)
    members: list[Member] = []
    positions: list[Position] = []
    for n, (login, role, code, title) in enumerate(OFFICERS):
        agency = Agency.objects.get(code=code) if code else commune
        member = Member(identifier(rng, at), invent(rng, SERIAL + 500 + n, agency.place), login)
        members.append(member)
        positions.append(post(member, agency, role, title))
        if role in WITH_CERTIFICATE:
            authority.issue(member.id, "person", member.person.full_name).save()
    keep_officers(members, positions, at)


def accounts() -> list[tuple[str, str, str, str, str]]:
    """Return role, login, password, name and agency of the printed accounts."""
    said = password()
    roles = {login: (role, "") for login, role in CITIZENS}
    roles |= {login: (role, code) for login, role, code, _ in OFFICERS}
    names = dict(Account.objects.filter(login__in=roles).values_list("login", "person__full_name"))
    agencies = dict(Agency.objects.filter(valid_to=None).values_list("code", "name"))
    commune = sample_commune().name
    citizens = dict(CITIZENS)
    return [
        (
            ROLE_NAMES[role],
            login,
            said,
            names[login],
            "" if login in citizens else agencies.get(code, commune),
        )
        for login, (role, code) in roles.items()
        if login in names
    ]
