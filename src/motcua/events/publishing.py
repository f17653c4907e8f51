"""Drawing and putting in force: one person draws and proposes, another publishes (bốn mắt)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from motcua.events.actions import record
from motcua.events.versions import V, Versions
from motcua.kernel.actors import Actor, Role
from motcua.kernel.errors import DomainError, InvalidInput, NotFound, NotPermitted

AUTHORS = (Role.BUSINESS_ADMIN, Role.CONTROLLER)
_CODE = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")
LONGEST_CODE, LONGEST_REASON = 60, 500


class DraftExists(DomainError):
    """There is one draft at a time."""

    message = "{name} “{code}” đang có một bản chưa công bố. Xin sửa tiếp bản đó."


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
    """The checker has found something."""

    message = "{name} còn {many} điểm phải sửa trước khi công bố. Điểm đầu tiên là: {first}."


class SecondPersonNeeded(DomainError):
    """Whoever drew or proposed a version does not publish it."""

    message = "Người công bố phải là người khác, không phải người đã soạn hoặc đã đề nghị."


class ReturnReasonMissing(DomainError):
    """A proposal is sent back with a reason."""

    message = "Xin ghi rõ lý do trả lại."


class DraftInUse(DomainError):
    """A procedure that is being written names the draft."""

    message = "Có thủ tục đang soạn dùng bản nháp này, nên chưa bỏ được."


@dataclass(frozen=True, slots=True)
class Drawing(Generic[V]):
    """How versions are drawn and put in force.

    `name` is what people call one; `example` is a code that would do; `roles` draw, propose and
    publish. `fill` puts what was drawn
    into a draft or refuses it; `faults` are what keeps a version from being published, in words.
    """

    versions: Versions[V]
    name: str
    example: str
    roles: tuple[Role, ...] = AUTHORS

    @transaction.atomic
    def begin(self, code: str, fill: Callable[[V], None], *, by: Actor, at: datetime) -> V:
        """Begin a new version, or something new; there is one draft at a time."""
        earlier = list(
            self.versions.rows.select_for_update().filter(code=code).order_by("-version")
        )
        self._require_author(by)
        if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
            words = f"Mã gồm chữ thường không dấu, chữ số và dấu gạch, ví dụ: {self.example}."
            raise InvalidInput({"code": words})
        version = self.versions.model(code=code, version=earlier[0].version + 1 if earlier else 1)
        self._fill(version, fill, by, at)
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError as error:
            raise DraftExists(name=self.name, code=code) from error
        self._record("drafted", version, by, at)
        return version

    @transaction.atomic
    def save(self, version_id: UUID, fill: Callable[[V], None], *, by: Actor, at: datetime) -> V:
        """Keep what was drawn; `fill` refuses what was drawn on an earlier state."""
        version = self._draft(version_id, by)
        self._fill(version, fill, by, at)
        version.save()
        self._record("drafted", version, by, at)
        return version

    @transaction.atomic
    def discard(self, version_id: UUID, *, by: Actor, at: datetime) -> None:
        """Throw a draft away (bỏ bản nháp); what was proposed is sent back first."""
        version = self._draft(version_id, by)
        self._record("discarded", version, by, at)
        try:
            self.versions.rows.filter(pk=version.pk).delete()
        except ProtectedError as error:
            raise DraftInUse from error

    @transaction.atomic
    def propose(
        self, version_id: UUID, faults: Callable[[V], Sequence[str]], *, by: Actor, at: datetime
    ) -> V:
        """Propose a draft for publication (đề nghị công bố); there must be no faults."""
        version = self._draft(version_id, by)
        self._require_sound(faults(version))
        version.proposed_by, version.proposed_at = by.person, at
        version.save()
        self._record("proposed", version, by, at)
        return version

    @transaction.atomic
    def send_back(self, version_id: UUID, *, reason: str, by: Actor, at: datetime) -> V:
        """Make a proposed version a draft again (trả lại), with the reason."""
        version = self._proposed(version_id, by)
        if not reason.strip():
            raise ReturnReasonMissing
        version.proposed_by = version.proposed_at = None
        version.save()
        self._record("sent_back", version, by, at, reason=reason.strip()[:LONGEST_REASON])
        return version

    @transaction.atomic
    def publish(
        self, version_id: UUID, faults: Callable[[V], Sequence[str]], *, by: Actor, at: datetime
    ) -> V:
        """Put a proposed version in force (công bố); never by one who drew or proposed it.

        The version before it ends. What runs already stays on the version it names.
        """
        version = self._proposed(version_id, by)
        if by.person in self.versions.authors(version):
            raise SecondPersonNeeded
        self._require_sound(faults(version))
        version.published_by, version.published_at = by.person, at
        version.save()
        others = self.versions.rows.filter(code=version.code, published_at__isnull=False)
        for earlier in others.filter(retired_at=None).exclude(pk=version.pk):
            earlier.retired_at = at
            earlier.save(update_fields=["retired_at"])
            self._record("retired", earlier, by, at)
        self._record("published", version, by, at)
        return version

    def _fill(self, version: V, fill: Callable[[V], None], by: Actor, at: datetime) -> None:
        fill(version)
        version.drafted_by, version.drafted_at = by.person, at

    def _locked(self, version_id: UUID, by: Actor) -> V:
        version = self.versions.rows.select_for_update().filter(pk=version_id).first()
        if version is None:
            raise NotFound
        self._require_author(by)
        return version

    def _draft(self, version_id: UUID, by: Actor) -> V:
        version = self._locked(version_id, by)
        if version.published_at or version.proposed_at:
            raise NotADraft
        return version

    def _proposed(self, version_id: UUID, by: Actor) -> V:
        version = self._locked(version_id, by)
        if version.published_at or not version.proposed_at:
            raise NotProposed
        return version

    def _require_sound(self, faults: Sequence[str]) -> None:
        if faults:
            raise NotSound(name=self.name, many=len(faults), first=faults[0].rstrip("."))

    def _record(self, what: str, version: V, by: Actor, at: datetime, **facts: object) -> None:
        verb = f"{self.versions.subject}.{what}"
        record(verb, version.id, by=by, at=at, code=version.code, version=version.version, **facts)

    def _require_author(self, by: Actor) -> None:
        if not by.is_officer or not by.has(*self.roles):
            raise NotPermitted
