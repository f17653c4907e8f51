"""Setting up a peer and putting it in force: one person proposes, another puts in force.

Pausing is one person's act, because it only holds back; so is resuming what two have put in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.events.actions import record
from motcua.events.publishing import Drawing
from motcua.exchange.addresses import fault_of_address
from motcua.exchange.models import Line, PeerVersion
from motcua.exchange.permissions import require_operator
from motcua.exchange.queries import PEERS
from motcua.exchange.rules import fault_of_secret, told_events
from motcua.exchange.secrets import seal_into, secret_of
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput, NotFound
from motcua.organisations.models import Agency

DRAWING = Drawing(PEERS, "Hệ thống nhận tin", "cong-dich-vu-cong-quoc-gia")
LONGEST_NAME = 200
NONE_GIVEN = "Xin nhập khóa bí mật đã thống nhất với bên nhận."


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a peer is set up with; an empty secret keeps the one that the peer has already."""

    name: str
    address: str
    secret: str
    verbs: Sequence[str]
    agencies: Sequence[str]  # their codes; none means all


def _fill(version: PeerVersion, given: SetUp) -> None:
    errors: dict[str, str] = {}
    name = " ".join(given.name.split())
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = "Xin nhập tên hệ thống, không quá 200 chữ."
    if why := fault_of_address(given.address.strip()):
        errors["address"] = why
    secret = given.secret or _secret_before(version)
    if why := fault_of_secret(secret) if secret else NONE_GIVEN:
        errors["secret"] = why
    verbs = [verb for verb in told_events() if verb in given.verbs]
    if not verbs:
        errors["verbs"] = "Xin chọn ít nhất một việc để báo."
    known = dict(Agency.objects.filter(code__in=given.agencies).values_list("code", "id"))
    if strange := [code for code in given.agencies if code not in known]:
        errors["agencies"] = f"Không có cơ quan nào mang mã: {', '.join(strange)[:200]}."
    if errors:
        raise InvalidInput(errors)
    version.name, version.address, version.verbs = name, given.address.strip(), verbs
    version.agencies = sorted(known.values())
    seal_into(version, secret)


def _secret_before(version: PeerVersion) -> str:
    """Return the secret that a draft has, or the newest version before it; empty without one."""
    if version.sealed:
        return secret_of(version)
    earlier = PeerVersion.objects.filter(code=version.code).order_by("-version").first()
    return secret_of(earlier) if earlier else ""


def _faults(version: PeerVersion) -> list[str]:
    why = fault_of_address(version.address)
    return [why] if why else []


def draft(code: str, given: SetUp, *, by: Actor, at: datetime) -> PeerVersion:
    """Begin a new peer, or a new version of one; there is one draft at a time."""
    return DRAWING.begin(code, lambda version: _fill(version, given), by=by, at=at)


def save_draft(version_id: UUID, given: SetUp, *, by: Actor, at: datetime) -> PeerVersion:
    """Keep what was set up."""
    return DRAWING.save(version_id, lambda version: _fill(version, given), by=by, at=at)


def discard(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    DRAWING.discard(version_id, by=by, at=at)


def propose(version_id: UUID, *, by: Actor, at: datetime) -> PeerVersion:
    """Propose a draft to be put in force."""
    return DRAWING.propose(version_id, _faults, by=by, at=at)


def send_back(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> PeerVersion:
    """Make a proposed version a draft again, with the reason."""
    return DRAWING.send_back(version_id, reason=reason, by=by, at=at)


@transaction.atomic
def publish(version_id: UUID, *, by: Actor, at: datetime) -> PeerVersion:
    """Put a peer in force; what waits for it goes to its new address from now on."""
    version = DRAWING.publish(version_id, _faults, by=by, at=at)
    Line.objects.get_or_create(peer=version.code)
    return version


@transaction.atomic
def pause(peer: str, *, by: Actor, at: datetime) -> Line:
    """Send nothing to a peer for now; its messages wait."""
    line = _locked(peer, by)
    if line.paused_at is None:
        line.paused_at = at
        line.save(update_fields=["paused_at"])
        _note("peer.paused", peer, by, at)
    return line


@transaction.atomic
def resume(peer: str, *, by: Actor, at: datetime) -> Line:
    """Send to a peer again, what waited first; how it failed before is forgotten."""
    line = _locked(peer, by)
    if line.paused_at is not None:
        line.paused_at, line.failures, line.rests_until = None, 0, None
        line.save()
        _note("peer.resumed", peer, by, at)
    return line


def _locked(peer: str, by: Actor) -> Line:
    line = Line.objects.select_for_update().filter(peer=peer).first()
    if line is None:
        raise NotFound
    require_operator(by)
    return line


def _note(verb: str, peer: str, by: Actor, at: datetime) -> None:
    version = PEERS.in_force(peer)
    assert version is not None
    record(verb, version.id, by=by, at=at, code=peer)
