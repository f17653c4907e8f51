"""A folder served with the S3 interface on this machine, by rclone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME, KEY, SECRET = "giay-to", "motcua", "bi-mat"
URL = f"s3://{NAME}/ho-so"
PATIENCE = 30


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve an empty folder as a store with one bucket; yield its address, and end it.

    Its log lies beside the folder. RuntimeError when it does not answer within half a minute.
    """
    (folder / NAME).mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    rclone = Path(sys.executable).with_name("rclone")
    command = [str(rclone), "serve", "s3", "--addr", address, "--auth-key", f"{KEY},{SECRET}"]
    surroundings = {"PATH": "", "HOME": str(folder), "RCLONE_CONFIG": "/dev/null"}
    with (folder.parent / "rclone.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--vfs-cache-mode", "off", str(folder)],
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(address)
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def options(address: str) -> dict[str, str]:
    """Return how the program reaches the store at an address."""
    return {
        "endpoint": address,
        "region": "us-east-1",
        "access_key_id": KEY,
        "secret_access_key": SECRET,
    }


def _wait_for(address: str) -> None:
    host, port = address.split(":")
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the S3 server did not start")
