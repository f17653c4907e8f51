"""Every benchmark, one after the other, and their ratios in one file.

`./motcua bench all [--json FILE] [--quick] [--only NAME …]` runs each in a process of its own and
goes on when one fails. Ratios are to a floor or a peer that was measured in the same run, so that
they can be compared with those of another day or machine; `compare` does that. `--quick` takes less
data and less time: its ratios are compared with quick ones only.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench.ratios import PLANS, ratios_of

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    """Read what to run."""
    parser = argparse.ArgumentParser(prog="./motcua bench all", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write all figures")
    parser.add_argument("--quick", action="store_true", help="less data, less time")
    parser.add_argument("--only", nargs="+", choices=list(PLANS), help="these and no others")
    return parser.parse_args()


def run(name: str, *, quick: bool) -> dict[str, Any]:
    """Run a benchmark; return what it found, or why it found nothing."""
    plan = PLANS[name]
    words = plan.quick if quick else plan.whole
    command = [sys.executable, "-P", str(HERE / f"{name}.py"), "--json", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"broken": f"ended with {done.returncode} and said no figures"}
    return found


def main() -> int:
    """Run, write and print; the exit code says whether every benchmark gave figures."""
    wanted = arguments()
    found: dict[str, Any] = {"quick": wanted.quick, "ratios": {}, "benchmarks": {}}
    for name in wanted.only or PLANS:
        print(f"{name} …", file=sys.stderr, flush=True)
        told = run(name, quick=wanted.quick)
        found["benchmarks"][name] = told
        if "broken" not in told:
            found["ratios"][name] = ratios_of(name, told)
        if wanted.json:
            wanted.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    print("\n".join(table(found)))
    return 1 if any("broken" in told for told in found["benchmarks"].values()) else 0


def table(found: dict[str, Any]) -> list[str]:
    """Write the ratios for a terminal, and what gave none."""
    lines = []
    for name, told in found["benchmarks"].items():
        if "broken" in told:
            lines.append(f"{name}: {told['broken']}")
        lines += [
            f"{name}: {what} {ratio}" for what, ratio in found["ratios"].get(name, {}).items()
        ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
