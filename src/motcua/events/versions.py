"""What one person draws and proposes and another publishes: its versions, and who did what.

Processes and forms are such; each keeps its versions in a table of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from motcua.events.models import Event
from motcua.kernel.errors import NotFound
from motcua.kernel.ids import new_id

PAGE = 50


class Version(models.Model):
    """A version of what is drawn, drafted and proposed by one person, published by another; then
    frozen."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=60)
    version = models.IntegerField(default=1)
    name = models.CharField(max_length=1200, blank=True)
    drafted_by = models.UUIDField(null=True)
    drafted_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def begins_on(self) -> date | None:
        """Return the day from which it holds once it is published; None is at once."""
        return None


V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class Listed(Generic[V]):
    """One code in the list: the version in force, and the one being drawn."""

    code: str
    name: str
    in_force: int | None
    draft: V | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A proposal that was sent back: by whom, when and why."""

    by: UUID | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Versions(Generic[V]):
    """The versions in a table; `subject` begins the names of their events, `large` names the
    columns that lists do without."""

    model: type[V]
    subject: str
    large: tuple[str, ...]

    @property
    def rows(self) -> models.QuerySet[V]:
        """Return all of them."""
        return models.QuerySet(self.model)

    def listed(self, words: str = "", after: str = "") -> tuple[list[Listed[V]], str]:
        """Return a page by code, and the code after which the next page begins."""
        found = self.rows.filter(code__gt=after)
        if words:
            found = found.filter(Q(code__icontains=words) | Q(name__icontains=words))
        codes = list(found.values_list("code", flat=True).distinct().order_by("code")[: PAGE + 1])
        following = codes[PAGE - 1] if len(codes) > PAGE else ""
        by_code: dict[str, list[V]] = {code: [] for code in codes[:PAGE]}
        some = self.rows.filter(code__in=by_code)
        for version in some.defer(*self.large).order_by("version"):
            by_code[version.code].append(version)
        return [_listed(code, versions) for code, versions in by_code.items()], following

    def of(self, code: str) -> list[V]:
        """Return the versions under a code, the newest first, without what is large."""
        found = self.rows.filter(code=code)
        return list(found.defer(*self.large).order_by("-version"))

    def by_id(self, version: UUID) -> V:
        """Return a whole version; refuse when there is none."""
        found = self.rows.filter(pk=version).first()
        if found is None:
            raise NotFound
        return found

    def in_force(self, code: str) -> V | None:
        """Return the version under a code that is in force."""
        found = self.rows.filter(code=code, published_at__isnull=False, retired_at=None)
        return found.order_by("-version").first()

    def authors(self, version: V) -> set[UUID | None]:
        """Return everybody who has drawn on a version or proposed it now."""
        drawn = Event.objects.filter(subject=version.id, verb=f"{self.subject}.drafted")
        everybody = {version.drafted_by, version.proposed_by, *drawn.values_list("by", flat=True)}
        return everybody - {None}

    def last_return(self, version: V) -> Returned | None:
        """Return why a version was last sent back, None when it never was."""
        events = Event.objects.filter(subject=version.id, verb=f"{self.subject}.sent_back")
        last = events.order_by("-sequence").first()
        return Returned(last.by, last.at, str(last.facts["reason"])) if last else None


def _listed(code: str, versions: Sequence[V]) -> Listed[V]:
    in_force = [one for one in versions if one.published_at and not one.retired_at]
    drafts = [one for one in versions if one.published_at is None]
    newest = in_force[-1] if in_force else versions[-1]
    return Listed(
        code,
        newest.name or code,
        in_force[-1].version if in_force else None,
        drafts[0] if drafts else None,
    )
