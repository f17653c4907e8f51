"""Drawing a form and putting it in force: one person draws and proposes, another publishes."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from motcua.events.actions import record
from motcua.forms.authorship import authors_of, findings
from motcua.forms.files import read_json, require_shape, written
from motcua.forms.models import FormVersion
from motcua.forms.trials import PlacesOn, read_trials
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, NotPermitted

AUTHORS = (Role.BUSINESS_ADMIN, Role.CONTROLLER)
LONGEST_NAME = 1000
_CODE = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")


class DraftExists(DomainError):
    """A form has one draft at a time."""

    message = "Biểu mẫu “{code}” đang có một bản chưa công bố. Xin sửa tiếp bản đó."


class NotADraft(DomainError):
    """Only a draft is drawn on, proposed or thrown away."""

    message = "Bản này không còn là bản nháp. Xin tải lại trang để xem bản mới nhất."


class NotProposed(DomainError):
    """Only a proposed version is published or sent back."""

    message = "Bản này không ở bước đề nghị công bố. Xin tải lại trang để xem bản mới nhất."


class StaleDraft(DomainError):
    """Somebody else, or another tab, has saved the draft since the page was opened."""

    message = "Bản nháp vừa được lưu ở nơi khác, nên chưa ghi đè."


class NotSound(DomainError):
    """The checker has found something, or a test case does not come out."""

    message = "Biểu mẫu còn {many} điểm phải sửa trước khi công bố. Điểm đầu tiên là: {first}."


class SecondPersonNeeded(DomainError):
    """Whoever drew or proposed a version does not publish it."""

    message = "Người công bố phải là người khác, không phải người đã soạn hoặc đã đề nghị."


class ReturnReasonMissing(DomainError):
    """A proposal is sent back with a reason."""

    message = "Xin ghi rõ lý do trả lại."


class DraftInUse(DomainError):
    """A procedure that is being written names the draft."""

    message = "Có thủ tục đang soạn dùng bản nháp này, nên chưa bỏ được."


def _locked(version_id: UUID) -> FormVersion:
    version = FormVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise NotFound
    return version


def _require_author(by: Actor) -> None:
    if not by.is_officer or not by.has(*AUTHORS):
        raise NotPermitted


def _require_draft(version: FormVersion) -> None:
    if version.published_at or version.proposed_at:
        raise NotADraft


def _require_proposed(version: FormVersion) -> None:
    if version.published_at or not version.proposed_at:
        raise NotProposed


def _require_sound(version: FormVersion, places: PlacesOn, cases: Collection[str]) -> None:
    found = findings(version.code, version.definition, version.trials, places, cases)
    if found:
        raise NotSound(many=len(found), first=found[0].message.rstrip("."))


def _fill(
    version: FormVersion,
    definition: Mapping[str, object],
    trials: Sequence[object],
    by: Actor,
    at: datetime,
) -> None:
    """Put a definition into a draft; it may be unfinished, but it must be possible to keep it."""
    title = definition.get("title")
    name = title.get("vi") if isinstance(title, Mapping) else None
    name = " ".join(name.split()) if isinstance(name, str) else ""
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput({"name": "Xin nhập tên biểu mẫu, không quá 1.000 chữ."})
    require_shape(definition)
    read_json(written(version.code, definition, trials))
    read_trials(list(trials))
    version.name, version.definition, version.trials = name, dict(definition), list(trials)
    version.drafted_by, version.drafted_at = by.person, at
    version.revision += 1


def _record(verb: str, version: FormVersion, by: Actor, at: datetime, **facts: object) -> None:
    record(verb, version.id, by=by, at=at, code=version.code, version=version.version, **facts)


@transaction.atomic
def draft(
    code: str,
    *,
    definition: Mapping[str, object],
    trials: Sequence[object] = (),
    by: Actor,
    at: datetime,
) -> FormVersion:
    """Begin a new version of a form, or a new form; there is one draft at a time."""
    earlier = list(FormVersion.objects.select_for_update().filter(code=code).order_by("-version"))
    _require_author(by)
    if len(code) > 60 or not _CODE.fullmatch(code):
        words = "Mã gồm chữ thường không dấu, chữ số và dấu gạch, ví dụ: to-khai-ket-hon."
        raise InvalidInput({"code": words})
    version = FormVersion(code=code, version=earlier[0].version + 1 if earlier else 1)
    _fill(version, definition, trials, by, at)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise DraftExists(code=code) from error
    _record("form.drafted", version, by, at)
    return version


@transaction.atomic
def save_draft(
    version_id: UUID,
    *,
    definition: Mapping[str, object],
    trials: Sequence[object],
    seen: int,
    by: Actor,
    at: datetime,
) -> FormVersion:
    """Keep what was drawn; `seen` is the revision that the drawing began from."""
    version = _locked(version_id)
    _require_author(by)
    _require_draft(version)
    if seen != version.revision:
        raise StaleDraft
    _fill(version, definition, trials, by, at)
    version.save()
    _record("form.drafted", version, by, at)
    return version


@transaction.atomic
def discard_draft(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a draft away (bỏ bản nháp); what was proposed is sent back first."""
    version = _locked(version_id)
    _require_author(by)
    _require_draft(version)
    _record("form.discarded", version, by, at)
    try:
        FormVersion.objects.filter(pk=version.pk).delete()
    except ProtectedError as error:
        raise DraftInUse from error


@transaction.atomic
def propose(
    version_id: UUID, *, places: PlacesOn, cases: Collection[str] = (), by: Actor, at: datetime
) -> FormVersion:
    """Propose a draft for publication (đề nghị công bố).

    The checker must find nothing and every test case must come out; `places` says what
    addresses may name on a day, `cases` are those of the procedures that use it.
    """
    version = _locked(version_id)
    _require_author(by)
    _require_draft(version)
    _require_sound(version, places, cases)
    version.proposed_by, version.proposed_at = by.person, at
    version.save()
    _record("form.proposed", version, by, at)
    return version


@transaction.atomic
def withdraw_proposal(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> FormVersion:
    """Make a proposed version a draft again (trả lại), with the reason."""
    version = _locked(version_id)
    _require_author(by)
    _require_proposed(version)
    if not reason.strip():
        raise ReturnReasonMissing
    version.proposed_by = version.proposed_at = None
    version.save()
    _record("form.sent_back", version, by, at, reason=reason.strip()[:500])
    return version


@transaction.atomic
def publish(
    version_id: UUID, *, places: PlacesOn, cases: Collection[str] = (), by: Actor, at: datetime
) -> FormVersion:
    """Put a proposed version in force (công bố); never by one who drew or proposed it.

    The version before it ends. Procedures and dossiers keep the version they name.
    """
    version = _locked(version_id)
    _require_author(by)
    _require_proposed(version)
    if by.person in authors_of(version):
        raise SecondPersonNeeded
    _require_sound(version, places, cases)
    version.published_by, version.published_at = by.person, at
    version.save()
    others = FormVersion.objects.filter(code=version.code, published_at__isnull=False)
    for earlier in others.filter(retired_at=None).exclude(pk=version.pk):
        earlier.retired_at = at
        earlier.save(update_fields=["retired_at"])
        _record("form.retired", earlier, by, at)
    _record("form.published", version, by, at)
    return version
