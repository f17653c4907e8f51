"""Filing to delivery through HTTP: rate, waiting time and CPU of every act.

`./motcua bench lifecycle [--json] [--seconds N] [--dossiers N]` starts the web server as in
production on a free port of this machine and lets eight clients work without pause, first act by
act, so that CPU time can be told apart, then whole dossiers one after the other. The floor is
what pgbench needs to write the same rows in one transaction.
"""

import argparse
import json
import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")


def arguments(name: str) -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog=f"./motcua bench {name}", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seconds", type=int, default=10, help="most time for each act")
    parser.add_argument("--dossiers", type=int, default=100_000, help="dossiers already there")
    return parser.parse_args()


def main(name: str = "lifecycle", last: str = "deliver") -> int:
    """Measure and report; the exit code says whether everything could be measured.

    `last` is where a benchmark of single acts ends.
    """
    wanted = arguments(name)
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"  # for loading; the server gets its own
    import_module("django").setup()
    province = import_module("bench.province")
    measuring = import_module("bench.measuring")
    report = import_module("bench.report")
    province.prepare(wanted.dossiers)
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    measured = measuring.run(wanted.seconds, last)
    found = report.report(measured, wanted.seconds, last)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else report.table(found))
    return 0 if all(act["failed"] == 0 for act in found["acts"]) else 1


if __name__ == "__main__":
    sys.exit(main())
