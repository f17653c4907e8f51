"""Taking in records of reform: all that is right, or nothing; twice changes nothing."""

from datetime import datetime

from django.db import transaction

from motcua.events.actions import record
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.reform.comparing import BATCH, MODELS, Compared, Rows, compare
from motcua.reform.incoming import SHAPES
from motcua.reform.permissions import require_the_system


@transaction.atomic
def take_in(kind: str, rows: Rows, *, by: Actor, at: datetime) -> Compared:
    """Store rows of one kind of records; return what that did."""
    require_the_system(by)
    compared = compare(kind, rows)
    if not compared.new + compared.changed:
        return compared
    shape, model = SHAPES[kind], MODELS[kind]
    fields = [column.name for column in shape.columns if column.name not in shape.key]
    model._default_manager.bulk_create(
        [model(**row) for row in rows],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=list(shape.key),
        update_fields=fields,
    )
    facts = {"kind": kind, "new": compared.new, "changed": compared.changed}
    record("reform.imported", new_id(), by=by, at=at, **facts)
    return compared
