"""The system user that PostgreSQL runs as, since it refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from motcua.runtime.refusals import CannotStart

NAME = "motcua-pg"


@dataclass(frozen=True)
class Account:
    """Whom to run as; `prefix` goes before a command."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def give(self, path: Path) -> None:
        """Make the account own a path."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Return who runs the PostgreSQL of a data folder: its owner, else a user of our own."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        owner = data.stat()
        return _as_other(owner.st_uid, owner.st_gid)
    user = _system_user()
    return _as_other(user.pw_uid, user.pw_gid)


def _as_other(uid: int, gid: int) -> Account:
    """Keep one capability so that folders which only root may enter need not be opened.

    PostgreSQL minds the user id, not the capabilities. Without `no_setuid_fixup` the kernel
    would answer access(2), by which initdb looks for postgres, as if the capability were not
    there (capabilities(7), access(2)).
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart("Thiếu lệnh setpriv; hãy chạy: apt-get install -y util-linux")
    prefix = (
        setpriv,
        f"--reuid={uid}",
        f"--regid={gid}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        "--",
    )
    return Account(uid, gid, prefix)


def _system_user() -> pwd.struct_passwd:
    user = _user(NAME) or _added_user() or _user("postgres")
    if user is None:
        raise CannotStart(
            f"Không tạo được người dùng hệ thống {NAME} để chạy PostgreSQL;"
            f" hãy chạy: useradd --system --no-create-home {NAME}"
        )
    return user


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _added_user() -> pwd.struct_passwd | None:
    """Create the system user; return it also when another command was faster."""
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if command is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(
        [command, *options, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, check=False
    )
    return _user(NAME)
