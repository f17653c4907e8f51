"""Drawing one paper in a process of its own, which sees one folder and has little time.

Run by `restyled` with a job on its standard input; imports nothing of ours, so that it starts
in a tenth of a second. The paper comes out on standard output, a refusal as JSON on the other.
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


def confine() -> None:
    """Give up time, memory, and the network: by the kernel where it allows that, and by sending
    every download to an address where nobody answers."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(ctypes.CDLL(None), "unshare"):
        ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        os.environ[name] = os.environ[name.lower()] = NOWHERE


def main() -> int:
    """Draw what the job names; return 1 when the template is refused by the compiler."""
    confine()
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
