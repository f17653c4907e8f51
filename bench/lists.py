"""Lists and searches as pages, over HTTP with sessions, beside the same SQL alone.

`./motcua bench lists [--json] [--seconds N] [--dossiers N] [--clients 8]` starts the web server as
in production and lets clients read each list for a few seconds, without pause: more of them than
there are cores measure waiting for each other, one alone what a person waits. The floor of a page
is what its statements take when psycopg sends them with nothing around.
"""

import argparse
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(
    MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2", MOTCUA_BEHIND_PROXY="1"
)


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench lists", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seconds", type=int, default=3, help="most time for each list")
    parser.add_argument("--dossiers", type=int, default=100_000, help="dossiers there should be")
    parser.add_argument("--clients", type=int, default=8, help="who read at the same moment")
    return parser.parse_args()


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [
        f"{found['dossiers']:,} dossiers, {found['database_gigabytes']} GB; web server"
        f" {found['memory_megabytes']} MB",
        f"{'list':<40}{'n':>6}{'fail':>5}{'/s':>7}{'p50':>7}{'p99':>7}{'app':>7}{'db':>7}"
        f"{'sql':>5}{'floor':>7}",
    ]
    lines += [
        f"{one['name']:<40}{one['requests']:>6}{one['failed']:>5}{one['per_second']:>7.0f}"
        f"{one['p50_ms']:>7.1f}{one['p99_ms']:>7.1f}{one['application_cpu_ms']:>7.2f}"
        f"{one['database_cpu_ms']:>7.2f}{one['statements']:>5}{one['floor_cpu_ms']:>7.2f}"
        for one in found["lists"]
    ]
    failures = {one["first_failure"] for one in found["lists"]} - {None}
    return "\n".join([*lines, *failures])


def main() -> int:
    """Measure and report; the exit code says whether every page answered."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"  # for loading; the server gets its own
    import_module("django").setup()
    import_module("bench.province").prepare(wanted.dossiers)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    found = import_module("bench.reading").run(wanted.seconds, wanted.clients)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0 if all(one["failed"] == 0 for one in found["lists"]) else 1


if __name__ == "__main__":
    sys.exit(main())
