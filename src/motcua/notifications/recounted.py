"""Telling everybody whose due moment a change of the calendar moved, however many they are."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
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
    SELECT dossier.{person} AS person, dossier.id, dossier.number,
        to_char(change.old_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') AS before,
        to_char(change.new_due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI DD/MM/YYYY') AS after
    FROM dossiers_duechange AS change JOIN dossiers_dossier AS dossier
        ON dossier.id = change.dossier_id
    WHERE change.recount_id = %(recount)s AND dossier.{person} IS NOT NULL
) AS moved
GROUP BY person ON CONFLICT (person, event) DO NOTHING
"""
READERS = (("applicant_id", "citizen", "waiting"), ("responsible", "officer", "none"))


def tell_recounted(event: Event) -> None:
    """Subscriber `recounted`: tell applicants and holders, once, and queue the e-mails."""
    recount = Recount.objects.get(pk=event.subject)
    given: dict[str, Any] = {
        "event": event.id,
        "recount": recount.id,
        "source": recount.source,
        "at": event.at,
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            for person, portal, state in READERS:
                statement = _TELL.format(person=person)
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
