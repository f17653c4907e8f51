"""Erasing by destroying keys: what somebody asked for, and what has been kept long enough."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from motcua.documents.actions import forget_loose, forget_uploads_of
from motcua.documents.personal.retention import erase_paper, keepings
from motcua.documents.retention_rules import What, keeping_of, over_before
from motcua.dossiers.actions import erase
from motcua.dossiers.erasing import drafts_left_since, unaccepted_since
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.people.actions import erase_account, erase_person
from motcua.people.models import Person
from motcua.privacy.erasing import Fate, fate_of
from motcua.privacy.permissions import require_protector
from motcua.privacy.request_rules import AllKeptByLaw

AT_ONCE = 500


@transaction.atomic
def erase_data_of(person: UUID, *, by: Actor, at: datetime) -> Fate:
    """Erase all of somebody's data that nothing keeps, in one act; return what went and what
    stays, with the article. Refused when the law keeps all of it.

    Keys are destroyed and everything that was made from the data goes with them: papers, names,
    hashes, words to search by (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, art. 14). Messages go a
    moment later. The log names nobody; backups from before keep the keys of their day.
    """
    require_protector(by)
    Person.objects.select_for_update().get(pk=person)
    fate = fate_of(person, at)
    if not fate.goes:
        raise AllKeptByLaw
    for dossier in fate.dossiers:
        erase(dossier, by=by, at=at)
    for paper in fate.papers:
        erase_paper(paper, kept_until=localdate(at), by=by, at=at)
    forget_loose(person, by=by, at=at)
    forget_uploads_of(person, by=by, at=at)
    if fate.has_account:
        erase_account(person, by=by, at=at)
    if fate.is_person:
        erase_person(person, by=by, at=at)
    many = {"dossiers": len(fate.dossiers), "papers": len(fate.papers), "uploads": fate.uploads}
    record("person.data_erased", person, by=by, at=at, account=fate.has_account, **many)
    return fate


def erase_expired(*, by: Actor, at: datetime) -> int:
    """Erase drafts, dossiers never accepted and uploads never used that were kept long enough, each
    dossier in a transaction; return how many dossiers and files there were. Only for the
    installation itself."""
    if not by.is_system:
        raise NotPermitted
    done = 0
    for what, found in ((What.DRAFT, drafts_left_since), (What.UNACCEPTED, unaccepted_since)):
        for dossier in _older(what, found, at):
            erase(dossier, by=by, at=at)
            done += 1
    since = _kept_since(What.LOOSE, at)
    return done + (forget_loose(before=since, by=by, at=at) if since else 0)


def _older(
    what: What, found: Callable[[datetime, int], Sequence[UUID]], at: datetime
) -> Sequence[UUID]:
    since = _kept_since(what, at)
    return found(since, AT_ONCE) if since else ()


def _kept_since(what: What, at: datetime) -> datetime | None:
    day: date | None = over_before(localdate(at), keeping_of(keepings(), what, "", localdate(at)))
    return datetime.combine(day, time(), get_current_timezone()) if day else None
