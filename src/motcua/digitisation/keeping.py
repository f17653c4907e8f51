"""Where an electronic copy goes: to the dossier at once, to the register when its agency signed."""

from datetime import datetime
from uuid import UUID

from motcua.digitisation.models import DigitalCopy
from motcua.dossiers.actions import attach_scan
from motcua.kernel.actors import Actor
from motcua.kernel.ids import DossierId
from motcua.results.actions import attach_copy


def put_beside_paper(
    copy: DigitalCopy, *, earlier: UUID | None = None, by: Actor, at: datetime
) -> None:
    """Put the copy beside the sheet of the dossier that it was made of.

    `earlier` is the same copy before its agency signed it.
    """
    if copy.dossier is None:
        return
    assert copy.document is not None
    attach_scan(
        DossierId(copy.dossier),
        component=copy.component,
        document=copy.document,
        name=f"{copy.name[:190]}.pdf",
        earlier=earlier,
        by=by,
        at=at,
    )


def put_in_register(copy: DigitalCopy, *, by: Actor, at: datetime) -> None:
    """Tie the copy that the agency has signed to its line of the register."""
    if copy.entry is None:
        return
    assert copy.document is not None
    assert copy.code is not None
    attach_copy(copy.entry, document=copy.document, code=copy.code, by=by, at=at)
