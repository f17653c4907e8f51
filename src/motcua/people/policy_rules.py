"""What an installation demands of those who sign in, as data with dates and its sources.

Where TCVN 14423:2026 §5.6 and OWASP ASVS 5.0 (V6.2) disagree, the former binds here: kinds of
characters and regular changes are asked, but of passwords alone; with a second factor only their
length counts, as both want it (docs/adr/0041-second-factors-and-passwords.md).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

from motcua.kernel.actors import Role
from motcua.kernel.errors import DomainError

ADMINS = frozenset({Role.BUSINESS_ADMIN, Role.TECHNICAL_ADMIN})
STAFF = frozenset(Role) - {Role.CITIZEN, Role.REPRESENTATIVE}
EVERYBODY = "all"
LEVELS = (1, 2, 3)


class Act(StrEnum):
    """Acts for which it matters how sure one is of who acts."""

    SUBMIT = "submit"
    STORE = "store"

    @property
    def label(self) -> str:
        return {"submit": "nộp hồ sơ", "store": "dùng kho giấy tờ"}[self]


class PolicyWrong(DomainError):
    """A policy that cannot be meant."""

    message = "Quy định đăng nhập chưa đúng: {why}."


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds from a day on. Times in minutes, hours, days or months as their names say."""

    second_factor_roles: frozenset[Role] = STAFF
    length_with_second_factor: int = 8
    length_alone: int = 14
    classes_alone: int = 4
    admin_password_days: int = 60
    admin_passwords_kept: int = 10
    first_password_days: int = 5
    idle_account_days: int = 45
    review_months: int = 6
    staff_idle_minutes: int = 15
    citizen_idle_minutes: int = 30
    longest_hours: int = 12
    levels: Mapping[Act, int] = field(default_factory=lambda: {Act.SUBMIT: 2, Act.STORE: 2})

    def asks_second_factor(self, roles: frozenset[Role]) -> bool:
        """Say whether one of these roles is only held with a second factor."""
        return not self.second_factor_roles.isdisjoint(roles)

    def level_for(self, act: Act) -> int:
        """Return the level of assurance that an act needs."""
        return self.levels.get(act, 1)

    def idle_minutes(self, *, is_staff: bool) -> int:
        """Return after how many minutes without a click a session ends."""
        return self.staff_idle_minutes if is_staff else self.citizen_idle_minutes


def written(policy: Policy) -> dict[str, object]:
    """Return a policy as it is stored."""
    said = asdict(policy)
    said["second_factor_roles"] = sorted(role.value for role in policy.second_factor_roles)
    said["levels"] = {act.value: level for act, level in policy.levels.items()}
    return said


def policy_from(said: Mapping[str, object]) -> Policy:
    """Read a policy; what it does not say is as strict as the standard.

    Refuses unknown words and numbers that cannot be meant.
    """
    known = {one.name for one in fields(Policy)}
    unknown = sorted(set(said) - known)
    if unknown:
        raise PolicyWrong(why=f"không hiểu {', '.join(unknown)}")
    values = dict(said)
    try:
        if "second_factor_roles" in said:
            values["second_factor_roles"] = _roles(said["second_factor_roles"])
        if "levels" in said:
            values["levels"] = _levels(said["levels"])
    except ValueError as error:
        raise PolicyWrong(why=str(error)) from error
    for name, value in values.items():
        if name in {"second_factor_roles", "levels"}:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise PolicyWrong(why=f"{name} phải là số nguyên dương")
    return Policy(**values)  # type: ignore[arg-type]  # each checked above


def _roles(said: object) -> frozenset[Role]:
    if said == EVERYBODY:
        return STAFF
    if not isinstance(said, list):
        raise ValueError("second_factor_roles là “all” hoặc một danh sách vai trò")
    return frozenset(Role(one) for one in said)


def _levels(said: object) -> dict[Act, int]:
    if not isinstance(said, Mapping) or not all(level in LEVELS for level in said.values()):
        raise ValueError("levels cho mỗi việc một mức từ 1 đến 3")
    return {Act(act): int(level) for act, level in said.items()}
