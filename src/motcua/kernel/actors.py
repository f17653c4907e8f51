"""Who acts: a person, for an agency, in roles."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from motcua.kernel.errors import NotPermitted


class Role(StrEnum):
    """What a position entitles to (regulations §1.2; the Vietnamese code stands beside each)."""

    CITIZEN = "citizen"  # CD
    REPRESENTATIVE = "representative"  # DD
    ASSISTANT = "assistant"  # HT
    RECEPTIONIST = "receptionist"  # TN
    CASE_OFFICER = "case_officer"  # TL
    SECTION_HEAD = "section_head"  # LDP
    SIGNATORY = "signatory"  # LD
    RECORDS_CLERK = "records_clerk"  # VT
    RETURN_CLERK = "return_clerk"  # TKQ
    CASHIER = "cashier"  # TC
    MONITOR = "monitor"  # GS
    CONTROLLER = "controller"  # KS
    BUSINESS_ADMIN = "business_admin"  # QTN
    TECHNICAL_ADMIN = "technical_admin"  # QTK
    INSPECTOR = "inspector"  # TTr


ROLE_NAMES: dict[Role, str] = {
    Role.CITIZEN: "Công dân",
    Role.REPRESENTATIVE: "Người được ủy quyền",
    Role.ASSISTANT: "Cán bộ hỗ trợ",
    Role.RECEPTIONIST: "Cán bộ tiếp nhận",
    Role.CASE_OFFICER: "Chuyên viên thụ lý",
    Role.SECTION_HEAD: "Lãnh đạo phòng",
    Role.SIGNATORY: "Người có thẩm quyền ký",
    Role.RECORDS_CLERK: "Văn thư",
    Role.RETURN_CLERK: "Cán bộ trả kết quả",
    Role.CASHIER: "Kế toán, thu phí",
    Role.MONITOR: "Lãnh đạo theo dõi, chỉ đạo",
    Role.CONTROLLER: "Cán bộ kiểm soát thủ tục",
    Role.BUSINESS_ADMIN: "Quản trị nghiệp vụ",
    Role.TECHNICAL_ADMIN: "Quản trị kỹ thuật",
    Role.INSPECTOR: "Thanh tra, giám sát",
}


class Scope(StrEnum):
    """How far a mandate reaches: dossiers only, or also the store of papers."""

    FILING = "filing"
    FULL = "full"

    @property
    def label(self) -> str:
        return {
            "filing": "nộp và theo dõi hồ sơ",
            "full": "nộp, theo dõi hồ sơ và dùng kho giấy tờ",
        }[self]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting, for an agency where they hold office, in the roles held there.

    A citizen acts for no agency: in their own name, or in that of the organisation that gave them
    a mandate of some scope; whoever makes the actor has checked that it holds on the day. The
    system itself acts as `SYSTEM`, without a person; a stranger has none either, and is not it.
    """

    person: UUID | None
    agency: UUID | None = None
    roles: frozenset[Role] = frozenset()
    organisation: UUID | None = None
    scope: Scope | None = None
    is_system: bool = False

    def has(self, *roles: Role) -> bool:
        """Say whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def who(self) -> UUID:
        """Return the person; what needs one is not permitted to a stranger or the system."""
        if self.person is None:
            raise NotPermitted
        return self.person

    @property
    def office(self) -> UUID:
        """Return the agency acted for; what needs one is not permitted to others."""
        if self.agency is None:
            raise NotPermitted
        return self.agency

    @property
    def is_officer(self) -> bool:
        """Say whether the actor acts for an agency."""
        return self.agency is not None


SYSTEM = Actor(person=None, is_system=True)
