"""Settings as technical administrators propose them."""

from datetime import datetime

from motcua.configuration import actions
from motcua.configuration.models import SettingVersion
from motcua.kernel.actors import Actor, Role
from motcua.people.models import Account
from tests.builders import a_province, an_officer
from tests.calendars import MONDAY_MORNING

PROVIDER = "dinh-danh.quoc-gia"
POLICY = "dang-nhap"
A_PROVIDER = {
    "name": "tài khoản định danh",
    "issuer": "https://dinh-danh.example",
    "client_id": "motcua",
    "scopes": "openid profile",
    "claims": "personal_number = sub\nfull_name = name",
    "levels": "LoA1 = 1\nLoA2 = 2",
    "least_level": "2",
    "use": "on",
}
A_POLICY = {
    "from_on": "01/07/2026",
    "basis": "Quyết định số 12/QĐ-UBND",
    "second_factor_roles": "Quản trị kỹ thuật\nQuản trị nghiệp vụ",
    "length_with_second_factor": "10",
    "length_alone": "14",
    "classes_alone": "4",
    "admin_password_days": "60",
    "admin_passwords_kept": "10",
    "first_password_days": "5",
    "idle_account_days": "45",
    "review_months": "6",
    "staff_idle_minutes": "15",
    "citizen_idle_minutes": "30",
    "longest_hours": "12",
    "submit": "2",
    "store": "2",
}


def a_technician(name: str = "Trần Văn Máy") -> Actor:
    """Return a technical administrator who can sign in."""
    by = an_officer(a_province().committee, Role.TECHNICAL_ADMIN, full_name=name)
    Account.objects.create(login=str(by.who), person_id=by.who)
    return by


def a_proposed_policy(by: Actor, at: datetime = MONDAY_MORNING) -> SettingVersion:
    """Return a proposal of a policy that waits for a second person."""
    return actions.propose(actions.draft(POLICY, A_POLICY, by=by, at=at).id, by=by, at=at)
