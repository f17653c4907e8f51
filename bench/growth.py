"""What every act and page costs as a province grows.

`./motcua bench growth [--json] [--sizes 10000,100000,…] [--seconds N]` brings the benchmarks' own
database up to one size after the other, measures lists and acts at each, and divides what they cost
at the largest by what they cost at the smallest. What was measured is kept in the state folder:
sizes that the database has outgrown are taken from there.
"""

import argparse
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the command keeps folders off it
os.environ.update(MOTCUA_DEBUG="0", MOTCUA_SAMPLE="1", MOTCUA_WEB_WORKERS="2")
SIZES = "10000,100000,1000000,10000000"
KEPT = "growth.json"
TARGET = 1.3
FASTEST = 250  # filings a second for which papers are prepared
Figures = dict[str, dict[str, float]]


def arguments() -> argparse.Namespace:
    """Read which sizes to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench growth", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--sizes", default=SIZES, help="numbers of dossiers, with commas")
    parser.add_argument("--seconds", type=int, default=3, help="most time for each list and act")
    return parser.parse_args()


def measured(size: int, seconds: int) -> dict[str, Any]:
    """Measure lists and acts in a province of so many dossiers."""
    lists = _told("lists", size, seconds)
    costs = {one["name"]: _costs(one) for one in lists["lists"]} | _acts(seconds)
    return {
        "dossiers": lists["dossiers"],
        "database_gigabytes": lists["database_gigabytes"],
        "memory_megabytes": lists["memory_megabytes"],
        "costs": costs,
    }


def _costs(one: dict[str, Any]) -> dict[str, float]:
    return {name: one[name] for name in ("cpu_ms", "database_cpu_ms", "p50_ms", "p99_ms")}


def _acts(seconds: int) -> Figures:
    """Measure filing, accepting, taking a step and finishing it, one kind after the other."""
    measuring = import_module("bench.measuring")
    people = import_module("bench.province").cast()
    act, _, outcome = measuring.STEPS[0]
    with import_module("bench.serving").served() as port:
        run = measuring.Measurement(port, people, seconds)
        for many in (measuring.WARM_UP, seconds * FASTEST):
            run.acts.clear()
            filed = run.phase("submit", run.filings(many), run.submit)
            for filing, body in filed:
                filing.id = json.loads(body)["id"]
            accepted = run.phase("accept", [filing for filing, _ in filed], run.accept)
            moving = measuring.find_tasks([filing for filing, _ in accepted])
            claimed = run.phase("claim", moving, lambda one: run.step(one, act, "claim"))
            taken = [filing for filing, _ in claimed]
            run.phase("complete", taken, lambda one: run.step(one, act, "complete", outcome))
    return {name: _spent(one) for name, one in run.acts.items()}


def _spent(act: Any) -> dict[str, float]:
    many = max(1, len(act.tally.times))
    return {
        "cpu_ms": round((act.application + act.database) * 1000 / many, 2),
        "database_cpu_ms": round(act.database * 1000 / many, 2),
        "p50_ms": round(act.tally.quantile(0.5), 1),
        "p99_ms": round(act.tally.quantile(0.99), 1),
    }


def _told(name: str, size: int, seconds: int) -> dict[str, Any]:
    """Run another benchmark on the same database and return what it says."""
    script = Path(__file__).with_name(f"{name}.py")
    command = [sys.executable, "-P", str(script), "--json", f"--dossiers={size}"]
    done = subprocess.run(
        [*command, f"--seconds={seconds}"], stdout=subprocess.PIPE, text=True, check=False
    )
    if not done.stdout.strip():
        raise RuntimeError(f"{name} said nothing of {size:,} dossiers")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ratios(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what each costs at the largest size, divided by what it costs at the smallest."""
    sizes = sorted(kept, key=int)
    first, last = (kept[size]["costs"] for size in (sizes[0], sizes[-1]))
    return [
        {
            "name": name,
            "cpu_ms": {size: kept[size]["costs"][name]["cpu_ms"] for size in sizes
                       if name in kept[size]["costs"]},
            "ratio": round(last[name]["cpu_ms"] / max(0.01, first[name]["cpu_ms"]), 2),
            "database_ratio": round(
                last[name]["database_cpu_ms"] / max(0.01, first[name]["database_cpu_ms"]), 2),
        }
        for name in first
        if name in last
    ]  # fmt: skip


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    sizes = sorted(found["sizes"], key=int)
    lines = [f"{'CPU ms':<40}" + "".join(f"{int(size):>12,}" for size in sizes) + "   ratio  of db"]
    for one in found["ratios"]:
        cells = "".join(f"{one['cpu_ms'].get(size, 0):>12.2f}" for size in sizes)
        mark = "" if one["ratio"] <= TARGET else "  above 1.3"
        lines.append(
            f"{one['name']:<40}{cells}{one['ratio']:>8.2f}{one['database_ratio']:>7.2f}{mark}"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure size by size and report."""
    wanted = arguments()
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    known = import_module("bench.province").known_dossiers()
    place = import_module("motcua.runtime.state").state_path() / KEPT
    kept: dict[str, Any] = json.loads(place.read_text()) if place.exists() else {}
    del os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"]
    for size in sorted(int(one) for one in wanted.sizes.split(",")):
        if known > 1.5 * size and str(size) in kept:
            continue
        kept[str(size)] = measured(size, wanted.seconds)
        place.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    found = {"sizes": kept, "ratios": ratios(kept)}
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
