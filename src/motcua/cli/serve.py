"""The web server of production."""

import os

from motcua.cli.surroundings import as_server, equip, with_database
from motcua.runtime.backups.making import target_of
from motcua.runtime.postgres import Cluster
from motcua.runtime.processes import Children, following, require_free_port, web_server
from motcua.runtime.refusals import CannotStart
from motcua.runtime.sharing import begin_counting
from motcua.runtime.state import State, only_one

ALREADY = "Một lệnh ./motcua demo hoặc serve khác đang dùng thư mục dữ liệu này."


def run(host: str, port: int) -> None:
    """Answer requests until told to stop; refuse to start when that would not be safe."""
    state = equip()
    begin_counting(state)
    with only_one(state, "web", ALREADY):
        require_free_port(host, port)
        with Children() as children:
            name, code = _served(state, host, port, children)
    raise CannotStart(f"Tiến trình {name} đã tự dừng với mã {code}.")


def _served(state: State, host: str, port: int, children: Children) -> tuple[str, int]:
    """Serve until a process ends by itself; say which.

    The web server loads what it needs while the database starts, and looks at what must hold before
    it listens to anybody.
    """
    address = os.environ.get("MOTCUA_DATABASE_URL") or Cluster(state).app_url()
    known = {**os.environ, "MOTCUA_DATABASE_URL": address}
    command = web_server(host, port, checks="motcua.cli.serving")
    children.start("web", command, known, told=True)
    with with_database(state), as_server(state):
        try:
            children.tell("web")
            follow_with_backup(state, children)
            return children.wait()
        finally:
            children.end()  # before the database does


def follow_with_backup(state: State, children: Children) -> None:
    """Have the write-ahead log sent to the backup, where there is one of this state folder."""
    target = target_of(state)
    if target is not None and Cluster(state).is_made():
        # It signs in to the embedded database by itself, as its superuser.
        own = {name: said for name, said in os.environ.items() if name != "MOTCUA_DATABASE_URL"}
        children.start("backup", following(target), own)
