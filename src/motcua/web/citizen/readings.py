"""Who has looked at a dossier and its papers, as its owner is told: one list of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.documents.models import Reading
from motcua.documents.queries import documents_by_id, readings_of
from motcua.documents.reading_rules import WHY_NAMES, Why
from motcua.dossiers.models import Dossier
from motcua.organisations.queries import agency_names, titles_held
from motcua.people.queries import names_of
from motcua.privacy.looking_rules import GROUND_NAMES, Ground
from motcua.privacy.models import Look
from motcua.privacy.queries import looks_of


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """That somebody looked on a day; officers by post and agency, applicants by their name."""

    day: date
    who: str
    agency: str
    paper: str
    why: str
    reason: str


def readings_shown(dossier: Dossier) -> list[ReadingShown]:
    """Return who looked at a dossier and was given its papers, the latest first; what was the same
    on one day stands there once. Six statements at most."""
    looks, readings = looks_of(dossier.id), readings_of(dossier.id)
    posts = _Posts(looks, readings)
    papers = documents_by_id(one.document for one in readings)
    shown = [
        (one.at, _line(one, posts, "", GROUND_NAMES[Ground(one.ground)], "")) for one in looks
    ] + [
        (
            one.at,
            _line(
                one,
                posts,
                papers[one.document].name if one.document in papers else _("Giấy tờ"),
                WHY_NAMES[Why(one.why)],
                one.reason,
            ),
        )
        for one in readings
    ]
    shown.sort(key=lambda one: one[0], reverse=True)
    return list(dict.fromkeys(line for _at, line in shown))


class _Posts:
    """Who people are to the owner of a dossier; three statements."""

    def __init__(self, looks: Sequence[Look], readings: Sequence[Reading]) -> None:
        both: list[Look | Reading] = [*looks, *readings]
        self._titles = titles_held(one.person for one in both if one.agency)
        self._names = names_of(one.person for one in readings if not one.agency)
        self._agencies = agency_names(one.agency for one in both)

    def of(self, person: UUID | None, agency: UUID | None) -> tuple[str, str]:
        """Return how somebody is named, and their agency."""
        if person is None or agency is None:
            return (self._names.get(person, "") if person else ""), ""
        return self._titles.get((person, agency), _("Cán bộ")), self._agencies.get(agency, "")


def _line(one: Look | Reading, posts: _Posts, paper: str, why: str, reason: str) -> ReadingShown:
    who, agency = posts.of(one.person, one.agency)
    return ReadingShown(localdate(one.at), who, agency, paper, why, reason)
