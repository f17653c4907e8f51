"""Who reads lists, and what is asked for: places in the middle of what a large province has.

Every list is asked for by several people or words, so that no page is read from one warm row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import quote, urlencode
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from bench.clients import Request
from bench.inboxes import session_of
from motcua.kernel.actors import Role
from motcua.kernel.text import folded
from motcua.people.models import Account, Person
from motcua.people.queries import contact_of

MANY = 24  # people, numbers or names for each list
VISITORS = 5000
OURS = "do-"  # how the logins of those who are measured begin
TENTH, THOUSANDTH, PAGE = 9, 999, 50
SECRET = "m" * 32
_DESKS = """
SELECT agency, role FROM workflow_task WHERE completed_at IS NULL AND role = %s
GROUP BY agency, role ORDER BY count(*) DESC LIMIT %s
"""
# Of those who hold that one office alone: who holds several signs in to another, and is refused.
_ASSIGNED = """
SELECT assignee, agency FROM workflow_task AS task
WHERE completed_at IS NULL AND assignee IS NOT NULL AND (
    SELECT array_agg((held.agency_id, held.role)) FROM organisations_position AS held
    WHERE held.officer_id = task.assignee AND held.valid_to IS NULL
) = ARRAY[(task.agency, task.role)]
GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT %s
"""
_RECEPTIONS = """
SELECT receiving_agency_id FROM dossiers_dossier WHERE status = 'decided'
GROUP BY 1 ORDER BY count(*) DESC LIMIT %s
"""
_SOME = """
SELECT {columns} FROM dossiers_dossier AS dossier TABLESAMPLE SYSTEM ({share})
WHERE accepted_at IS NOT NULL LIMIT {many}
"""
_INBOX_PLACE = """
SELECT subject_due_at, id FROM workflow_task WHERE completed_at IS NULL AND agency = %s
AND role = %s AND subject_due_at IS NOT NULL ORDER BY subject_due_at, id OFFSET %s LIMIT 1
"""
_DESK_PLACE = """
SELECT submitted_at, id FROM dossiers_dossier WHERE receiving_agency_id = %s
AND status = 'decided' ORDER BY submitted_at, id OFFSET %s LIMIT 1
"""
_BOOK_PLACE = """
SELECT accepted_at, id FROM dossiers_dossier WHERE receiving_agency_id = %s
AND accepted_at >= %s AND accepted_at < %s ORDER BY accepted_at, id OFFSET %s LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is measured: what is asked, and who asks in the first of them."""

    name: str
    asked: Sequence[Request]
    rows: int | None = None  # how many rows the list has in all, where that is known


@dataclass
class Readers:
    """Sessions of people, each made once."""

    _sessions: dict[UUID, str] = field(default_factory=dict)

    def get(self, person: UUID, path: str, **query: object) -> Request:
        """Return what somebody's browser sends to read a page."""
        if person not in self._sessions:
            account, _ = Account.objects.get_or_create(
                person_id=person, defaults={"login": f"{OURS}{person}", "password": "!"}
            )
            self._sessions[person] = session_of(account)
        cookie = f"{settings.SESSION_COOKIE_NAME}={self._sessions[person]}"
        tail = f"?{urlencode({k: v for k, v in query.items() if v})}" if query else ""
        return Request("GET", f"{path}{tail}", (("Cookie", cookie),))


