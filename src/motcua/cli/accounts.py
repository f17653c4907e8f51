"""What whoever runs the system does for accounts, from the command line.

Imported only once Django is ready.
"""

from django.utils.timezone import now
from rich.console import Console

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import PersonId
from motcua.people.actions import reset_second_factor
from motcua.people.queries import account_by_login
from motcua.people.sign_in_rules import Proof
from motcua.runtime.refusals import CannotStart

WRONG_INPUT = 2
NONE = "Không có tài khoản “{login}” đã đăng ký xác thực hai lớp."


def reset_code(login: str, proof: Proof) -> None:
    """Take away the second factor of an account; that, and the proof, is recorded."""
    account = account_by_login(login)
    try:
        if account is None:
            raise NotFound
        reset_second_factor(PersonId(account.person_id), proof, by=SYSTEM, at=now())
    except NotFound as refusal:
        raise CannotStart(NONE.format(login=login), WRONG_INPUT) from refusal
    Console(highlight=False).print(f"Đã gỡ xác thực hai lớp của “{login}”.")
