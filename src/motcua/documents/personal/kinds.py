"""Saying which kinds of papers meet which components, so that stores can offer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from motcua.documents.models import ComponentKind, PaperKind
from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted
from motcua.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Met:
    """That a component of a procedure is met by a kind of paper, and what that is called."""

    procedure: str
    component: str
    kind: str
    name: str


@transaction.atomic
def set_kinds(met: Sequence[Met], *, by: Actor, at: datetime) -> int:
    """Say which kinds meet which components; return how many were not said yet.

    Only for the installation itself: the caller has checked that procedures and components are
    those of the catalogue.
    """
    if by.person is not None or by.agency is not None:
        raise NotPermitted
    PaperKind.objects.bulk_create(
        (PaperKind(code=one.kind, name=one.name) for one in {m.kind: m for m in met}.values()),
        ignore_conflicts=True,
    )
    before = ComponentKind.objects.count()
    ComponentKind.objects.bulk_create(
        (
            ComponentKind(procedure_code=one.procedure, component=one.component, kind_id=one.kind)
            for one in met
        ),
        ignore_conflicts=True,
    )
    many = ComponentKind.objects.count() - before
    if many:
        record("paper_kinds.set", new_id(), by=by, at=at, said=many)
    return many
