"""Encrypting what leaves the state folder: to a public key that stays here.

The private key that opens backups again is written once, to a file that belongs elsewhere: whoever
takes the server cannot read its backups.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from motcua.runtime.durable import sync_folder
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import State

RECIPIENT = "backup-recipient"


class BackupKeyWrong(CannotStart):
    """The key given does not open this backup, or the backup was changed."""


def recipient_of(state: State) -> pyrage.x25519.Recipient | None:
    """Return the public key that backups are encrypted to; None before the first backup."""
    path = state.root / "keys" / RECIPIENT
    return pyrage.x25519.Recipient.from_str(path.read_text().strip()) if path.exists() else None


def make_keys(state: State, private: Path) -> pyrage.x25519.Recipient:
    """Make a pair of keys: the private one in a new file, the public one in the state folder."""
    identity = pyrage.x25519.Identity.generate()
    private.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CannotStart(
            f"Tệp khóa {private} đã có; hãy đặt --key tới một tệp mới, hoặc cất tệp cũ đi."
        ) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    recipient = identity.to_public()
    keep(state.folder("keys") / RECIPIENT, f"{recipient}\n".encode())
    return recipient


def identity_in(private: Path) -> pyrage.x25519.Identity:
    """Return the private key that a file holds."""
    try:
        return pyrage.x25519.Identity.from_str(private.read_text().strip())
    except FileNotFoundError as error:
        raise CannotStart(
            f"Không có tệp khóa {private}; hãy nêu --key tới tệp khóa của bản sao lưu."
        ) from error
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupKeyWrong(f"Tệp {private} không phải khóa của bản sao lưu.") from error


def keep(place: Path, content: bytes) -> None:
    """Write a small file whole or not at all; it is on the disk when this returns."""
    with written(place) as file:
        file.write(content)


@contextmanager
def written(place: Path) -> Iterator[IO[bytes]]:
    """Have a file written beside its place and moved there when it is whole and on the disk."""
    draft = place.with_name(f"{place.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def seal_file(source: Path, place: Path, recipient: pyrage.x25519.Recipient) -> None:
    """Encrypt a file to its place in the backup."""
    with source.open("rb") as plain, written(place) as sealed:
        pyrage.encrypt_io(plain, sealed, [recipient])


def open_file(sealed: Path, place: Path, identity: pyrage.x25519.Identity) -> None:
    """Decrypt a file of the backup; refuse one that was changed or belongs to another key."""
    try:
        with sealed.open("rb") as source, written(place) as plain:
            pyrage.decrypt_io(source, plain, [identity])
    except pyrage.DecryptError as error:
        raise BackupKeyWrong(
            f"Không mở được {sealed.name}: khóa không đúng, hoặc tệp đã bị thay đổi."
        ) from error
    except OSError as error:
        if error.errno is None:  # age found that the file is not what was written
            raise BackupKeyWrong(f"Tệp {sealed.name} trong bản sao lưu đã hỏng.") from error
        raise
