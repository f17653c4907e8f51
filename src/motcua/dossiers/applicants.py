"""What a filing must know before anything is written, read in one statement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from motcua.events.rows import columns, made
from motcua.kernel.errors import NotFound
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
