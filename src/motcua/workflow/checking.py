"""Whether a process file may be published, and if not, everything that is wrong with it."""

from collections.abc import Collection, Iterator

from motcua.kernel.limits import Limit
from motcua.workflow.bpmn.reading import Library, no_library, read_all
from motcua.workflow.rules import Process
from motcua.workflow.rules.soundness import Finding, findings_of

__all__ = ["Finding", "check"]


def check(
    text: str,
    *,
    limit: Limit | None = None,
    library: Library = no_library,
    services: Collection[str] | None = None,
) -> list[Finding]:
    """Return what keeps a file from being published, none when it may be.

    A file that cannot be read is a finding too. With `limit`, the steps together must fit into
    the legal limit; `library` gives the published processes that it may call, `services` what its
    service steps may name.
    """
    process, findings = read_all(text, library)
    if process is None:
        return findings
    return [*findings_of(process, limit), *_of_services(process, services)]


def _of_services(process: Process, known: Collection[str] | None) -> Iterator[Finding]:
    for node in process.nodes.values():
        if known is not None and node.service and node.service not in known:
            message = f"Bước “{node.name or node.key}” gọi dịch vụ “{node.service}” không có."
            yield Finding(node.key, "unknown-service", message, node.line or None)
