"""Reading processes as those who draw them see them: versions, drafts, who did what."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django.db import connection

from motcua.events.versions import Versions
from motcua.workflow.checking import Finding, check
from motcua.workflow.models import ProcessVersion
from motcua.workflow.queries import text_in_force
from motcua.workflow.services import offered

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
PROCESSES = Versions(ProcessVersion, "process", ("bpmn",))


def running(versions: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many runs of each version are not finished, counted to `MOST_RUNNING` + 1."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [MOST_RUNNING + 1, list(versions)])
        return dict(cursor.fetchall())


def in_force() -> list[tuple[str, str]]:
    """Return code and name of the processes that another may call."""
    found = ProcessVersion.objects.filter(published_at__isnull=False, retired_at=None)
    return list(found.order_by("code").values_list("code", "name"))


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
