"""Reading processes as those who draw them see them: versions, drafts, who did what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import Q

from motcua.events.models import Event
from motcua.kernel.errors import NotFound
from motcua.workflow.checking import Finding, check
from motcua.workflow.models import ProcessVersion
from motcua.workflow.queries import text_in_force
from motcua.workflow.services import offered

PAGE = 50
MOST_RUNNING = 100
_RUNNING = """
SELECT version.id, (
    SELECT count(*) FROM (
        SELECT 1 FROM workflow_processinstance
        WHERE process_id = version.id AND finished_at IS NULL LIMIT %s
    ) AS unfinished
)
FROM unnest(%s::uuid[]) AS version (id)
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A process in the list: the version in force, and the one being drawn."""

    code: str
    name: str
    in_force: int | None
    draft: ProcessVersion | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A proposal that was sent back: by whom, when and why."""

    by: UUID | None
    at: datetime
    reason: str


def processes(words: str = "", after: str = "") -> tuple[list[Listed], str]:
    """Return a page of processes by code, and the code after which the next page begins."""
    found = ProcessVersion.objects.filter(code__gt=after)
    if words:
        found = found.filter(Q(code__icontains=words) | Q(name__icontains=words))
    codes = list(found.values_list("code", flat=True).distinct().order_by("code")[: PAGE + 1])
    following = codes[PAGE - 1] if len(codes) > PAGE else ""
    by_code: dict[str, list[ProcessVersion]] = {code: [] for code in codes[:PAGE]}
    for version in (
        ProcessVersion.objects.filter(code__in=by_code).defer("bpmn").order_by("version")
    ):
        by_code[version.code].append(version)
    return [_listed(code, versions) for code, versions in by_code.items()], following


def _listed(code: str, versions: Sequence[ProcessVersion]) -> Listed:
    in_force = [one for one in versions if one.published_at and not one.retired_at]
    drafts = [one for one in versions if one.published_at is None]
    newest = in_force[-1] if in_force else versions[-1]
    return Listed(
        code,
        newest.name or code,
        in_force[-1].version if in_force else None,
        drafts[0] if drafts else None,
    )


def versions_of(code: str) -> list[ProcessVersion]:
    """Return the versions of a process, the newest first, without their files."""
    found = ProcessVersion.objects.filter(code=code).defer("bpmn").order_by("-version")
    return list(found)


def version_by_id(version: UUID) -> ProcessVersion:
    """Return a version with its file; refuse when there is none."""
    found = ProcessVersion.objects.filter(pk=version).first()
    if found is None:
        raise NotFound
    return found


def running(versions: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many runs of each version are not finished, counted to `MOST_RUNNING` + 1."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [MOST_RUNNING + 1, list(versions)])
        return dict(cursor.fetchall())


def in_force() -> list[tuple[str, str]]:
    """Return code and name of the processes that another may call."""
    found = ProcessVersion.objects.filter(published_at__isnull=False, retired_at=None)
    return list(found.order_by("code").values_list("code", "name"))


def authors_of(version: ProcessVersion) -> set[UUID | None]:
    """Return everybody who has drawn on a version or proposed it now."""
    drawn = Event.objects.filter(subject=version.id, verb="process.drafted")
    return {version.drafted_by, version.proposed_by, *drawn.values_list("by", flat=True)} - {None}


def last_return(version: ProcessVersion) -> Returned | None:
    """Return why a version was last sent back, None when it never was."""
    events = Event.objects.filter(subject=version.id, verb="process.sent_back")
    last = events.order_by("-sequence").first()
    return Returned(last.by, last.at, str(last.facts["reason"])) if last else None


def findings(bpmn: str) -> list[Finding]:
    """Return what keeps a file from being published, its calls looked up among those in force."""
    return check(bpmn, library=library, services=offered())


def library(code: str) -> str | None:
    """Return the file of the process in force under a code, for a drawing that calls it."""
    return text_in_force(code, None)


def revision_of(version: ProcessVersion) -> str:
    """Return a mark that changes whenever a draft is saved."""
    saved = version.drafted_at.timestamp() if version.drafted_at else ""
    return sha256(f"{saved}\n{version.name}\n{version.bpmn}".encode()).hexdigest()[:32]
