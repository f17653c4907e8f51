"""The dossiers of another system taken in, as `./motcua import dossiers` does it.

`./motcua bench import [--json] [--dossiers N]` draws N dossiers into a file, imports it into a
database of its own in a process of its own, whose memory is told, and imports the same file again,
which changes nothing. The floor is the rows of the file copied into a table without an index or a
check.
"""

import argparse
import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench import machine, targets

SAMPLE = 300  # dossiers of the sample province, for its agencies and procedures
SECONDS_A_MILLION, MEMORY_MIB = 120.0, 512.0
MILLION = 1_000_000


def arguments() -> argparse.Namespace:
    """Read how much to take in."""
    parser = argparse.ArgumentParser(prog="./motcua bench import", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=MILLION, help="rows of the file")
    parser.add_argument("--take", type=Path, help="take a file in once, and end")
    return parser.parse_args()


def take(file: Path) -> dict[str, float]:
    """Take a file in; return how long that took and the memory it needed."""
    importing = import_module("motcua.indicators.importing").import_dossiers
    now = import_module("django.utils.timezone").now
    before = machine.most_memory_mib()
    begun, spent = time.perf_counter(), time.process_time()
    with TemporaryDirectory() as work:
        done = importing(file, Path(work), at=now(), progress=lambda *_: None, dry_run=False)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - spent,
        "mib": machine.most_memory_mib() - before,
        "new": done.new,
    }


def floor(file: Path) -> float:
    """Return the seconds in which PostgreSQL copies the rows into a table and nothing else."""
    connection = import_module("django.db").connection
    drawn = import_module("duckdb").from_parquet(str(file))
    rows = file.with_suffix(".csv")
    drawn.to_csv(str(rows), header=False)
    columns = ", ".join(f'"{name}" text' for name in drawn.columns)
    copying = "COPY floor_import FROM STDIN (FORMAT csv)"
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_import")
        cursor.execute(f"CREATE TABLE floor_import ({columns})")
        with (
            rows.open("rb") as read,
            cursor.copy(copying) as to,
        ):
            while part := read.read(1 << 20):
                to.write(part)
        took = time.perf_counter() - begun
        cursor.execute("DROP TABLE floor_import")
    return took


def measured(dossiers: int) -> dict[str, Any]:
    """Draw the file, take it in, and take it in again."""
    import_module("bench.province").prepare(SAMPLE)
    with import_module("django.db").connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_dossierfact WHERE source = 'imported'")
        cursor.execute("VACUUM indicators_dossierfact")
    with TemporaryDirectory() as work:
        file = Path(work) / "rows.parquet"
        import_module("bench.drawn_facts").draw_table(file, dossiers)
        least = floor(file)
        command = [sys.executable, "-P", __file__, "--take", str(file)]
        first, again = (
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(2)
        )
    assert (first["new"], again["new"]) == (dossiers, 0)
    seconds = round(first["seconds"], 1)
    allowed = SECONDS_A_MILLION * dossiers / MILLION
    return {
        "benchmark": "import",
        "targets": [
            targets.at_most(f"{dossiers:,} dossiers taken in", seconds, allowed, "s"),
            targets.at_most("memory on top", round(first["mib"]), MEMORY_MIB, "MiB"),
        ],
        "ratios": {"import: time, times copying the rows": round(first["seconds"] / least, 2)},
        "seconds": seconds,
        "cpu_seconds": round(first["cpu"], 1),
        "again_seconds": round(again["seconds"], 1),
        "floor_seconds": round(least, 2),
        "database_mib": round(machine.database_mib()),
        "machine": machine.described(),
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    return "\n".join(
        [
            f"taken in in {found['seconds']} s ({found['cpu_seconds']} s of the program's CPU), the"
            f" same again {found['again_seconds']} s; copying alone {found['floor_seconds']} s",
            *targets.lines(found["targets"]),
        ]
    )


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    import_module("os").environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    if wanted.take:
        print(json.dumps(take(wanted.take)))
        return 0
    found = measured(wanted.dossiers)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
