"""Finding dossiers by names, whatever their number: the newest first, one stretch of time after the
other, until a page is full.

The index holds every word of a name together with where and when it was handed in (migration 0023):
one's own desk by quarters, the province by months. So each stretch asks for short lists, and a name
that half of a province has costs no more than a rare one: it fills the page with the first.
"""

import re
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel.text import folded

PAGE = 50
MOST_WORDS = 8
SCOPE = "{}"  # stands in a question for where and when
_WORD = re.compile(r"[a-z0-9]+")
# Stretches go on to the first dossier that there is, two years at least.
_FOUND = """
SELECT found.id FROM generate_series(
    date_trunc(%(unit)s, now() AT TIME ZONE 'Asia/Ho_Chi_Minh'),
    date_trunc(%(unit)s, least(
        (SELECT min(accepted_at) FROM dossiers_dossier),
        (SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000)
            FROM dossiers_dossier ORDER BY id LIMIT 1),
        now() - interval '2 years'
    ) AT TIME ZONE 'Asia/Ho_Chi_Minh' - interval '1 month'),
    - %(step)s::interval
) AS stretch
CROSS JOIN LATERAL (
    SELECT id, submitted_at FROM dossiers_dossier
    WHERE motcua_findable(search, receiving_agency_id, settling_agency_id, submitted_at)
        @@ replace(%(question)s, '{}', %(place)s || to_char(stretch, %(written)s))::tsquery
        AND status <> 'draft'
    ORDER BY submitted_at DESC, id DESC LIMIT %(most)s
) AS found
LIMIT %(most)s
"""
# The question is put together once, not anew for each of thousands that wait.
_CONCERNED = """
SELECT dossier.id FROM (
    SELECT subject FROM workflow_task WHERE completed_at IS NULL AND agency = %(office)s
    UNION SELECT dossier_id FROM dossiers_consultation
    WHERE agency_id = %(agency)s AND answered_at IS NULL
) AS waiting JOIN dossiers_dossier AS dossier ON dossier.id = waiting.subject
WHERE search @@ (SELECT motcua_search_query(%(words)s))
ORDER BY submitted_at DESC, dossier.id DESC LIMIT %(most)s
"""
_MONTHS = {"unit": "month", "step": "1 month", "written": "YYYY-MM|"}
_QUARTERS = {"unit": "quarter", "step": "3 months", "written": "YYYY-Q|"}


def named_in_province(words: str) -> list[UUID]:
    """Return the newest dossiers of a name in the whole province, no more than a page."""
    return _stretch_by_stretch(words, {**_MONTHS, "place": ""})


def named_at(words: str, agency: UUID, office: UUID) -> list[UUID]:
    """Return the newest dossiers of a name that an agency receives or settles, of any year, and
    those that wait for it or its opinion."""
    if _question(words) is None:
        return []
    own = _stretch_by_stretch(words, {**_QUARTERS, "place": str(agency)[-12:]})
    given = {"words": words, "agency": agency, "office": office, "most": PAGE}
    return list(dict.fromkeys([*own, *_ids(_CONCERNED, given)]))


def _stretch_by_stretch(words: str, given: dict[str, Any]) -> list[UUID]:
    question = _question(words)
    if question is None:
        return []
    return _ids(_FOUND, {**given, "question": question, "most": PAGE})


def _question(words: str) -> str | None:
    """Write what is looked for: all words, the last one perhaps not typed to its end."""
    asked = _WORD.findall(folded(words))[:MOST_WORDS]
    if not asked:
        return None
    return " & ".join(f"'{SCOPE}{word}'" for word in asked) + ":*"


def _ids(statement: str, given: dict[str, Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [one for (one,) in cursor.fetchall()]
