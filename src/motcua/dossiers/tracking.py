"""Public tracking: a number and a second fact show status and dates, nothing else.

A code alone must not open content (regulations §25; reliability R23).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import LABELS, Status
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.people.actions import count_attempt
from motcua.people.queries import contact_of
from motcua.people.rules import WrongPhone, normal_phone
from motcua.people.sign_in_rules import network_of

TRIES = 20
WINDOW = timedelta(minutes=15)
LAST_DIGITS = 4


class NotTracked(DomainError):
    """Unknown number or wrong second fact; never says which."""

    message = (
        "Không tìm thấy hồ sơ với thông tin này. "
        "Xin kiểm tra mã hồ sơ và mã tra cứu in trên giấy tiếp nhận."
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody with both facts may see."""

    code: str
    status: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None


def track(number: str, second: str, *, address: str, by: Actor, at: datetime) -> Progress:
    """Return the status and dates of a dossier for its number and a second fact.

    The second fact is the look-up code of the slip, or the last four digits of the personal
    number together with the phone, written “1234 0912345678”. Tries are counted by address.
    """
    count_attempt("tracking", network_of(address), most=TRIES, window=WINDOW, by=by, at=at)
    code = number.strip().upper()
    field = "submission_code" if code.startswith("NT-") else "number"
    dossier = Dossier.objects.select_related("applicant").filter(**{field: code}).first()
    if dossier is None or dossier.status == Status.DRAFT or not _knows(dossier, second):
        raise NotTracked
    return Progress(
        code=dossier.number or dossier.submission_code,
        status=LABELS[Status(dossier.status)],
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        decided_at=dossier.decided_at,
        delivered_at=dossier.delivered_at,
    )


def _knows(dossier: Dossier, second: str) -> bool:
    told = "".join(second.upper().split())
    if hmac.compare_digest(told.encode(), dossier.lookup_code.encode()):
        return True
    try:
        phone = normal_phone(told[LAST_DIGITS:])
    except WrongPhone:
        return False
    contact = contact_of(dossier.applicant)
    expected = contact.personal_number[-LAST_DIGITS:] + contact.phone
    return hmac.compare_digest((told[:LAST_DIGITS] + phone).encode(), expected.encode())
