"""Files in the store: sealed as they are written, opened as they are read."""

from hashlib import sha256

from cryptography.exceptions import InvalidTag

from motcua.documents import storage
from motcua.documents.models import StoredFile
from motcua.documents.storage import StoredBytesChanged
from motcua.kernel.sealing import SEALED_BLOCK_BYTES, SealedBlocks
from motcua.people.sealing import sealer


def sealed(digest: str, content: bytes) -> tuple[str, SealedBlocks]:
    """Return under which name a file goes into the store, and the blocks that go there.

    The name is the SHA-256 of what lies there, so that a store, a backup and the sweep can tell
    whether it is whole without any key.
    """
    blocks = sealer().seal_blocks(content, bytes.fromhex(digest))
    name = sha256()
    for block in blocks:
        name.update(block)
    return name.hexdigest(), blocks


def opened(file: StoredFile) -> bytes:
    """Return the bytes of a file, or fail when they are not the same any more.

    A file that is being sealed while it is read is looked for once more.
    """
    if file.stored_as is None:
        try:
            return storage.read(file.digest)
        except FileNotFoundError:
            file.refresh_from_db()
            if file.stored_as is None:
                raise
    return _unsealed(file)


def _unsealed(file: StoredFile) -> bytes:
    assert file.stored_as is not None
    assert file.wrapped_key is not None
    lying = storage.blocks(file.stored_as, SEALED_BLOCK_BYTES)
    context = bytes.fromhex(file.digest)
    try:
        return b"".join(sealer().unseal_blocks(bytes(file.wrapped_key), lying, context))
    except InvalidTag as error:
        raise StoredBytesChanged(file.digest) from error


def remove(file: StoredFile) -> None:
    """Take a file out of the store for good; the row that names it is gone already."""
    if file.stored_as is not None:
        storage.remove(file.stored_as)
    if file.lies_open:
        storage.remove(file.digest)
