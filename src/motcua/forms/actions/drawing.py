"""Drawing a form and putting it in force: one person draws and proposes, another publishes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from motcua.events.publishing import Drawing, StaleDraft
from motcua.forms.authorship import FORMS, findings
from motcua.forms.files import read_json, require_shape, written
from motcua.forms.models import FormVersion
from motcua.forms.trials import PlacesOn, read_trials
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInput

LONGEST_NAME = 1000
DRAWING = Drawing(FORMS, "Biểu mẫu", "to-khai-ket-hon")


def _fill(version: FormVersion, definition: Mapping[str, object], trials: Sequence[object]) -> None:
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
    version.revision += 1


def _faults(places: PlacesOn, cases: Collection[str]) -> Callable[[FormVersion], list[str]]:
    """Return what finds faults: the checker, and every test case with the places of its day."""

    def found(version: FormVersion) -> list[str]:
        all_of = findings(version.code, version.definition, version.trials, places, cases)
        return [one.message for one in all_of]

    return found


def draft(
    code: str,
    *,
    definition: Mapping[str, object],
    trials: Sequence[object] = (),
    by: Actor,
    at: datetime,
) -> FormVersion:
    """Begin a new version of a form, or a new form; there is one draft at a time."""
    return DRAWING.begin(code, lambda version: _fill(version, definition, trials), by=by, at=at)


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

    def fill(version: FormVersion) -> None:
        if seen != version.revision:
            raise StaleDraft
        _fill(version, definition, trials)

    return DRAWING.save(version_id, fill, by=by, at=at)


def discard_draft(version_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a draft away (bỏ bản nháp); what was proposed is sent back first."""
    DRAWING.discard(version_id, by=by, at=at)


def propose(
    version_id: UUID, *, places: PlacesOn, cases: Collection[str] = (), by: Actor, at: datetime
) -> FormVersion:
    """Propose a draft for publication (đề nghị công bố).

    The checker must find nothing and every test case must come out; `places` says what
    addresses may name on a day, `cases` are those of the procedures that use it.
    """
    return DRAWING.propose(version_id, _faults(places, cases), by=by, at=at)


def withdraw_proposal(version_id: UUID, *, reason: str, by: Actor, at: datetime) -> FormVersion:
    """Make a proposed version a draft again (trả lại), with the reason."""
    return DRAWING.send_back(version_id, reason=reason, by=by, at=at)


def publish(
    version_id: UUID, *, places: PlacesOn, cases: Collection[str] = (), by: Actor, at: datetime
) -> FormVersion:
    """Put a proposed version in force (công bố); never by one who drew or proposed it.

    The version before it ends. Procedures and dossiers keep the version they name.
    """
    return DRAWING.publish(version_id, _faults(places, cases), by=by, at=at)
