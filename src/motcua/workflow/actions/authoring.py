"""Drawing a process and putting it in force: one person draws and proposes, another publishes."""

from datetime import datetime
from uuid import UUID

from motcua.events.publishing import Drawing, StaleDraft
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.workflow.authorship import PROCESSES, findings, revision_of
from motcua.workflow.bpmn.tree import parse
from motcua.workflow.models import ProcessVersion

LONGEST_FILE = 1_000_000
LONGEST_NAME = 1200
DRAWING = Drawing(PROCESSES, "Quy trình", "cap-phep-xay-dung")


class FileTooLarge(DomainError):
    """No process that people draw is that large."""

    message = "Tệp quy trình lớn hơn 1 MB. Xin chia thành các quy trình con."


def _fill(version: ProcessVersion, name: str, bpmn: str) -> None:
    """Put a drawing into a draft; what is no XML, or too large, is refused."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput({"name": "Xin nhập tên quy trình, không quá 1.200 chữ."})
    if len(bpmn) > LONGEST_FILE:
        raise FileTooLarge
    parse(bpmn)
    version.name, version.bpmn = name, bpmn


def _faults(version: ProcessVersion) -> list[str]:
    return [one.message for one in findings(version.bpmn)]


def draft(code: str, *, name: str, bpmn: str, by: Actor, at: datetime) -> ProcessVersion:
    """Begin a new version of a process, or a new process; there is one draft at a time."""
    return DRAWING.begin(code, lambda version: _fill(version, name, bpmn), by=by, at=at)


def save_draft(
    version_id: UUID, *, name: str, bpmn: str, seen: str, by: Actor, at: datetime
) -> ProcessVersion:
    """Keep what was drawn; `seen` is the revision that the drawing began from."""

    def fill(version: ProcessVersion) -> None:
        if seen != revision_of(version):
            raise StaleDraft
        _fill(version, name, bpmn)

    return DRAWING.save(version_id, fill, by=by, at=at)


def propose(version_id: UUID, *, by: Actor, at: datetime) -> ProcessVersion:
    """Propose a draft for publication (đề nghị công bố); the checker must find nothing."""
    return DRAWING.propose(version_id, _faults, by=by, at=at)


def withdraw_proposal(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> ProcessVersion:
    """Make a proposed version a draft again (trả lại), with the reason."""
    return DRAWING.send_back(version_id, reason=reason, by=by, at=at)


def publish(version_id: UUID, *, by: Actor, at: datetime) -> ProcessVersion:
    """Put a proposed version in force (công bố); what runs stays on the version it began with."""
    return DRAWING.publish(version_id, _faults, by=by, at=at)
