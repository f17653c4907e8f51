"""Sealing the files that lie open in the store: those from before files were sealed."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from motcua.documents import storage
from motcua.documents.models import StoredFile
from motcua.documents.sealed_files import sealed
from motcua.documents.storage import StoredBytesChanged
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotPermitted

BATCH = 200
log = logging.getLogger(__name__)


def seal_open_files(most: int | None = None, *, by: Actor, at: datetime) -> Iterator[str]:
    """Seal what lies open in the store, at most so many, each in a transaction; yield its hash
    when nothing of it lies open any more. Only for the installation itself.

    The open bytes go when the row that names the sealed ones is committed; killed anywhere, doing
    it again goes on. A file that is gone or changed is left to the sweep, which says so.
    """
    if by.person is not None or by.agency is not None:
        raise NotPermitted
    done = 0
    for digest in _lying_open():
        if done == most:
            return
        try:
            _seal(digest)
        except (FileNotFoundError, StoredBytesChanged):
            log.exception("a stored file cannot be sealed")
            continue
        storage.remove(digest)
        StoredFile.objects.filter(pk=digest, lies_open=True).update(lies_open=False)
        done += 1
        yield digest


def _lying_open() -> Iterator[str]:
    last = ""
    while True:
        found = StoredFile.objects.filter(lies_open=True, digest__gt=last).order_by("digest")
        batch = list(found.values_list("digest", flat=True)[:BATCH])
        yield from batch
        if not batch:
            return
        last = batch[-1]


@transaction.atomic
def _seal(digest: str) -> None:
    file = StoredFile.objects.select_for_update().filter(pk=digest, stored_as=None).first()
    if file is None:
        return
    content = storage.read(digest)
    file.stored_as, blocks = sealed(digest, content)
    file.wrapped_key = blocks.wrapped_key
    storage.write(file.stored_as, blocks)
    file.save(update_fields=["stored_as", "wrapped_key"])
