"""What one person drafts and another publishes, for use from a day on: templates, code lists.

Forms that agencies restyle and results of procedures are drawn so; each keeps its drafts in a table
of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import models

from motcua.events.actions import record
from motcua.events.publishing import AUTHORS
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, NotFound, NotPermitted
from motcua.kernel.ids import new_id


class Drafted(models.Model):
    """Something drafted by one person, published by another, and in force from a day on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    valid_from = models.DateField()
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.id} {self.valid_from}"

    @property
    def named(self) -> dict[str, object]:
        """Return the facts by which events name it beside its id."""
        return {}


class Template(Drafted):
    """A template that draws until it is retired."""

    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


D = TypeVar("D", bound=Drafted)
T = TypeVar("T", bound=Template)


@dataclass(frozen=True, slots=True)
class Wording:
    """How events of one kind of drafts begin, and what is said when publishing is refused."""

    verb: str
    already_published: type[DomainError]
    of_your_own: type[DomainError]


def require_author(by: Actor) -> None:
    """Refuse whoever may not draft and publish templates."""
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def publish(kind: type[D], draft_id: UUID, wording: Wording, *, by: Actor, at: datetime) -> D:
    """Put a draft in force from its day on; never by the one who drafted it."""
    draft = _draft(kind, draft_id, wording, by)
    if draft.drafted_by == by.person:
        raise wording.of_your_own
    draft.published_by, draft.published_at = by.person, at
    draft.save(update_fields=["published_by", "published_at"])
    record(f"{wording.verb}.published", draft.id, by=by, at=at, **draft.named)
    return draft


def discard(kind: type[D], draft_id: UUID, wording: Wording, *, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    _thrown_away(_draft(kind, draft_id, wording, by), wording, by, at)


def retire(
    kind: type[T], template_id: UUID, wording: Wording, *, by: Actor, at: datetime
) -> T | None:
    """Stop using a published template; a draft is thrown away."""
    template = _locked(kind, template_id)
    require_author(by)
    if template.published_at is None:
        _thrown_away(template, wording, by, at)
        return None
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        record(f"{wording.verb}.retired", template.id, by=by, at=at)
    return template


def _locked(kind: type[D], draft_id: UUID) -> D:
    found = kind._default_manager.select_for_update().filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def _draft(kind: type[D], draft_id: UUID, wording: Wording, by: Actor) -> D:
    draft = _locked(kind, draft_id)
    require_author(by)
    if draft.published_at is not None:
        raise wording.already_published
    return draft


def _thrown_away(draft: Drafted, wording: Wording, by: Actor, at: datetime) -> None:
    record(f"{wording.verb}.discarded", draft.id, by=by, at=at, **draft.named)
    draft.delete()
