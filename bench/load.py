"""Loading dossiers in bulk: so many, with everything that belongs to them.

`./motcua bench load N [--json]` brings the benchmarks' own database up to N dossiers and says how
long that took and how large it is. It says before what it needs, refuses when the disk has less,
and goes on where it was when it was killed.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it
ROWS = """
SELECT coalesce(parent.relname, part.relname) AS name, sum(greatest(part.reltuples, 0))::bigint,
    sum(pg_table_size(part.oid))::bigint, sum(pg_indexes_size(part.oid))::bigint
FROM pg_class AS part LEFT JOIN pg_inherits ON inhrelid = part.oid
LEFT JOIN pg_class AS parent ON parent.oid = inhparent
WHERE part.relkind = 'r' AND part.relnamespace = 'public'::regnamespace
GROUP BY 1 HAVING sum(pg_total_relation_size(part.oid)) > 10000000 ORDER BY 3 DESC
"""


def arguments() -> argparse.Namespace:
    """Read how many dossiers there should be."""
    parser = argparse.ArgumentParser(prog="./motcua bench load", description=__doc__)
    parser.add_argument("dossiers", type=int, help="how many there should be afterwards")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    return parser.parse_args()


@contextmanager
def bars() -> Iterator[Any]:
    """Show a bar for each kind of work, on standard error."""
    known: dict[str, TaskID] = {}
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console) as shown:

        def progress(what: str, done: int, total: int) -> None:
            if what not in known:
                known[what] = shown.add_task(what, total=total)
            shown.update(known[what], completed=done, total=total)

        yield progress


def measured(before: int, seconds: float) -> dict[str, Any]:
    """Return how large the database has become, table by table."""
    connection = import_module("django.db").connection
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), pg_database_size(current_database()) FROM dossiers_dossier"
        )
        dossiers, size = cursor.fetchone()
        cursor.execute(ROWS)
        tables = [
            {"table": name, "rows": rows, "megabytes": heap // 10**6, "indexes": indexes // 10**6}
            for name, rows, heap, indexes in cursor.fetchall()
        ]
    added = dossiers - before
    return {
        "dossiers": dossiers,
        "added": added,
        "seconds": round(seconds, 1),
        "dossiers_a_second": round(added / seconds),
        "database_gigabytes": round(size / 10**9, 2),
        "bytes_a_dossier": round(size / max(1, dossiers)),
        "tables": tables,
    }


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = [
        f"{found['dossiers']:,} dossiers, {found['added']:,} of them added in {found['seconds']} s"
        f" ({found['dossiers_a_second']:,}/s); {found['database_gigabytes']} GB,"
        f" {found['bytes_a_dossier']:,} bytes a dossier",
        f"{'table':<32}{'rows':>14}{'MB':>9}{'indexes':>9}",
    ]
    lines += [
        f"{one['table']:<32}{one['rows']:>14,}{one['megabytes']:>9,}{one['indexes']:>9,}"
        for one in found["tables"]
    ]
    return "\n".join(lines)


def main() -> int:
    """Load and report."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    province = import_module("bench.province")
    before = province.known_dossiers()
    begun = time.monotonic()
    with bars() as progress:
        province.prepare(wanted.dossiers, progress)
    found = measured(before, time.monotonic() - begun)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
