"""Who applies, read together with whether the procedure still takes filings."""

from datetime import date
from uuid import UUID

from django.db import connection

from motcua.events.rows import columns, made
from motcua.kernel.errors import NotFound
from motcua.people.models import Person

_APPLICANT = """
SELECT {person}, EXISTS (
    SELECT FROM procedures_procedureversion WHERE id = %s AND published_at IS NOT NULL
    AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)
) FROM people_person WHERE id = %s
"""


def applicant_and_whether_in_force(person: UUID, version: UUID, day: date) -> tuple[Person, bool]:
    """Return a person, and whether a version is in force on a day; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_APPLICANT.format(person=columns(Person)), [version, day, day, person])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return made(Person, found), bool(found[-1])
