"""What technical administrators type about officers and their posts."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.http import QueryDict

from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.organisations import rules as posts
from motcua.organisations.queries import agencies_to_choose
from motcua.people import rules as people
from motcua.people.sign_in_rules import Proof
from motcua.staffing import rules
from motcua.staffing.rules import Newcomer
from motcua.web.staff_input import chosen_id, day_from

FIRST = "Xin nhập ngày bắt đầu, ví dụ 21/08/2026."
WHERE = "Xin chọn cơ quan."
WHICH = "Xin chọn vai trò."
HOW = "Xin chọn đã kiểm tra người bằng cách nào."
# The input that each refusal is about.
ABOUT: dict[type[DomainError], str] = {
    rules.NameMissing: "full_name",
    people.NameDoesNotMatch: "full_name",
    rules.NumberMissing: "personal_number",
    people.WrongPersonalNumber: "personal_number",
    posts.StaffNumberTaken: "staff_number",
    people.LoginWrong: "login",
    people.LoginTaken: "login",
    posts.AgencyNotThere: "agency",
    posts.NoSuchOffice: "role",
    posts.PostHeld: "role",
    rules.AlreadyProposed: "role",
    posts.TitleMissing: "title",
    posts.UnitTooLong: "unit",
    posts.FirstDayTooFar: "from_on",
    posts.DaysWrong: "last_on",
    posts.LastAdministrator: "position",
}
Read = Callable[[], object]


def errors_of(refusal: DomainError) -> dict[str, str]:
    """Return a refusal by the input that it is about."""
    if isinstance(refusal, InvalidInput):
        return refusal.errors
    return {ABOUT.get(type(refusal), ""): str(refusal)}


def post_from(posted: QueryDict) -> posts.Post:
    """Read a post; everything that cannot be read is told at once."""
    said = _all_of(
        {
            "agency": lambda: chosen_id(posted, "agency", WHERE),
            "role": lambda: _role(posted),
            "title": lambda: posts.check_title(posted.get("title", "")),
            "from_on": lambda: day_from(posted, "from_on", FIRST),
        }
    )
    agency, role, first = said["agency"], said["role"], said["from_on"]
    assert isinstance(agency, UUID)
    assert isinstance(role, Role)
    assert isinstance(first, date)
    return posts.Post(agency, role, posted.get("title", ""), first, posted.get("unit", ""))


def _all_of(readers: Mapping[str, Read]) -> dict[str, object]:
    said: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name, read in readers.items():
        try:
            said[name] = read()
        except DomainError as refusal:
            errors |= errors_of(refusal)
    if errors:
        raise InvalidInput(errors)
    return said


def _role(posted: QueryDict) -> Role:
    try:
        return Role(posted.get("role", ""))
    except ValueError:
        raise InvalidInput({"role": WHICH}) from None


def proof_from(posted: QueryDict, name: str) -> Proof:
    """Read by what somebody was known."""
    try:
        return Proof(posted.get(name, ""))
    except ValueError:
        raise InvalidInput({name: HOW}) from None


def opening_from(posted: QueryDict) -> tuple[Newcomer, posts.Post, Proof]:
    """Read somebody new, their post, and by what they were known; all gaps are told at once. Who
    has an account needs no login."""
    newcomer = newcomer_from(posted)
    said = _all_of(
        {
            "full_name": lambda: rules.check_name(newcomer.full_name),
            "numbers": lambda: rules.check_numbers(newcomer.personal_number, newcomer.staff_number),
            "login": lambda: newcomer.login and people.check_login(newcomer.login),
            "proof": lambda: proof_from(posted, "proof"),
            "post": lambda: post_from(posted),
        }
    )
    post, proof = said["post"], said["proof"]
    assert isinstance(post, posts.Post)
    assert isinstance(proof, Proof)
    return newcomer, post, proof


def newcomer_from(posted: QueryDict) -> Newcomer:
    """Read who somebody is."""
    return Newcomer(
        full_name=posted.get("full_name", ""),
        personal_number=posted.get("personal_number", ""),
        staff_number=posted.get("staff_number", ""),
        login=posted.get("login", ""),
    )


def choices(today: date) -> dict[str, object]:
    """Return what is chosen from in the forms of posts."""
    return {
        "agencies": agencies_to_choose(today),
        "roles": [
            (role.value, f"{ROLE_NAMES[role]} (cần hai người)" if role in posts.POWERFUL else name)
            for role, name in ROLE_NAMES.items()
            if role in posts.OFFICES
        ],
        "proofs": [(one.value, one.label) for one in Proof],
    }
