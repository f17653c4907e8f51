"""What people ask about their own data: asked, answered, made longer once, done or refused."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.deadlines.queries import working_calendar
from motcua.dossiers.rules import ReasonMissing
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id
from motcua.kernel.sealing import Sealed
from motcua.kernel.text import normal
from motcua.people.sealing import sealer
from motcua.privacy.actions.erasing import erase_data_of
from motcua.privacy.models import DataRequest
from motcua.privacy.own_data import archive_of
from motcua.privacy.permissions import require_protector, require_subject
from motcua.privacy.request_rules import (
    LONGEST_WORDS,
    AnsweredBefore,
    ArticleMissing,
    EndedBefore,
    ExtendedBefore,
    ExtendedTooLate,
    Kind,
    KindUnknown,
    Outcome,
    WordsMissing,
    clock_on,
    due_of,
)
from motcua.privacy.request_words import words_of


@transaction.atomic
def ask(kind: str, words: str, *, by: Actor, at: datetime) -> DataRequest:
    """Take a request about one's own data; its clocks start now (Nghị định 356/2025/NĐ-CP, art. 5).

    Only in one's own name. What is asked for and about which data must be said.
    """
    require_subject(by)
    if kind not in {one.value for one in Kind}:
        raise KindUnknown
    told = normal(words)[:LONGEST_WORDS]
    if not told:
        raise WordsMissing
    due = due_of(clock_on(Kind(kind), localdate(at), with_processor=False), at, working_calendar())
    request = DataRequest(
        id=new_id(),
        person=by.who,
        kind=kind,
        asked_at=at,
        answer_due_at=due.answer_at,
        first_due_at=due.done_at,
        due_at=due.done_at,
    )
    _keep(request, {"asked": told})
    request.save(force_insert=True)
    record("data_request.asked", request.id, by=by, at=at, kind=kind, due_at=due.done_at)
    return request


@transaction.atomic
def take_own_data(*, by: Actor, at: datetime) -> bytes:
    """Give everything that is kept about somebody to themselves, as a ZIP file; that they took it
    is in the event log."""
    require_subject(by)
    record("own_data.taken", by.who, by=by, at=at)
    return archive_of(by.who, at)


@transaction.atomic
def answer(request_id: UUID, *, with_processor: bool, by: Actor, at: datetime) -> DataRequest:
    """Confirm that a request came and will be dealt with; with somebody else holding the data for
    us, the limit is the longer one from the beginning."""
    request = _locked(request_id, by)
    if request.answered_at is not None:
        raise AnsweredBefore
    if with_processor:
        due = _due(request, with_processor=True)
        request.with_processor, request.first_due_at, request.due_at = True, due[0], due[0]
    request.answered_at = at
    request.save()
    record("data_request.answered", request.id, by=by, at=at, due_at=request.due_at)
    return request


@transaction.atomic
def extend(request_id: UUID, *, reason: str, by: Actor, at: datetime) -> DataRequest:
    """Make the limit of a request longer, once, before it has ended, with the reason told."""
    request = _locked(request_id, by)
    if request.extended_at is not None:
        raise ExtendedBefore
    if at > request.due_at:
        raise ExtendedTooLate
    told = _told(reason)
    request.due_at = _due(request, with_processor=request.with_processor)[1]
    request.extended_at = at
    request.answered_at = request.answered_at or at
    _keep(request, {**words_of(request), "longer": told})
    request.save()
    record("data_request.extended", request.id, by=by, at=at, due_at=request.due_at)
    return request


@transaction.atomic
def fulfil(request_id: UUID, *, words: str, by: Actor, at: datetime) -> DataRequest:
    """End a request: what was asked for is done, as the words tell its person. What may be erased
    when that was asked for is erased in the same act."""
    request = _locked(request_id, by)
    said = {**words_of(request), "ended": _told(words)}
    if request.kind == Kind.DELETE:
        said |= erase_data_of(request.person, by=by, at=at).words
    _keep(request, said)
    return _end(request, Outcome.DONE, by, at)


@transaction.atomic
def refuse(request_id: UUID, *, words: str, article: str, by: Actor, at: datetime) -> DataRequest:
    """End a request without doing what was asked for, with the reason and the article."""
    request = _locked(request_id, by)
    told, request.article = _told(words), normal(article)[:300]
    if not request.article:
        raise ArticleMissing
    _keep(request, {**words_of(request), "ended": told})
    return _end(request, Outcome.REFUSED, by, at)


def _end(request: DataRequest, state: Outcome, by: Actor, at: datetime) -> DataRequest:
    request.state, request.ended_at, request.ended_by = state.value, at, by.who
    request.answered_at = request.answered_at or at
    request.save()
    late = at > request.due_at
    record("data_request.ended", request.id, by=by, at=at, state=state.value, late=late)
    return request


def _locked(request_id: UUID, by: Actor) -> DataRequest:
    require_protector(by)
    request = DataRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound
    if request.state != Outcome.OPEN:
        raise EndedBefore
    return request


def _due(request: DataRequest, *, with_processor: bool) -> tuple[datetime, datetime]:
    day = localdate(request.asked_at)
    clock = clock_on(Kind(request.kind), day, with_processor=with_processor)
    due = due_of(clock, request.asked_at, working_calendar())
    return due.done_at, due.longer_at


def _told(words: str) -> str:
    told = normal(words)[:LONGEST_WORDS]
    if not told:
        raise ReasonMissing
    return told


def _keep(request: DataRequest, words: Mapping[str, str]) -> None:
    """Seal what was said; the key of the request stays the same."""
    context = request.id.bytes
    kept: Sealed = (
        sealer().seal_again(dict(words), bytes(request.wrapped_key), context)
        if request.wrapped_key
        else sealer().seal(dict(words), context)
    )
    request.wrapped_key, request.sealed = kept.wrapped_key, kept.content
