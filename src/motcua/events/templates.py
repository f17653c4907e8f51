"""Templates of papers: one person drafts, another publishes, and from a day on they draw.

Forms that agencies restyle and results of procedures are drawn so; each keeps its templates in a
table of its own.
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


class Template(models.Model):
    """A template drafted by one person, published by another, in force from a day until retired."""

    id = models.UUIDField(primary_key=True, default=new_id)
    valid_from = models.DateField()
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.id} {self.valid_from}"


T = TypeVar("T", bound=Template)


@dataclass(frozen=True, slots=True)
class Wording:
    """How events of one kind of templates begin, and what is said when publishing is refused."""

    verb: str
    already_published: type[DomainError]
    of_your_own: type[DomainError]


def require_author(by: Actor) -> None:
    """Refuse whoever may not draft and publish templates."""
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def publish(kind: type[T], template_id: UUID, wording: Wording, *, by: Actor, at: datetime) -> T:
    """Put a draft in force from its day on; never by the one who drafted it."""
    template = _locked(kind, template_id)
    require_author(by)
    if template.published_at is not None:
        raise wording.already_published
    if template.drafted_by == by.person:
        raise wording.of_your_own
    template.published_by, template.published_at = by.person, at
    template.save(update_fields=["published_by", "published_at"])
    record(f"{wording.verb}.published", template.id, by=by, at=at)
    return template


def retire(
    kind: type[T], template_id: UUID, wording: Wording, *, by: Actor, at: datetime
) -> T | None:
    """Stop using a published template; a draft is thrown away."""
    template = _locked(kind, template_id)
    require_author(by)
    if template.published_at is None:
        record(f"{wording.verb}.discarded", template.id, by=by, at=at)
        template.delete()
        return None
    if template.retired_at is None:
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        record(f"{wording.verb}.retired", template.id, by=by, at=at)
    return template


def _locked(kind: type[T], template_id: UUID) -> T:
    template = kind._default_manager.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound
    return template
