"""Many people at once, as they come: filing, reading, a rush at one agency, all at one moment.

`./motcua bench mixed [--json] [--minutes N] [--surge N] [--dossiers N] [--users N] [--agencies N]`
runs the web server of production with the job worker. Ten filings a second, each with files of
200 KB uploaded before, and fifty readings come at random moments, whether earlier ones were
answered or not; then seven times as much for one agency besides; then 200 people in one moment.
Times count from the moment at which somebody wanted something. What was acknowledged is looked for
in the database at the end. Refusals (429, 503) are counted apart and must say when to come back.
"""

import argparse
import asyncio
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
    """Read how long, on how much, and by how many."""
    parser = argparse.ArgumentParser(prog="./motcua bench mixed", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--minutes", type=float, default=15, help="of even load")
    parser.add_argument("--surge", type=float, default=2, help="minutes of the rush")
    parser.add_argument("--dossiers", type=int, default=1_000_000, help="dossiers already there")
    parser.add_argument("--users", type=int, default=5_000)
    parser.add_argument("--agencies", type=int, default=100)
    parser.add_argument("--files", type=int, default=2, help="uploaded for each filing")
    parser.add_argument("--share", type=float, default=1.0, help="of the load, on a busy machine")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def main() -> int:
    """Measure and report; the exit code says whether anything failed or was lost."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"  # for loading; the server gets its own
    import_module("django").setup()
    province = import_module("bench.province")
    province.prepare(wanted.dossiers)
    province.tell_what_came_due()
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    import_module("motcua.events.models").Delivery.objects.all().delete()  # of earlier runs
    cast = province.cast(wanted.agencies, wanted.users)
    people = import_module("bench.many_people").People(cast, wanted.seed)
    load = import_module("bench.mixed_load")
    with import_module("bench.serving").served(with_worker=True) as port:
        run = load.Load(port, people, wanted.files, wanted.share)
        asyncio.run(run.everything(wanted.minutes * 60, wanted.surge * 60))
    found = load.report(run, wanted)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0 if not found["lost"] and not found["failed"] else 1


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [f"{'phase':<8}{'whose':<8}{'kind':<18}{'n':>7}{'refused':>8}{'fail':>6}"
             f"{'p50':>9}{'p99':>9}{'worst':>9}"]  # fmt: skip
    lines += [
        f"{one['phase']:<8}{one['group']:<8}{one['kind']:<18}{one['answered']:>7}"
        f"{one['refused']:>8}{one['failed']:>6}{one['p50_ms']:>9}{one['p99_ms']:>9}"
        f"{one['worst_ms']:>9}"
        for one in found["seen"]
    ]
    lines.append(
        f"acknowledged {found['acknowledged']}, lost {found['lost']}; queue age p99"
        f" {found['queue_age_p99_s']} s; memory {found['memory_mib']} MiB,"
        f" grown by {found['memory_growth_percent']} %; who asks was late by"
        f" {found['asked_late_p99_ms']} ms at p99"
    )
    lines += import_module("bench.targets").lines(found["targets"])
    failures = {one["first_failure"] for one in found["seen"]} - {None}
    return "\n".join([*lines, *failures])


if __name__ == "__main__":
    sys.exit(main())
