"""Proposing what shall hold for everybody, and putting it in force: never the same person."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from motcua.configuration.kinds import Kind, kind_of
from motcua.configuration.models import SettingVersion
from motcua.configuration.queries import SETTINGS
from motcua.configuration.rules import NothingChanges, changes, tidied
from motcua.events.publishing import Drawing
from motcua.kernel.actors import Actor
from motcua.kernel.errors import DomainError, InvalidInput

EXAMPLE = "dinh-danh.quoc-gia"


def _drawing(kind: Kind) -> Drawing[SettingVersion]:
    return Drawing(SETTINGS, kind.name, EXAMPLE, kind.keepers)


def _drawing_of(version_id: UUID) -> Drawing[SettingVersion]:
    return _drawing(kind_of(SETTINGS.by_id(version_id).code))


def _fill(version: SettingVersion, typed: Mapping[str, str], at: datetime) -> None:
    kind, today = kind_of(version.code), localdate(at)
    part, content = kind.part(version.code), tidied(kind.fields, typed)
    kind.check(part, content, today)
    if not changes(kind.fields, kind.held(version.code, content, today), content):
        raise NothingChanges
    version.name, version.content = kind.title(version.code), content


def _faults(version: SettingVersion, at: datetime) -> list[str]:
    kind = kind_of(version.code)
    try:
        kind.check(kind.part(version.code), version.content, localdate(at))
    except InvalidInput as refusal:
        return list(refusal.errors.values())
    except DomainError as refusal:
        return [str(refusal)]
    return []


def draft(code: str, typed: Mapping[str, str], *, by: Actor, at: datetime) -> SettingVersion:
    """Begin a proposal for a setting; there is one at a time. Refuses what cannot be meant."""
    drawing = _drawing(kind_of(code))
    return drawing.begin(code, lambda version: _fill(version, typed, at), by=by, at=at)


def save_draft(
    version_id: UUID, typed: Mapping[str, str], *, by: Actor, at: datetime
) -> SettingVersion:
    """Keep what was changed in a draft."""
    drawing = _drawing_of(version_id)
    return drawing.save(version_id, lambda version: _fill(version, typed, at), by=by, at=at)


def discard(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    _drawing_of(version_id).discard(version_id, by=by, at=at)


def propose(version_id: UUID, *, by: Actor, at: datetime) -> SettingVersion:
    """Propose a draft to be put in force."""
    drawing = _drawing_of(version_id)
    return drawing.propose(version_id, lambda version: _faults(version, at), by=by, at=at)


def send_back(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> SettingVersion:
    """Make a proposal a draft again, with the reason."""
    return _drawing_of(version_id).send_back(version_id, reason=reason, by=by, at=at)


@transaction.atomic
def publish(version_id: UUID, *, by: Actor, at: datetime) -> SettingVersion:
    """Put a proposal in force, where what holds is kept; never by one who wrote or proposed it.

    What held until now is kept beside it. Refuses what no longer can be meant, such as a day that
    has passed since.
    """
    drawing = _drawing_of(version_id)
    version = drawing.publish(version_id, lambda one: _faults(one, at), by=by, at=at)
    kind = kind_of(version.code)
    part = kind.part(version.code)
    version.replaced = dict(kind.held(version.code, version.content, localdate(at)))
    version.save(update_fields=["replaced"])
    kind.adopt(part, version.content, by, at)
    return version
