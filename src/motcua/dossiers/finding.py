"""Finding dossiers by names, whatever the number of dossiers: near in place and time before far.

The index holds with every name where and when it was handed in (migration 0023). What is asked of
it grows step by step, one's own desk before the province, this month before these two years before
all years, until a page is full. So a name that half of a province has costs no more than a rare
one: of the first a month has a page, of the second twenty years have few.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import connection

PAGE = 50
_FOUND = """
SELECT id FROM dossiers_dossier AS dossier
WHERE motcua_findable(search, receiving_agency_id, settling_agency_id, submitted_at)
    @@ (motcua_search_query(%(words)s) {scope})
    AND numnode(motcua_search_query(%(words)s)) > 0 AND status <> 'draft' {visible}
ORDER BY submitted_at DESC, id DESC LIMIT %(most)s
"""
_HERE = "&& quote_literal('@' || %(agency)s::text)::tsquery"
_MONTH = "&& quote_literal('#' || %(month)s::text)::tsquery"
_YEARS = (
    "&& (quote_literal('#' || %(year)s::text)::tsquery"
    " || quote_literal('#' || %(last_year)s::text)::tsquery)"
)
_CONCERNED = """AND (
    EXISTS (SELECT FROM workflow_task WHERE subject = dossier.id AND agency = %(office)s)
    OR EXISTS (SELECT FROM dossiers_consultation AS asked
        WHERE asked.dossier_id = dossier.id AND asked.agency_id = %(agency)s)
)"""


def named_in_province(words: str, today: date) -> list[UUID]:
    """Return the newest dossiers of a name in the whole province, no more than a page."""
    return _first_full(words, today, {}, ("", _MONTH), ("", _YEARS), ("", ""))


def named_at(words: str, agency: UUID, office: UUID, today: date) -> list[UUID]:
    """Return the newest dossiers of a name that an agency receives or settles, of any year; when
    that is no full page, with those of this year and the last that it has a step in or is asked
    about."""
    given = {"agency": agency, "office": office}
    own = _first_full(words, today, given, (_HERE, _MONTH), (_HERE, _YEARS), (_HERE, ""))
    if len(own) == PAGE:
        return own
    others = _first_full(words, today, given, (_CONCERNED, _MONTH), (_CONCERNED, _YEARS))
    return list(dict.fromkeys([*own, *others]))


def _first_full(
    words: str, today: date, given: dict[str, UUID], *steps: tuple[str, str]
) -> list[UUID]:
    """Return what the first step finds that fills a page, else what the last one finds."""
    found: list[UUID] = []
    for statement in _statements(steps):
        with connection.cursor() as cursor:
            cursor.execute(
                statement,
                {
                    **given,
                    "words": words,
                    "month": f"{today:%Y-%m}",
                    "year": f"{today:%Y}",
                    "last_year": f"{today.year - 1}",
                    "most": PAGE,
                },
            )
            found = [one for (one,) in cursor.fetchall()]
        if len(found) == PAGE:
            break
    return found


def _statements(steps: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for where, when in steps:
        is_place = where == _HERE
        scope = f"{where if is_place else ''} {when}"
        yield _FOUND.format(scope=scope, visible="" if is_place else where)
