"""A dossier at its beginning: made, put in its case, and sent to who settles it."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from motcua.dossiers.models import Dossier
from motcua.dossiers.places import competent_agency, receiving_desk
from motcua.dossiers.rules import Channel, ResultChannel
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import new_id, spoken_code
from motcua.organisations.models import Agency
from motcua.people.mandates import Represented
from motcua.people.models import Person
from motcua.procedures.queries import Terms

CASE_UNKNOWN = "Xin chọn một trường hợp của thủ tục này."
LONGEST_NAME = 120  # an organisation's whole name stands with the organisation
ADDRESS_MISSING = "Xin ghi địa chỉ nhận kết quả qua bưu chính."


def new_dossier(
    kept: Terms,
    applicant: Person,
    case: str,
    channel: Channel,
    by: Actor,
    at: datetime,
    organisation: Represented | None = None,
) -> Dossier:
    """Return a new dossier under codes of its own, not yet saved; in the name of the applicant, or
    of the organisation that they represent."""
    require_case(kept, case)
    return Dossier(
        id=new_id(),
        submission_code=f"NT-{spoken_code(4)}-{spoken_code(4)}",
        lookup_code=spoken_code(8),
        procedure=kept.version,
        case=case,
        applicant=applicant,
        organisation_id=organisation.organisation if organisation else None,
        applicant_name=(organisation.name if organisation else applicant.full_name)[:LONGEST_NAME],
        filed_by=by.who,
        channel=channel.value,
        opened_at=at,
    )


def require_case(kept: Terms, case: str) -> None:
    """Refuse a case that the procedure does not know."""
    if case not in ({one.code for one in kept.cases} or {""}):
        raise InvalidInput({"case": CASE_UNKNOWN})


def require_address(channel: ResultChannel, address: str) -> None:
    """Refuse a result by post without an address."""
    if channel is ResultChannel.POST and not address.strip():
        raise InvalidInput({"result_address": ADDRESS_MISSING})


def place(dossier: Dossier, kept: Terms, commune: UUID | None, at: datetime) -> Agency:
    """Note who settles a dossier and where it is received, and return who settles it."""
    today = localdate(at)
    settling = competent_agency(kept.version, commune, today)
    dossier.settling_agency = settling
    if dossier.receiving_agency_id is None or dossier.channel == Channel.ONLINE:
        dossier.receiving_agency = receiving_desk(settling, today)
    return settling


def require_component(kept: Terms, component: str) -> None:
    """Refuse a component that the procedure does not ask for."""
    if component not in {one.code for one in kept.components}:
        raise InvalidInput({"component": "Thủ tục này không có giấy tờ như vậy."})
