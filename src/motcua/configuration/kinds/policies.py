"""The policy of signing in (quy định đăng nhập): passwords, second factors, sessions."""

from datetime import date, datetime

from motcua.configuration.kinds.kind import Kind
from motcua.configuration.rules import SHORT, Content, Field, day_in, in_lines, number_in
from motcua.kernel.actors import ROLE_NAMES, SYSTEM, Actor, Role
from motcua.kernel.errors import InvalidInput
from motcua.people.actions import adopt_policy
from motcua.people.policy_rules import LEVELS, STAFF, Act, policy_from, written
from motcua.people.queries import policy_on

CODE = "dang-nhap"
EVERYBODY = "Mọi vai trò"
NOBODY = "Không ai"
LONGEST_BASIS = 300
NUMBERS = {
    "length_with_second_factor": "Mật khẩu dài ít nhất, khi có lớp thứ hai (ký tự)",
    "length_alone": "Mật khẩu dài ít nhất, khi không có lớp thứ hai (ký tự)",
    "classes_alone": "Số loại ký tự của mật khẩu khi không có lớp thứ hai",
    "admin_password_days": "Quản trị đổi mật khẩu sau (ngày)",
    "admin_passwords_kept": "Số mật khẩu cũ quản trị không dùng lại",
    "first_password_days": "Mật khẩu ban đầu dùng được trong (ngày)",
    "idle_account_days": "Khóa tài khoản cán bộ không dùng sau (ngày)",
    "review_months": "Rà soát tài khoản mỗi (tháng)",
    "staff_idle_minutes": "Cán bộ không bấm gì thì hết phiên sau (phút)",
    "citizen_idle_minutes": "Người dân không bấm gì thì hết phiên sau (phút)",
    "longest_hours": "Một phiên dài nhất (giờ)",
}
_LEVEL = tuple((str(level), f"Mức {level}") for level in LEVELS)
FIELDS = (
    Field("from_on", "Áp dụng từ ngày", "Viết như 31/12/2026.", longest=SHORT),
    Field("basis", "Căn cứ", "Số và ngày của văn bản."),
    Field(
        "second_factor_roles",
        "Vai trò phải xác thực hai lớp",
        f"Mỗi dòng một vai trò; hoặc “{EVERYBODY}”, hoặc “{NOBODY}”.",
        lines=3,
    ),
    *(Field(key, label, longest=SHORT) for key, label in NUMBERS.items()),
    *(Field(act.value, f"Mức định danh để {act.label}", choices=_LEVEL) for act in Act),
)


def _said(content: Content) -> dict[str, object]:
    # A proposal from before a number was asked does not say it: there the standard holds.
    said: dict[str, object] = {key: number_in(content, key) for key in NUMBERS if key in content}
    said["second_factor_roles"] = _roles(content["second_factor_roles"])
    said["levels"] = {act.value: int(content[act.value]) for act in Act}
    return said


def _roles(text: str) -> list[str]:
    if text == EVERYBODY:
        return sorted(STAFF)
    if text == NOBODY:
        return []
    by_name = {ROLE_NAMES[role].lower(): role.value for role in STAFF}
    lines = text.lower().split("\n")
    if strange := [line for line in lines if line not in by_name]:
        names = ", ".join(sorted(ROLE_NAMES[role] for role in STAFF))
        raise InvalidInput(
            {"second_factor_roles": f"Không có vai trò “{strange[0]}”. Các vai trò: {names}."}
        )
    return sorted({by_name[line] for line in lines})


def _check(part: str, content: Content, today: date) -> None:
    day_in(content, "from_on", today)
    if not 1 <= len(content["basis"]) <= LONGEST_BASIS:
        raise InvalidInput({"basis": "Xin ghi căn cứ, không quá 300 ký tự."})
    policy_from(_said(content))


def _adopt(part: str, content: Content, by: Actor, at: datetime) -> None:
    """Adopt the policy from its day on."""
    from_on = datetime.strptime(content["from_on"], "%d/%m/%Y").date()  # noqa: DTZ007 -- a day
    adopt_policy(_said(content), from_on=from_on, basis=content["basis"], by=SYSTEM, at=at)


def _now(part: str, today: date) -> Content:
    said = written(policy_on(today))
    levels, roles = said["levels"], said["second_factor_roles"]
    assert isinstance(levels, dict)
    assert isinstance(roles, list)
    return {
        **{key: str(said[key]) for key in NUMBERS},
        "second_factor_roles": _role_names(roles),
        **{act.value: str(levels.get(act.value, 1)) for act in Act},
    }


def _role_names(roles: list[str]) -> str:
    if set(roles) == {role.value for role in STAFF}:
        return EVERYBODY
    return in_lines(ROLE_NAMES[Role(role)] for role in roles) or NOBODY


KIND = Kind(
    code=CODE,
    name="Quy định đăng nhập",
    about="Mật khẩu, xác thực hai lớp, thời hạn phiên và mức định danh.",
    after="Quy định có hiệu lực từ ngày đã ghi.",
    keepers=(Role.TECHNICAL_ADMIN,),
    fields=FIELDS,
    check=_check,
    adopt=_adopt,
    known=lambda: {CODE: "Quy định đăng nhập"},
    now=_now,
)
