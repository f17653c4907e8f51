"""What a filing must know before anything is written: who applies, and in whose name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from motcua.events.rows import columns, made
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.people.mandates import Represented, require_represented
from motcua.people.models import Person

_ABOUT = """
SELECT {person}, EXISTS (
    SELECT FROM procedures_procedureversion WHERE id = %s AND published_at IS NOT NULL
    AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)
), EXISTS (SELECT FROM dossiers_dossier WHERE filed_by = %s AND submission_key = %s)
FROM people_person WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class AboutFiling:
    """Who applies, whether the version takes filings today, and whether the key was used."""

    applicant: Person
    is_in_force: bool
    is_known_key: bool


def about_filing(
    applicant: UUID, version: UUID, filer: UUID, key: UUID | None, day: date
) -> AboutFiling:
    """Return what is known of a filing, or say that there is no such person."""
    with connection.cursor() as cursor:
        statement = _ABOUT.format(person=columns(Person))
        cursor.execute(statement, [version, day, day, filer, key, applicant])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return AboutFiling(made(Person, found), bool(found[-2]), bool(found[-1]))


def in_whose_name(
    by: Actor, applicant: UUID, organisation: UUID | None, day: date, *, store: bool = False
) -> Represented | None:
    """Return the mandate under which an applicant files, None in their own name; refuse without
    one that holds on the day.

    A desk names the organisation; who files online files for the one they act for. `store` asks
    for a mandate that reaches to its papers.
    """
    named = organisation if by.is_officer else by.organisation
    return require_represented(applicant, named, day, store=store) if named else None
