"""How long the index of several provinces takes, by one machine and by Spark.

`./motcua bench country [--json] [--provinces 5] [--dossiers 10000000] [--lake DIR]` draws the
exports of several provinces, each with N dossiers of a year, and counts the whole index 766 of each
and of all together: with DuckDB in this process, then with Spark (`local[*]`, its start included),
and compares every number. `--lake` keeps the exports for another run. Spark needs Java.
"""

import argparse
import json
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench import machine

YEAR = (date(2022, 1, 1), date(2022, 12, 31))
CODES = ("H42", "H17", "H29", "H50", "H61", "H08", "H13", "H21", "H34", "H57")


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench country", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--provinces", type=int, default=5, choices=range(1, len(CODES) + 1))
    parser.add_argument("--dossiers", type=int, default=10_000_000, help="of each province")
    parser.add_argument("--lake", type=Path, help="where the exports are kept or found")
    return parser.parse_args()


def draw(folder: Path, provinces: int, dossiers: int) -> float:
    """Draw the exports that are not there yet; return the seconds it took."""
    drawing = import_module("bench.drawn_facts").draw_lake
    began = time.perf_counter()
    for at, code in enumerate(CODES[:provinces]):
        if not (folder / code).exists():
            drawing(folder / code, dossiers, code, at * dossiers)
    return time.perf_counter() - began


def measured(folder: Path) -> dict[str, Any]:
    """Count with both engines and compare."""
    counting = import_module("motcua.indicators.country").index_of_country
    rules = import_module("motcua.indicators.rule_sets").rule_set("766@2022")
    counting(folder, YEAR, rules)  # files into the memory of the system
    began = time.perf_counter()
    here = counting(folder, YEAR, rules)
    alone = time.perf_counter() - began
    memory = machine.most_memory_mib()
    began = time.perf_counter()
    with_spark = counting(folder, YEAR, rules, with_spark=True)
    spark = time.perf_counter() - began
    size = sum(one.stat().st_size for one in folder.rglob("*.parquet"))
    return {
        "gib": round(size / 2**30, 2),
        "duckdb_s": round(alone, 2),
        "duckdb_mib": round(memory),
        "spark_s": round(spark, 1),
        "equal": here == with_spark,
        "total": float(here.whole.total),
    }


def main() -> None:
    """Measure and print."""
    given = arguments()
    import_module("django").setup()
    with TemporaryDirectory() as name:
        folder = given.lake or Path(name) / "country"
        drawn = draw(folder, given.provinces, given.dossiers)
        told = {
            "provinces": given.provinces,
            "dossiers": given.provinces * given.dossiers,
            "drawn_s": round(drawn, 1),
            **measured(folder),
        }
    if given.json:
        print(json.dumps(told))
    else:
        for what, value in told.items():
            print(f"{what:12} {value}")
    sys.exit(0 if told["equal"] else 1)


if __name__ == "__main__":
    main()
