"""Telling everybody whose due moment a change of the calendar moved, however many they are."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from motcua.dossiers.models import Recount
from motcua.events.models import Event

SEND_ALL = "notifications.send_all"
# One message a person, with a line for each dossier; set-based, because there may be 400,000.
_TELL = """
INSERT INTO notifications_message
    (id, person, dossier, event, subject, body, created_at, email_state, portal)
SELECT gen_random_uuid(), person, CASE WHEN count(*) = 1 THEN (array_agg(id))[1] END, %(event)s,
    'Ngày hẹn trả kết quả thay đổi: ' || CASE WHEN count(*) = 1 THEN 'hồ sơ ' || min(number)
        ELSE count(*) || ' hồ sơ' END,
    'Lịch làm việc thay đổi (' || %(source)s || ') nên ngày hẹn trả kết quả đổi như sau:' ||
        string_agg(E'\n' || number || ': từ ' || before || ' sang ' || after, '' ORDER BY number),
    %(at)s, %(state)s, %(portal)s
FROM (
    SELECT {person} AS person, dossier.id, dossier.number,
        to_char(change.old_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') AS before,
        to_char(change.new_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') AS after
    FROM dossiers_duechange AS change JOIN dossiers_dossier AS dossier
        ON dossier.id = change.dossier_id {speakers}
    WHERE change.recount_id = %(recount)s AND {person} IS NOT NULL
) AS moved
GROUP BY person ON CONFLICT (person, event) DO NOTHING
"""
# Of an organisation's dossier those are told who speak for it that day, and nobody else.
SPEAKERS = """LEFT JOIN people_mandate AS mandate
    ON mandate.organisation_id = dossier.organisation_id
    AND mandate.revoked_at IS NULL AND mandate.from_on <= %(day)s
    AND (mandate.until_on IS NULL OR mandate.until_on >= %(day)s)"""
APPLICANT = (
    "CASE WHEN dossier.organisation_id IS NULL THEN dossier.applicant_id ELSE mandate.person_id END"
)
READERS = (
    (APPLICANT, SPEAKERS, "citizen", "waiting"),
    ("dossier.responsible", "", "officer", "none"),
)


def tell_recounted(event: Event) -> None:
    """Subscriber `recounted`: tell applicants and holders, once, and queue the e-mails."""
    recount = Recount.objects.get(pk=event.subject)
    given: dict[str, Any] = {
        "event": event.id,
        "recount": recount.id,
        "source": recount.source,
        "at": event.at,
        "day": localdate(event.at),
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            for person, speakers, portal, state in READERS:
                statement = _TELL.format(person=person, speakers=speakers)
                cursor.execute(statement, {**given, "portal": portal, "state": state})
        app.configure_task(SEND_ALL).defer(event=event.id)


def waiting_of(event: int) -> list[UUID]:
    """Return the next messages of an event that wait to be sent by e-mail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM notifications_message WHERE event = %s AND email_state = 'waiting' "
            "ORDER BY id LIMIT 500",
            [event],
        )
        return [row[0] for row in cursor.fetchall()]
