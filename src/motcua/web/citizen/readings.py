"""Who has looked at the papers of a dossier, as its owner is told."""

from dataclasses import dataclass
from datetime import datetime

from motcua.documents.queries import documents_by_id, readings_of
from motcua.documents.reading_rules import WHY_NAMES, Why
from motcua.dossiers.models import Dossier
from motcua.organisations.queries import agency_names
from motcua.people.queries import names_of


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One time that somebody was given a paper."""

    at: datetime
    who: str
    agency: str
    paper: str
    why: str
    reason: str


def readings_shown(dossier: Dossier) -> list[ReadingShown]:
    """Return who was given the papers of a dossier, the latest first; five statements at most."""
    found = readings_of(dossier.id)
    names = names_of(one.person for one in found)
    agencies = agency_names(one.agency for one in found)
    papers = documents_by_id(one.document for one in found)
    return [
        ReadingShown(
            one.at,
            names.get(one.person, "") if one.person else "",
            agencies.get(one.agency, "") if one.agency else "",
            papers[one.document].name if one.document in papers else "",
            WHY_NAMES[Why(one.why)],
            one.reason,
        )
        for one in found
    ]
