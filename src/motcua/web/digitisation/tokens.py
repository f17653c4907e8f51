"""The way from a desk to the camera of a telephone: an address that works for a quarter of an
hour, for one paper, in the name of the officer who opened it."""

from datetime import date
from uuid import UUID

from django.core import signing

from motcua.digitisation.models import DigitalCopy
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError
from motcua.organisations.queries import offices_of

SALT = "digitisation.phone"
SECONDS = 15 * 60


class PhoneLinkEnded(DomainError):
    """The address is too old, or was changed."""

    message = "Đường dẫn này đã hết hạn. Xin quét lại mã trên màn hình của quầy."


def token_for(by: Actor, copy: DigitalCopy) -> str:
    """Return the part of the address that says who scans which paper."""
    return signing.dumps([str(by.who), str(by.office), str(copy.id)], salt=SALT, compress=True)


def opened_token(token: str, today: date) -> tuple[Actor, UUID]:
    """Return who scans, with the roles held there today, and which paper; or refuse."""
    try:
        person, agency, copy = (
            UUID(one) for one in signing.loads(token, salt=SALT, max_age=SECONDS)
        )
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise PhoneLinkEnded from error
    for office in offices_of(person, today):
        if office.agency == agency:
            return Actor(person, agency, office.roles), copy
    raise PhoneLinkEnded
