"""Taking signing certificates into use from the command line.

Imported only once Django is ready. The key is tried before, where that asks nobody for consent.
"""

from datetime import datetime
from pathlib import Path

from django.utils.timezone import localdate, now
from rich.console import Console

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.ids import new_id
from motcua.organisations.models import Agency, Officer
from motcua.people.queries import account_by_login, contact_of
from motcua.runtime.refusals import CannotStart
from motcua.signing import providers
from motcua.signing.actions import enter_certificate
from motcua.signing.fitness import Owner, fit_certificate
from motcua.signing.models import Certificate
from motcua.signing.providers.answers import checked
from motcua.signing.rules import Keeper, KeeperRefused, KeeperUnavailable

WRONG_INPUT = 2
KEEPERS = {"file": Keeper.KEY_FILE, "token": Keeper.TOKEN, "remote": Keeper.REMOTE}
CHALLENGE = b"motcua"
ONE_OF_TWO = "Xin nêu chủ của chứng thư: --officer hoặc --agency, một trong hai."


def run(file: Path, *, keeper: str, key: str, officer: str, agency: str) -> None:
    """Try the key, then take the certificate into use and say whose it is and until when."""
    content, moment, place = file.read_bytes(), now(), KEEPERS[keeper]
    if bool(officer) == bool(agency):
        raise CannotStart(ONE_OF_TWO, WRONG_INPUT)
    owner = _officer(officer) if officer else _agency(agency, moment)
    try:
        if place is not Keeper.REMOTE:  # a service would ask its holder for consent
            _try_key(fit_certificate(content, owner, place, key, moment))
        entered = enter_certificate(content, owner, place, key, by=SYSTEM, at=moment)
    except DomainError as refusal:
        raise CannotStart(str(refusal), WRONG_INPUT) from refusal
    until = f"{localdate(entered.not_after):%d/%m/%Y}"
    Console(highlight=False).print(f"Đã đưa vào dùng chứng thư của {owner.name}, đến {until}.")


def _try_key(certificate: Certificate) -> None:
    """Refuse a key that is not there or not the certificate's."""
    try:
        made = providers.signature(certificate, CHALLENGE, new_id(), again=False)
        checked(certificate, CHALLENGE, made)
    except (KeeperRefused, KeeperUnavailable, OSError, ValueError) as trouble:
        raise CannotStart(f"Không ký thử được bằng khóa này: {trouble}", WRONG_INPUT) from trouble


def _officer(login: str) -> Owner:
    account = account_by_login(login)
    officer = Officer.objects.filter(pk=account.person_id).first() if account else None
    if account is None or officer is None:
        raise CannotStart(f"Không có cán bộ đăng nhập bằng “{login}”.", WRONG_INPUT)
    number = contact_of(account.person).personal_number
    return Owner(officer.id, "person", officer.full_name, number)


def _agency(code: str, moment: datetime) -> Owner:
    found = Agency.objects.in_force(localdate(moment)).filter(code=code).first()
    if found is None:
        raise CannotStart(f"Không có cơ quan mã “{code}”.", WRONG_INPUT)
    return Owner(found.id, "seal", found.name)