def rows(statement: str, *given: object) -> list[tuple[object, ...]]:
    """Return what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def some_dossiers(columns: str) -> list[tuple[object, ...]]:
    """Return columns of dossiers from all over the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'dossiers_dossier'")
        known = max(1.0, float(cursor.fetchone()[0]))
    share = min(100.0, max(0.01, 100 * 40 * MANY / known))
    found = rows(_SOME.format(columns=columns, share=share, many=40 * MANY))
    return found[:: max(1, len(found) // MANY)][:MANY]


def officer_of(agency: object, role: str) -> UUID:
    """Return somebody who holds a role at an agency."""
    statement = (
        "SELECT officer_id FROM organisations_position WHERE agency_id = %s AND role = %s"
        " AND valid_to IS NULL ORDER BY id LIMIT 1"
    )
    return UUID(str(rows(statement, agency, role)[0][0]))


def overseer() -> UUID:
    """Return somebody who watches the whole province."""
    statement = "SELECT officer_id FROM organisations_position WHERE role = %s ORDER BY id LIMIT 1"
    return UUID(str(rows(statement, Role.MONITOR.value)[0][0]))


def _place(found: Sequence[tuple[object, ...]]) -> str:
    """Write a place as addresses have it; the beginning when the list is shorter."""
    if not found:
        return ""
    moment, key = found[0]
    return f"{moment.isoformat()}~{key}"  # type: ignore[attr-defined]


def inboxes(readers: Readers) -> list[Listed]:
    """The unit's open steps on several pages, what is overdue, and one's own."""
    desks = rows(_DESKS, Role.CASE_OFFICER.value, MANY)
    mine = rows(_ASSIGNED, MANY)

    def unit(view: str, skipped: int) -> list[Request]:
        return [
            readers.get(
                officer_of(agency, str(role)),
                "/can-bo/",
                xem=view,
                sau=_place(rows(_INBOX_PLACE, agency, role, skipped * PAGE - 1)) if skipped else "",
            )
            for agency, role in desks
        ]

    last = "SELECT count(*) FROM workflow_task WHERE completed_at IS NULL AND agency=%s AND role=%s"
    longest = int(str(rows(last, *desks[0])[0][0]))
    shortest = int(str(rows(last, *desks[-1])[0][0]))
    own = [readers.get(UUID(str(who)), "/can-bo/", xem="mine") for who, _ in mine]
    return [
        Listed("inbox of the unit, page 1", unit("unit", 0), longest),
        Listed("inbox of the unit, last full page", unit("unit", max(0, shortest // PAGE - 1))),
        Listed("inbox, overdue", unit("overdue", 0)),
        *([Listed("inbox, one's own", own)] if own else []),
    ]


def _typed(name: str, day: date) -> dict[str, object]:
    """Return a day as the fields of a page send it."""
    return {f"{name}.{part}": getattr(day, part) for part in ("day", "month", "year")}


def desks(readers: Readers) -> list[Listed]:
    """What waits at the one-stop desk, and the book of what was accepted, on several pages."""
    today = localdate()
    begins, ends = today - timedelta(days=365), today
    found = [agency for (agency,) in rows(_RECEPTIONS, MANY)]
    clerks = [(agency, officer_of(agency, Role.RECEPTIONIST.value)) for agency in found]

    def book(skipped: int) -> list[Request]:
        return [
            readers.get(
                clerk,
                "/mot-cua/so-theo-doi",
                **_typed("tu", begins),
                **_typed("den", ends),
                sau=_place(rows(_BOOK_PLACE, agency, begins, ends, skipped * PAGE))
                if skipped
                else "",
            )
            for agency, clerk in clerks
        ]

    waiting = [readers.get(clerk, "/mot-cua/", muc="cho-tra") for _, clerk in clerks]
    tenth = [
        readers.get(
            clerk, "/mot-cua/", muc="cho-tra", sau=_place(rows(_DESK_PLACE, agency, TENTH * PAGE))
        )
        for agency, clerk in clerks
    ]
    return [
        Listed("one-stop list, page 1", waiting),
        Listed("one-stop list, page 10", tenth),
        Listed("book of the desk, page 1", book(0)),
        Listed("book of the desk, page 10", book(TENTH)),
        Listed("book of the desk, page 1,000", book(THOUSANDTH)),
    ]


def searches(readers: Readers) -> list[Listed]:
    """By number, by name without accents, by identity number, by words."""
    clerk_of: Callable[[object], UUID] = lambda agency: officer_of(  # noqa: E731
        agency, Role.RECEPTIONIST.value
    )
    known = some_dossiers("number, applicant_name, receiving_agency_id, applicant_id, lookup_code")
    here = [one for one in known if _has_desk(one[2])]
    watcher = overseer()
    people = Person.objects.in_bulk([one[3] for one in known])
    numbers = [contact_of(one).personal_number for one in people.values()]
    words = ("khai sinh", "đất đai", "ho kinh doanh", "chung thuc", "ly lich tu phap", "ket hon")
    names = [folded(str(one[1])) for one in known]
    return [
        Listed("search by number", [
            readers.get(clerk_of(one[2]), "/mot-cua/tim", q=one[0]) for one in here]),
        Listed("search by name, desk", [
            readers.get(clerk_of(one[2]), "/mot-cua/tim", q=folded(str(one[1]))) for one in here]),
        Listed("search by name, whole province", [
            readers.get(watcher, "/theo-doi/tim", q=name) for name in names]),
        Listed("search by family name, whole province", [
            readers.get(watcher, "/theo-doi/tim", q=name.split()[0]) for name in names]),
        Listed("results by identity number", [
            readers.get(watcher, "/can-bo/so-ket-qua", q=one) for one in numbers]),
        Listed("words in the catalogue", [
            Request("GET", f"/thu-tuc?q={quote(one)}") for one in words]),
        Listed("tracking page", [
            _tracking(str(known[at % len(known)][0]), str(known[at % len(known)][4]), at)
            for at in range(VISITORS)]),
    ]  # fmt: skip


def _has_desk(agency: object) -> bool:
    statement = (
        "SELECT 1 FROM organisations_position WHERE agency_id = %s AND role = %s"
        " AND valid_to IS NULL LIMIT 1"
    )
    return bool(rows(statement, agency, Role.RECEPTIONIST.value))


def _tracking(number: str, second: str, visitor: int) -> Request:
    """Ask as one of many citizens: an address has few tries."""
    body = urlencode({"number": number, "second": second, "csrfmiddlewaretoken": SECRET})
    head = (
        ("X-Forwarded-For", f"10.{visitor >> 16}.{visitor >> 8 & 255}.{visitor & 255}"),
        ("Cookie", f"{settings.CSRF_COOKIE_NAME}={SECRET}"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    )
    return Request("POST", "/tra-cuu", head, body.encode())


def citizens(readers: Readers) -> list[Listed]:
    """The list of an applicant who has many dossiers."""
    found = {UUID(str(one)) for (one,) in some_dossiers("applicant_id")}
    return [Listed("citizen's list", [readers.get(one, "/ho-so-cua-toi") for one in sorted(found)])]


def all_lists() -> list[Listed]:
    """Return every list that is measured."""
    readers = Readers()
    return [*inboxes(readers), *desks(readers), *citizens(readers), *searches(readers)]
