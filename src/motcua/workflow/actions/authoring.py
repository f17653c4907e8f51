"""Drawing a process and putting it in force: one person draws and proposes, another publishes."""

import re
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, NotPermitted
from motcua.workflow.authorship import authors_of, findings, revision_of
from motcua.workflow.bpmn.tree import parse
from motcua.workflow.models import ProcessVersion

AUTHORS = (Role.BUSINESS_ADMIN, Role.CONTROLLER)
LONGEST_FILE = 1_000_000
LONGEST_NAME = 1200
_CODE = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")


class DraftExists(DomainError):
    """A process has one draft at a time."""

    message = "Quy trình “{code}” đang có một bản chưa công bố. Xin sửa tiếp bản đó."


class NotADraft(DomainError):
    """Only a draft is drawn on or proposed."""

    message = "Bản này không còn là bản nháp. Xin tải lại trang để xem bản mới nhất."


class NotProposed(DomainError):
    """Only a proposed version is published or sent back."""

    message = "Bản này không ở bước đề nghị công bố. Xin tải lại trang để xem bản mới nhất."


class StaleDraft(DomainError):
    """Somebody else has saved the draft since the page was opened."""

    message = "Bản nháp vừa có người khác lưu, nên chưa ghi đè."


class FileTooLarge(DomainError):
    """No process that people draw is that large."""

    message = "Tệp quy trình lớn hơn 1 MB. Xin chia thành các quy trình con."


class NotSound(DomainError):
    """The checker has found something."""

    message = "Quy trình còn {many} điểm phải sửa trước khi công bố. Điểm đầu tiên là: {first}."


class SecondPersonNeeded(DomainError):
    """Whoever drew or proposed a version does not publish it."""

    message = "Người công bố phải là người khác, không phải người đã vẽ hoặc đã đề nghị."


class ReturnReasonMissing(DomainError):
    """A proposal is sent back with a reason."""

    message = "Xin ghi rõ lý do trả lại."


def _locked(version_id: UUID) -> ProcessVersion:
    version = ProcessVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotFound
    return version


def _require_author(by: Actor) -> None:
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def _require_draft(version: ProcessVersion) -> None:
    if version.published_at or version.proposed_at:
        raise NotADraft


def _require_proposed(version: ProcessVersion) -> None:
    if version.published_at or not version.proposed_at:
        raise NotProposed


def _require_sound(version: ProcessVersion) -> None:
    found = findings(version.bpmn)
    if found:
        raise NotSound(many=len(found), first=found[0].message.rstrip("."))


def _fill(version: ProcessVersion, name: str, bpmn: str, by: Actor, at: datetime) -> None:
    """Put a drawing into a draft; what is no XML, or too large, is refused."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput({"name": "Xin nhập tên quy trình, không quá 1.200 chữ."})
    if len(bpmn) > LONGEST_FILE:
        raise FileTooLarge
    parse(bpmn)
    version.name, version.bpmn = name, bpmn
    version.drafted_by, version.drafted_at = by.person, at


def _record(verb: str, version: ProcessVersion, by: Actor, at: datetime, **facts: object) -> None:
    record(verb, version.id, by=by, at=at, code=version.code, version=version.version, **facts)


@transaction.atomic
def draft(code: str, *, name: str, bpmn: str, by: Actor, at: datetime) -> ProcessVersion:
    """Begin a new version of a process, or a new process; there is one draft at a time."""
    earlier = list(
        ProcessVersion.objects.select_for_update().filter(code=code).order_by("-version")
    )
    _require_author(by)
    if len(code) > 60 or not _CODE.fullmatch(code):
        words = "Mã gồm chữ thường không dấu, chữ số và dấu gạch, ví dụ: cap-phep-xay-dung."
        raise InvalidInput({"code": words})
    version = ProcessVersion(code=code, version=earlier[0].version + 1 if earlier else 1)
    _fill(version, name, bpmn, by, at)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise DraftExists(code=code) from error
    _record("process.drafted", version, by, at)
    return version


@transaction.atomic
def save_draft(
    version_id: UUID, *, name: str, bpmn: str, seen: str, by: Actor, at: datetime
) -> ProcessVersion:
    """Keep what was drawn; `seen` is the revision that the drawing began from."""
    version = _locked(version_id)
    _require_author(by)
    _require_draft(version)
    if seen != revision_of(version):
        raise StaleDraft
    _fill(version, name, bpmn, by, at)
    version.save()
    _record("process.drafted", version, by, at)
    return version


@transaction.atomic
def propose(version_id: UUID, *, by: Actor, at: datetime) -> ProcessVersion:
    """Propose a draft for publication (đề nghị công bố); the checker must find nothing."""
    version = _locked(version_id)
    _require_author(by)
    _require_draft(version)
    _require_sound(version)
    version.proposed_by, version.proposed_at = by.person, at
    version.save()
    _record("process.proposed", version, by, at)
    return version


@transaction.atomic
def withdraw_proposal(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> ProcessVersion:
    """Make a proposed version a draft again (trả lại), with the reason."""
    version = _locked(version_id)
    _require_author(by)
    _require_proposed(version)
    if not reason.strip():
        raise ReturnReasonMissing
    version.proposed_by = version.proposed_at = None
    version.save()
    _record("process.sent_back", version, by, at, reason=reason.strip()[:500])
    return version


@transaction.atomic
def publish(version_id: UUID, *, by: Actor, at: datetime) -> ProcessVersion:
    """Put a proposed version in force (công bố); never by one who drew or proposed it.

    The version before it ends. What runs already stays on the version it began with.
    """
    version = _locked(version_id)
    _require_author(by)
    _require_proposed(version)
    if by.person in authors_of(version):
        raise SecondPersonNeeded
    _require_sound(version)
    version.published_by, version.published_at = by.person, at
    version.save()
    others = ProcessVersion.objects.filter(code=version.code, published_at__isnull=False)
    for earlier in others.filter(retired_at=None).exclude(pk=version.pk):
        earlier.retired_at = at
        earlier.save(update_fields=["retired_at"])
        _record("process.retired", earlier, by, at)
    _record("process.published", version, by, at)
    return version
