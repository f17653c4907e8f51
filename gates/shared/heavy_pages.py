"""Everything that only reads, asked for at its worst, by somebody who may.

The addresses are those of the table of access: a page that is new is asked for too. Every one is
asked for as it is, and with the worst that a search, a filter or a place in a list can hold.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.utils.timezone import localdate

from bench.clients import Request, as_json
from bench.province import token_of
from bench.readers import Readers, rows
from motcua.kernel.actors import Role

TABLE = Path(__file__).resolve().parents[2] / "docs" / "security" / "access.csv"
# Not a reading of ours: leaving, another's redirect, an address of the moment.
LEFT_OUT = ("dang-xuat", "dang-nhap", "tep/", "metrics", "readyz", "healthz")
STRANGER, API = "stranger", "api/v1"
PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Who asks, the nearest to the most data first, by the columns of the table.
WHO: Mapping[str, Role | None] = {
    "monitor": Role.MONITOR,
    "controller": Role.CONTROLLER,
    "head": Role.SECTION_HEAD,
    "desk": Role.RECEPTIONIST,
    "case_officer": Role.CASE_OFFICER,
    "business_admin": Role.BUSINESS_ADMIN,
    "technical_admin": Role.TECHNICAL_ADMIN,
    "owner": None,
    STRANGER: None,
}
_BUSIEST = """
SELECT receiving_agency_id FROM dossiers_dossier WHERE receiving_agency_id IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""
_OFFICER = """
SELECT officer_id, agency_id FROM organisations_position WHERE role = %s AND valid_to IS NULL
ORDER BY (agency_id = %s) DESC, id LIMIT 1
"""
_OWNER = """
SELECT applicant_id FROM dossiers_dossier WHERE organisation_id IS NULL
GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""
_DOSSIER = """
SELECT dossier.id FROM dossiers_dossier AS dossier
JOIN events_event AS event ON event.subject = dossier.id
WHERE dossier.receiving_agency_id = %s AND dossier.accepted_at IS NOT NULL
GROUP BY dossier.id ORDER BY count(*) DESC LIMIT 1
"""
_VERSION = "SELECT id FROM procedures_procedureversion ORDER BY id LIMIT 1"
_CODE = "SELECT code FROM procedures_procedure ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Heavy:
    """A reading at its worst: its address in the table, which worst it is, what is sent, and
    whether its time is said even when others are slower."""

    address: str
    worst: str
    request: Request
    is_said: bool = False

    @property
    def name(self) -> str:
        """Return how the reading is called in what is printed."""
        return f"{self.address} [{self.worst}]"


def worsts() -> dict[str, dict[str, str]]:
    """Return what addresses are asked with; a page takes of it what it knows."""
    today = localdate()
    years = {"tu": f"{today.year - 5}-01-01", "den": today.isoformat()}
    far = f"{(today - timedelta(days=1500)).isoformat()}T00:00:00+07:00~{UUID(int=2**120)}"
    return {
        "as it is": {},
        "one letter": {"q": "n", "words": "n", **years},
        "the commonest name": {"q": "nguyen", "words": "nguyen", **years},
        "signs of patterns": {"q": "%_%_" * 40, "words": "%_%_" * 40},
        "two hundred words": {"q": "nguyen thi " * 100, "words": "nguyen thi " * 100},
        "five years": {**years, "theo": "thu-tuc", "xem": "overdue", "muc": "cho-tra"},
        "a far place": {"sau": far, "stt": "99999999", "after": far, **years},
    }


def own_worsts() -> dict[str, dict[str, dict[str, str]]]:
    """Return what single addresses are asked with besides: what a reform is judged by."""
    today = localdate()
    year = {"tu": (today - timedelta(days=365)).isoformat(), "den": today.isoformat()}
    return {
        "theo-doi/danh-gia": {
            "a year of the province": year,
            "a year of its officers": {**year, "theo": "can-bo"},
        }
    }


def everything() -> list[Heavy]:
    """Return every reading at its worst, by the first who may."""
    ((agency,),) = rows(_BUSIEST)
    things = _things(agency)
    found = []
    for address, who in _addresses():
        if not set(PART.findall(address)) <= set(things):
            continue
        own = own_worsts().get(address, {})
        for worst, query in (worsts() | own).items():
            if query and address.endswith((".pdf", ".docx")):
                continue
            path = _filled(address, things) + (f"?{urlencode(query)}" if query else "")
            found.append(Heavy(address, worst, _asker(who, agency).ask(path), worst in own))
    return found


def _filled(address: str, things: Mapping[str, object]) -> str:
    return "/" + PART.sub(lambda part: str(things[part[1]]), address)


def _addresses() -> Iterator[tuple[str, str]]:
    """Yield each address that is read, once, with the first column that is let in."""
    seen: set[str] = set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            address, may = row["address"], [one for one in WHO if row[one] == "x"]
            about = row["about"].split()
            if row["method"] != "GET" or address in seen or not may:
                continue
            if address.startswith(LEFT_OUT) or (about and "moving" not in about):
                continue
            seen.add(address)
            yield address, may[0]


def _things(agency: object) -> dict[str, object]:
    """Return what stands in addresses: the dossier with the longest story of the busiest agency."""
    found = {
        "dossier_id": rows(_DOSSIER, agency),
        "agency_id": [(agency,)],
        "version_id": rows(_VERSION),
        "code": rows(_CODE),
    }
    things: dict[str, object] = {name: one[0][0] for name, one in found.items() if one}
    return {**things, "form": "receipt"}


@dataclass
class _Asker:
    """Somebody who asks, with a session for pages and a token for the API."""

    person: UUID | None
    agency: UUID | None
    readers: Readers

    def ask(self, path: str) -> Request:
        if self.person is None:
            return Request("GET", path)
        if path.startswith(f"/{API}"):
            token = token_of(self.person, self.agency)
            return as_json(token, "GET", path.removeprefix(f"/{API}"))
        return self.readers.get(self.person, path)


_known: dict[str, _Asker] = {}
_readers = Readers()


def _asker(who: str, agency: object) -> _Asker:
    """Return who asks in a column, made once."""
    if who not in _known:
        role = WHO[who]
        person = office = None
        if role is not None:
            ((person, office),) = rows(_OFFICER, role.value, agency)
        elif who != STRANGER:
            ((person,),) = rows(_OWNER)
        _known[who] = _Asker(_uuid(person), _uuid(office), _readers)
    return _known[who]


def _uuid(value: object) -> UUID | None:
    return UUID(str(value)) if value else None
