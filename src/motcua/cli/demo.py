"""The sample province, from nothing to a page that answers."""

import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from motcua.cli import programs
from motcua.cli.serve import ALREADY, follow_with_backup
from motcua.cli.surroundings import (
    after_django,
    as_server,
    equip,
    with_database,
    without_time_limit,
)
from motcua.runtime.postgres import discard
from motcua.runtime.processes import Children, require_free_port, web_server, worker
from motcua.runtime.refusals import CannotStart
from motcua.runtime.sharing import begin_counting
from motcua.runtime.state import State, clear, only_one, open_state, state_path

HOST = "127.0.0.1"
READY_SECONDS = 60


def run(console: Console, *, port: int, dossiers: int, reset: bool, serve: bool) -> None:
    """Prepare the sample and, when asked, serve it until Ctrl-C."""
    state = open_state(state_path())
    with only_one(state, "web", ALREADY):
        if serve:
            require_free_port(HOST, port)
        if reset:
            discard(state)
            clear(state)
        equip(state)
        _let_scans_be_read(console)
        os.environ["MOTCUA_SAMPLE"] = "1"
        os.environ.setdefault("MOTCUA_SECURITY_CONTACT", "mailto:an-toan@motcua.example")
        os.environ["MOTCUA_PUBLIC_URL"] = f"http://localhost:{port}"
        try:
            with _nothing_half_made(state) as finished, with_database(state):
                _prepare(state, dossiers, console)
                finished.append(True)
                if serve:
                    _serve(state, port, console)
        except KeyboardInterrupt:
            console.print("Đã dừng mọi tiến trình.")
    if not serve:
        console.print("Đã chuẩn bị xong; hãy chạy: ./motcua demo")


def _let_scans_be_read(console: Console) -> None:
    """Install the reader of scans where that may be done; without it all else works."""
    try:
        programs.require(programs.OF_READING, console, "Đọc chữ trên bản chụp")
    except CannotStart as refusal:
        console.print(f"{refusal} (Mọi việc khác vẫn làm được.)")


@contextmanager
def _nothing_half_made(state: State) -> Iterator[list[bool]]:
    """Remove a database that this command began and did not finish."""
    is_new = not (state.root / "postgres").exists()
    finished: list[bool] = []
    try:
        yield finished
    finally:
        if is_new and not finished:
            discard(state)
            for name in ("files", "static"):
                shutil.rmtree(state.root / name, ignore_errors=True)
            open_state(state.root)


def _prepare(state: State, dossiers: int, console: Console) -> None:
    """Fill the sample without the time limits that protect a system in use."""
    with without_time_limit():
        after_django("motcua.cli.sample").prepare(state, dossiers, console)


def _serve(state: State, port: int, console: Console) -> None:
    begin_counting(state)
    with as_server(state), Children(state.folder("logs")) as children:
        children.start("web", web_server(HOST, port, lasting=False), os.environ)
        children.start("worker", worker(), os.environ)
        follow_with_backup(state, children)
        with console.status("Khởi động máy chủ web và tiến trình nền…"):
            _wait_until_ready(children, port, state)
        _welcome(port, Console())
        name, code = children.wait()
    raise CannotStart(f"Tiến trình {name} đã tự dừng với mã {code}; xem {state.root}/logs.")


def _wait_until_ready(children: Children, port: int, state: State) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        ended = children.ended()
        if ended is not None:
            raise CannotStart(f"Tiến trình {ended[0]} không khởi động được; xem {state.root}/logs.")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5):  # nosec B310
                return
        except urllib.error.HTTPError as answer:
            if answer.code == 500:
                raise CannotStart(f"Trang web báo lỗi; xem {state.root}/logs/web.log.") from answer
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
    raise CannotStart(f"Trang web chưa trả lời sau {READY_SECONDS} giây; xem {state.root}/logs.")


def _welcome(port: int, console: Console) -> None:
    address = f"http://localhost:{port}"
    console.print(after_django("motcua.cli.sample").accounts())
    console.print(
        "quan-tri-ky-thuat và quan-tri-ky-thuat-2 đăng ký xác thực hai lớp (mã trên điện thoại) "
        "ở lần đầu đăng nhập."
    )
    console.print(f"Trang chủ       {address}/")
    console.print(f"Đăng nhập       {address}/dang-nhap")
    console.print(f"Mô tả giao diện lập trình  {address}/api/v1/openapi.json")
    console.print("Bấm Ctrl-C để dừng.")
