"""The web server of production."""

import os

from motcua.cli.surroundings import after_django, as_server, equip, with_database
from motcua.runtime.backups.making import target_of
from motcua.runtime.postgres import Cluster
from motcua.runtime.processes import Children, following, require_free_port, web_server
from motcua.runtime.refusals import CannotStart
from motcua.runtime.sharing import begin_counting
from motcua.runtime.state import State, only_one

SENT_AWAY = 16  # threads for those that find the lines full
ALREADY = "Một lệnh ./motcua demo hoặc serve khác đang dùng thư mục dữ liệu này."


def run(host: str, port: int) -> None:
    """Answer requests until told to stop; refuse to start when that would not be safe."""
    state = equip()
    begin_counting(state)
    with only_one(state, "web", ALREADY):
        require_free_port(host, port)
        with with_database(state), as_server(state):
            serving = after_django("motcua.cli.serving")
            serving.require_safe_settings(host)
            serving.require_migrated()
            with Children() as children:
                children.start("web", web_command(host, port), os.environ)
                follow_with_backup(state, children)
                name, code = children.wait()
    raise CannotStart(f"Tiến trình {name} đã tự dừng với mã {code}.")


def follow_with_backup(state: State, children: Children) -> None:
    """Have the write-ahead log sent to the backup, where there is one of this state folder."""
    target = target_of(state)
    if target is not None and Cluster(state).is_made():
        # It signs in to the embedded database by itself, as its superuser.
        own = {name: said for name, said in os.environ.items() if name != "MOTCUA_DATABASE_URL"}
        children.start("backup", following(target), own)


def web_command(host: str, port: int, *, lasting: bool = True) -> list[str]:
    """Return the command of the web server, as the settings want it."""
    settings = after_django("motcua.settings")
    threads = settings.WEB_THREADS + settings.WEB_WAITING + SENT_AWAY
    return web_server(host, port, settings.WEB_WORKERS, threads, lasting=lasting)
