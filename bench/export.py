"""A long register of a desk written to Excel, as the page gives it.

`./motcua bench export [--json] [--rows N] [--rounds N]` copies one accepted dossier so often in a
database of its own, and writes the book in a process of its own, whose memory is told. The floor
is the same cells, drawn beforehand and kept, written by the same library; the rest is reading them.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench import machine, targets

SAMPLE = 300  # dossiers of the sample province that lend their facts
YEAR = (date(2019, 1, 1), date(2019, 12, 31))  # long before the sample begins
SECONDS, MEMORY_MIB = 15.0, 300.0
COPY = """
INSERT INTO dossiers_dossier ({columns})
SELECT {values} FROM dossiers_dossier AS model, generate_series(1, %s) AS n
WHERE model.id = %s
"""
DIFFERENT = {
    "id": "gen_random_uuid()",
    "submission_code": "'X' || n",
    "submission_key": "NULL",
    "number": "'X-' || n",
    "submitted_at": "moment.at",
    "accepted_at": "moment.at",
}


def arguments() -> argparse.Namespace:
    """Read how much to write."""
    parser = argparse.ArgumentParser(prog="./motcua bench export", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--rows", type=int, default=100_000, help="lines of the book")
    parser.add_argument("--rounds", type=int, default=3, help="how often it is written")
    parser.add_argument("--write", help="write the book of a desk once, and end")
    return parser.parse_args()


def fill(rows: int) -> str:
    """Copy an accepted dossier into a past year; return its desk."""
    import_module("bench.province").prepare(SAMPLE)
    dossiers = import_module("motcua.dossiers.models").Dossier
    connection = import_module("django.db").connection
    model = dossiers.objects.exclude(accepted_at=None).exclude(number__startswith="X-").first()
    names = [one.column for one in dossiers._meta.concrete_fields if not one.generated]
    begin = datetime(2019, 1, 2, tzinfo=UTC)
    spread = f"timestamptz '{begin.isoformat()}' + n * interval '300 seconds'"
    changed = {name: said.replace("moment.at", spread) for name, said in DIFFERENT.items()}
    statement = COPY.format(
        columns=", ".join(f'"{name}"' for name in names),
        values=", ".join(changed.get(name, f'model."{name}"') for name in names),
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_dossier WHERE number LIKE 'X-%'")
        cursor.execute(statement, [rows, model.id])
        cursor.execute("VACUUM ANALYZE dossiers_dossier")
    return str(model.receiving_agency_id)


def write(desk: str) -> dict[str, float]:
    """Write the book of a desk; return how long that took and the memory it needed."""
    register = import_module("motcua.dossiers.register")
    files = import_module("motcua.dossiers.register_files")
    chosen = register.Chosen(import_module("uuid").UUID(desk), *YEAR)
    begun, spent = time.perf_counter(), time.process_time()
    with TemporaryFile() as file:
        lines = files.write_register(chosen, file)
        size = file.tell()
    told = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - spent}
    return told | {"lines": lines, "mib": machine.most_memory_mib(), "file_mib": size / 2**20}


def floor(lines: int) -> float:
    """Return the seconds in which the library writes as many cells with nothing to read."""
    headings = import_module("motcua.dossiers.register").HEADINGS
    workbook = import_module("xlsxwriter").Workbook
    begun = time.perf_counter()
    with TemporaryFile() as file:
        book = workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for line in range(lines):
            for column, heading in enumerate(headings):
                sheet.write_string(line, column, heading)
        book.close()
    return time.perf_counter() - begun


def measured(wanted: argparse.Namespace) -> dict[str, Any]:
    """Write the book several times, each in a process of its own, the floor beside it."""
    desk = fill(wanted.rows)
    command = [sys.executable, "-P", __file__, "--write", desk]
    rounds, floors = [], []
    for _ in range(wanted.rounds):
        floors.append(floor(wanted.rows))
        written = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rounds.append(json.loads(written))
    assert {one["lines"] for one in rounds} == {wanted.rows}
    took = targets.spread([one["seconds"] for one in rounds])
    most = round(max(one["mib"] for one in rounds), 1)
    least = targets.spread(floors)
    return {
        "benchmark": "export",
        "targets": [
            targets.at_most(f"{wanted.rows} lines to Excel", took["median"], SECONDS, "s"),
            targets.at_most("most memory of the process", most, MEMORY_MIB, "MiB"),
        ],
        "ratios": {
            "export: time, times the library alone": round(took["median"] / least["median"], 2),
            "export: memory, times what is aimed at": round(most / MEMORY_MIB, 3),
        },
        "seconds": took,
        "cpu_seconds": targets.spread([one["cpu"] for one in rounds]),
        "floor_seconds": least,
        "file_mib": round(rounds[0]["file_mib"], 1),
        "database_mib": round(machine.database_mib()),
        "machine": machine.described(),
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    took, least = found["seconds"], found["floor_seconds"]
    return "\n".join(
        [
            f"written in {took['median']} s ({took['least']}–{took['most']}), {found['file_mib']}"
            f" MiB; as many cells by the library alone {least['median']} s",
            *targets.lines(found["targets"]),
        ]
    )


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    import_module("os").environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    if wanted.write:
        print(json.dumps(write(wanted.write)))
        return 0
    found = measured(wanted)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
