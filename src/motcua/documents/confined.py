"""Giving up time, memory, files and the network, for a process that opens what others wrote.

Run as a program it draws one paper: started by `restyled` with a job on its standard input, it
sees one folder. The paper comes out on standard output, a refusal as JSON on the other. It imports
nothing of ours, so that it starts in a tenth of a second.
"""

import ctypes
import json
import os
import resource
import sys

SECONDS = 5
BYTES = 1024**3
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
NOWHERE = "http://127.0.0.1:9"


def limit(seconds: int, memory: int) -> None:
    """Give up all but so many seconds of computing and so many bytes of memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> None:
    """Give up the network: by the kernel where it allows that, and by sending every download to an
    address where nobody answers."""
    if hasattr(ctypes.CDLL(None), "unshare"):
        ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        os.environ[name] = os.environ[name.lower()] = NOWHERE


def main() -> int:
    """Draw what the job names; return 1 when the template is refused by the compiler."""
    limit(SECONDS, BYTES)
    leave_network()
    import typst  # after the limits, so that they hold for all of it

    job = json.load(sys.stdin)
    try:
        paper = typst.compile(
            os.path.join(job["root"], "main.typ"),
            root=job["root"],
            font_paths=[job["fonts"]],
            ignore_system_fonts=True,
            sys_inputs={"data": job["data"]},
            pdf_standards=["a-2u"],
            package_path=job["root"],
            package_cache_path=job["root"],
        )
    except typst.TypstError as error:
        json.dump({"message": error.message, "diagnostic": error.diagnostic}, sys.stderr)
        return 1
    sys.stdout.buffer.write(paper)
    return 0


if __name__ == "__main__":
    sys.exit(main())
