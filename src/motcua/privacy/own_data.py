"""What is kept about somebody: in which purposes and on what basis, and all of it as one file."""

import csv
import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from uuid import UUID

from motcua.documents.personal.queries import data_of, papers_of_owner
from motcua.documents.queries import readings_of
from motcua.documents.store_rules import Owner
from motcua.dossiers.content import answers_of
from motcua.dossiers.models import Dossier, in_name_of
from motcua.dossiers.queries import papers_of
from motcua.organisations.queries import agency_names
from motcua.people.consents import consents_of
from motcua.people.models import Person
from motcua.people.queries import contact_of, sign_ins_of
from motcua.privacy.looking_rules import GROUND_NAMES, Ground
from motcua.privacy.models import DataRequest
from motcua.privacy.queries import looks_of
from motcua.privacy.request_words import words_of

FACTS = Path(__file__).parent / "facts" / "purposes.csv"
FILE = "du-lieu-cua-toi.json"
MOST_DOSSIERS = 500


@dataclass(frozen=True, slots=True)
class Purpose:
    """What some data are kept for, and the law that says so instead of asking for consent
    (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, art. 19)."""

    code: str
    what: str
    why: str
    article: str


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def purposes_on(day: date) -> list[Purpose]:
    """Return for what purposes data are kept on a day."""
    return [
        Purpose(row["code"], row["what"], row["why"], row["article"])
        for row in _rows()
        if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
    ]


def kept_about(person: UUID) -> dict[str, object]:
    """Return everything that is kept about somebody in their own name, opened, for themselves.

    The caller has checked that they ask for their own. Files of papers are not in it, their names
    are; what others wrote about the work on a dossier is not theirs to take.
    """
    owner = Owner(person)
    return {
        "person": _particulars(Person.objects.get(pk=person)),
        "dossiers": [_dossier(one) for one in _dossiers(owner)],
        "store": [
            {
                "kind": one.kind_name,
                "number": one.number,
                "put_at": one.put_at,
                "data": data_of(one),
            }
            for one in papers_of_owner(owner)
        ],
        "sign_ins": [
            {"begun_at": one.begun_at, "method": one.method, "address": one.address}
            for one in sign_ins_of(person)
        ],
        "consents": [
            _fields(one, "purpose", "version", "given_at", "withdrawn_at")
            for one in consents_of(person)
        ],
        "requests": [
            {**_fields(one, "kind", "asked_at", "state"), **words_of(one)}
            for one in DataRequest.objects.filter(person=person).order_by("asked_at")
        ],
    }


def _particulars(known: Person) -> dict[str, object]:
    fields = _fields(known, "full_name", "birth_date", "sex", "verified_at")
    return {**fields, **asdict(contact_of(known))}


def _fields(row: object, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _dossiers(owner: Owner) -> list[Dossier]:
    found = Dossier.objects.filter(in_name_of(owner)).select_related("procedure")
    return list(found.order_by("-opened_at", "-id")[:MOST_DOSSIERS])


def _dossier(one: Dossier) -> dict[str, object]:
    looks = looks_of(one.id)
    agencies = agency_names(look.agency for look in looks)
    return {
        "number": one.number or one.submission_code,
        "procedure": one.procedure.name,
        "status": one.status,
        "opened_at": one.opened_at,
        "submitted_at": one.submitted_at,
        "decided_at": one.decided_at,
        "answers": answers_of(one),
        "papers": [{"component": paper.component, "name": paper.name} for paper in papers_of(one)],
        "looked_at": [
            {
                "at": look.at,
                "agency": agencies.get(look.agency, ""),
                "why": GROUND_NAMES[Ground(look.ground)],
            }
            for look in looks
        ],
        "papers_given": [
            {"at": given.at, "why": given.why, "reason": given.reason}
            for given in readings_of(one.id)
        ],
    }


def archive_of(person: UUID, at: datetime) -> bytes:
    """Return everything that is kept about somebody as a ZIP file with JSON in it."""
    told = {"exported_at": at, **kept_about(person)}
    written = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FILE, written)
    return out.getvalue()
