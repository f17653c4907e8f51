"""The web server of production."""

import os

from motcua.cli.surroundings import after_django, equip, with_database
from motcua.runtime.processes import Children, require_free_port, web_server
from motcua.runtime.refusals import CannotStart
from motcua.runtime.state import only_one

ALREADY = "Một lệnh ./motcua demo hoặc serve khác đang dùng thư mục dữ liệu này."


def run(host: str, port: int) -> None:
    """Answer requests until told to stop; refuse to start when that would not be safe."""
    state = equip()
    with only_one(state, "web", ALREADY):
        require_free_port(host, port)
        with with_database(state):
            serving = after_django("motcua.cli.serving")
            serving.require_safe_settings(host)
            serving.require_migrated()
            with Children() as children:
                children.start("web", web_command(host, port), os.environ)
                name, code = children.wait()
    raise CannotStart(f"Tiến trình {name} đã tự dừng với mã {code}.")


def web_command(host: str, port: int, *, lasting: bool = True) -> list[str]:
    """Return the command of the web server, as the settings want it."""
    settings = after_django("motcua.settings")
    return web_server(host, port, settings.WEB_WORKERS, settings.WEB_THREADS, lasting=lasting)
