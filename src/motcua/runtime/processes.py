"""The processes that a command starts, and that end with it."""

import contextlib
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from motcua.runtime.refusals import CannotStart

PATIENCE = 15  # seconds for a polite end: requests in flight, a delivery, a job


_told: list[int] = []  # signals that asked this process to leave


def leave(number: int, _frame: FrameType | None) -> None:
    """Unwind on a signal, so that everything that was started is stopped.

    The signal is also noted: an exception raised in the middle of a library's callback can be
    swallowed there, and then `Children.wait` still leaves.
    """
    _told.append(number)
    _unwind(number)


def _unwind(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


@dataclass
class Children:
    """Processes started together; leaving the block ends them all, last started first."""

    logs: Path | None = None  # without it they write to our own output
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """End them all, last started first, politely while there is time."""
        for process in reversed(self._running.values()):
            _signal(process, signal.SIGTERM)
            for pipe in filter(None, (process.stdin, process.stdout)):
                pipe.close()
        until = time.monotonic() + PATIENCE
        for process in reversed(self._running.values()):
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()

    def start(
        self, name: str, command: Sequence[str], env: Mapping[str, str], *, told: bool = False
    ) -> None:
        """Start a process in a session of its own, so that only we pass signals on to it; one that
        is told reads a line when it may begin, and answers."""
        with contextlib.ExitStack() as files:
            output = None
            if self.logs is not None:
                output = files.enter_context((self.logs / f"{name}.log").open("ab"))
            self._running[name] = subprocess.Popen(
                [*_dying_with_us(), *command],
                env=dict(env),
                stdin=subprocess.PIPE if told else subprocess.DEVNULL,
                stdout=subprocess.PIPE if told else output,
                stderr=output,
                start_new_session=True,
            )

    def tell(self, name: str) -> None:
        """Let a process begin that waits for it.

        Raises:
            CannotStart: it must not begin; or it has ended, of which its log says more.
        """
        process = self._running[name]
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError), process.stdin, process.stdout:
            process.stdin.write(b"begin\n")
            process.stdin.flush()
            code, _, why = process.stdout.readline().decode().strip().partition(" ")
            if code == "0":
                return
            if code:
                raise CannotStart(why, int(code))
        raise CannotStart(f"Tiến trình {name} đã tự dừng với mã {process.wait()}.")

    def ended(self) -> tuple[str, int] | None:
        """Return the name and exit code of a process that has ended, if there is one."""
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def wait(self) -> tuple[str, int]:
        """Wait until one of the processes ends by itself."""
        while True:
            ended = self.ended()
            if ended is not None:
                return ended
            if _told:
                _unwind(_told[0])
            time.sleep(0.2)


def _dying_with_us() -> list[str]:
    """Have the kernel end a child whose parent was killed and could not do it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a child; its own children too when there is no more time to be polite."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


def require_free_port(host: str, port: int) -> None:
    """Refuse an address that we would not be able to listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác bằng --port."
    if error.errno == errno.EACCES:
        return f"Không có quyền mở cổng {port}; hãy chọn cổng từ 1024 trở lên bằng --port."
    return f"Không mở được địa chỉ {host}:{port} ({os.strerror(error.errno or 0)})."


def web_server(
    host: str,
    port: int,
    workers: int | None = None,
    threads: int | None = None,
    *,
    lasting: bool = True,
    checks: str = "",
) -> list[str]:
    """Return the command of the web server, with as many workers and threads as the settings want
    or as are named.

    A lasting one replaces workers that crash. With a module of checks it loads everything, waits
    for `Children.tell`, and serves when `require_ready` of that module does not refuse.
    """
    return [
        sys.executable,
        "-P",
        "-m",
        "motcua.runtime.web",
        "motcua.wsgi",
        f"--host={host}",
        f"--port={port}",
        *([f"--workers={workers}"] if workers else []),
        *([f"--threads={threads}"] if threads else []),
        *(["--lasting"] if lasting else []),
        *([f"--checks={checks}"] if checks else []),
    ]


def following(backup: Path) -> list[str]:
    """Return the command of the process that sends the write-ahead log to a backup."""
    return [sys.executable, "-P", "-m", "motcua.cli", "backup", str(backup), "--follow"]


def worker() -> list[str]:
    """Return the command of the background worker."""
    return [sys.executable, "-P", "-m", "motcua.cli", "worker"]
