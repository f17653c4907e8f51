"""Who comes under mixed load: citizens who file, and everybody who reads, by agency."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.clients import Request, as_json
from bench.inboxes import page
from bench.papers import upload_request
from bench.province import Cast, Citizen, filing_request
from motcua.kernel.actors import Role
from motcua.organisations.models import Position
from motcua.people.models import Account

FILE_BYTES = 200 * 1024
CITIZENS_READING = 200
OFFICES = {
    Role.CASE_OFFICER: ("inbox page", "/can-bo/?xem=unit"),
    Role.RECEPTIONIST: ("desk page", "/mot-cua/"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Something that somebody reads."""

    kind: str
    request: Request


class People:
    """Requests ready to be sent, chosen at random."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self._cast = cast
        self.rng = random.Random(seed)
        self.communes = cast.communes
        self._pages = {commune: self._pages_of(commune) for commune in cast.communes}
        self._public = [self._public_page(one) for one in cast.applicants[:CITIZENS_READING]]
        self._serial = 0

    def citizen(self) -> Citizen:
        """Return somebody who files."""
        return self.rng.choice(self._cast.applicants)

    def reading_at(self, commune: UUID) -> Reading:
        """Return what an officer of an agency reads."""
        return self.rng.choice(self._pages[commune])

    def reading(self) -> Reading:
        """Return what a citizen reads."""
        return self.rng.choice(self._public)

    def _pages_of(self, commune: UUID) -> list[Reading]:
        readings = []
        for role, (kind, path) in OFFICES.items():
            held = Position.objects.filter(agency=commune, role=role.value).order_by("id")[:4]
            for position in held:
                account = Account.objects.filter(person_id=position.officer_id).first()
                if account is not None:
                    readings.append(Reading(kind, page(path, account)))
        token = self._cast.tokens[(commune, Role.CASE_OFFICER.value)]
        readings.append(Reading("inbox API", as_json(token, "GET", "/inbox?view=unit")))
        return [Reading(one.kind, one.request.sent_from(_address(commune))) for one in readings]

    def _public_page(self, citizen: Citizen) -> Reading:
        account = Account.objects.get(person_id=citizen.person)
        kind, request = self.rng.choice(
            [
                ("my dossiers page", page("/ho-so-cua-toi", account)),
                ("procedures page", Request("GET", "/thu-tuc")),
            ]
        )
        return Reading(kind, request.sent_from(_address(citizen.person)))

    def upload(self, citizen: Citizen, commune: UUID) -> Request:
        """Return the upload of a file that nobody has uploaded before, for a filing somewhere."""
        self._serial += 1
        request = upload_request(citizen, self._serial, FILE_BYTES, commune=commune)
        return request.sent_from(_address(citizen.person))

    def filing(self, citizen: Citizen, commune: UUID, papers: Sequence[object]) -> Request:
        """Return the filing of an application at an agency with papers that were uploaded."""
        request = filing_request(self._cast, citizen, commune, papers)
        return request.sent_from(_address(citizen.person))


def _address(whose: UUID) -> str:
    """Return an address of one's own: a household's, or an office's."""
    return ".".join(["10", *(str(part) for part in whose.bytes[-3:])])
