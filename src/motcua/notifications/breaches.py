"""Telling people that dossiers of theirs were read without a right: the subscriber `concerned`."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from motcua.events.models import Event
from motcua.incidents.queries import notice_told
from motcua.notifications.recounted import APPLICANT, SEND_ALL, SPEAKERS
from motcua.notifications.rules import EXPOSED

# One message a person, whatever the number of dossiers; set-based, because there may be many.
_TELL = """
INSERT INTO notifications_message
    (id, person, dossier, event, subject, body, created_at, email_state, portal)
SELECT gen_random_uuid(), person, CASE WHEN count(*) = 1 THEN (array_agg(id))[1] END, %(event)s,
    %(subject)s, replace(%(body)s, '%%codes%%', string_agg(code, ', ' ORDER BY code)),
    %(at)s, 'waiting', 'citizen'
FROM (
    SELECT <applicant> AS person, dossier.id,
        coalesce(dossier.number, dossier.submission_code) AS code
    FROM dossiers_dossier AS dossier <speakers> WHERE dossier.id = ANY(%(dossiers)s)
) AS concerned
WHERE person IS NOT NULL GROUP BY person ON CONFLICT (person, event) DO NOTHING
"""


def tell_concerned(event: Event) -> None:
    """Write to each person whose dossiers a notice is about, once, and queue the e-mails."""
    notice, dossiers = notice_told(UUID(str(event.facts["notice"])))
    address = f"{settings.PUBLIC_URL}/ho-so-cua-toi"
    given: dict[str, Any] = {
        "event": event.id,
        "subject": EXPOSED.subject,
        "body": EXPOSED.body.format(body=notice.body, codes="%codes%", address=address),
        "at": event.at,
        "day": localdate(event.at),
        "dossiers": dossiers,
    }
    with transaction.atomic():
        statement = _TELL.replace("<applicant>", APPLICANT).replace("<speakers>", SPEAKERS)
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
        app.configure_task(SEND_ALL).defer(event=event.id)
