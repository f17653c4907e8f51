"""How well and how fast lateness is foreseen.

`./motcua bench forecast [--json] [--dossiers N] [--open N] [--log FILE]` draws the past of the
sample province, learns from the earlier part, calibrates on a later one, and compares what it
says of the latest with what happened: Brier score beside that of the base rate and of statistics
alone, log loss, reliability, and the error of the likely finish. Then it foresees so many dossiers
and writes their forecasts, which are taken back. With `--log` a public event log in XES whose
traces have `startdate`, `deadline` and `enddate` is measured instead of the sample; nothing is
downloaded. CPU time of one core.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

Found = TypeVar("Found")
WIDTH = 50


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench forecast", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--dossiers", type=int, default=100_000, help="dossiers of the sample")
    parser.add_argument("--open", type=int, default=40_000, help="dossiers to foresee at once")
    parser.add_argument("--log", type=Path, help="an event log in XES instead of the sample")
    return parser.parse_args()


class Stopwatch:
    """CPU and wall seconds of the parts of a measurement."""

    def __init__(self) -> None:
        self.seconds: dict[str, dict[str, float]] = {}

    def time(self, name: str, work: Callable[[], Found]) -> Found:
        """Do a part and note what it took."""
        began, spent = time.monotonic(), time.process_time()
        found = work()
        self.seconds[name] = {
            "cpu": round(time.process_time() - spent, 2),
            "wall": round(time.monotonic() - began, 2),
        }
        return found


def of_the_sample(wanted: argparse.Namespace) -> dict[str, Any]:
    """Measure on the sample province, reading and writing included."""
    os.environ["MOTCUA_STATEMENT_TIMEOUT_MS"] = "0"
    import_module("django").setup()
    import_module("bench.province").prepare(wanted.dossiers)
    return dict(import_module("bench.foreseeing").of_the_sample(wanted.open, Stopwatch()))


def of_a_log(path: Path) -> dict[str, Any]:
    """Measure on a public event log."""
    import_module("django").setup()
    return dict(import_module("bench.foreseeing").of_a_log(path, Stopwatch()))


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal, with the reliability diagram in letters."""
    lines = [f"{found['history']}: {found['dossiers']:,} dossiers, {found['moments']:,} nights"]
    for name, took in found["seconds"].items():
        lines.append(f"{name:<28}{took['cpu']:>8} s CPU{took['wall']:>8} s")
    tried = found["tried"]
    if tried is None:
        return "\n".join([*lines, "nothing to try it on"])
    lines += [
        f"held out: {tried['dossiers']:,} dossiers, {tried['moments']:,} nights",
        f"Brier {tried['score']['brier']:.4f}; base rate {tried['score']['base_brier']:.4f};"
        f" statistics alone {tried['score_of_statistics']['brier']:.4f}",
        f"log loss {tried['score']['log_loss']:.4f};"
        f" statistics alone {tried['score_of_statistics']['log_loss']:.4f}",
        f"likely finish: median error {tried['median_error'] / 60:.1f} working hours;"
        f" within the 90% moment {tried['within_ninetieth']:.1%}",
        f"{'said':>8}{'came':>8}{'nights':>9}   s said, c came, = both (root scale)",
    ]
    lines += [_bar(one) for one in tried["score"]["bins"]]
    worth = sorted(tried["importance"].items(), key=lambda pair: -pair[1])[:6]
    lines.append("; ".join(f"{name} {share:.0%}" for name, share in worth))
    return "\n".join(lines)


def _bar(one: dict[str, Any]) -> str:
    said, came = (round(WIDTH * one[name] ** 0.5) for name in ("said", "came"))
    marks = ["."] * (WIDTH + 1)
    marks[said], marks[came] = "s", "c"
    if said == came:
        marks[said] = "="
    return f"{one['said']:>8.1%}{one['came']:>8.1%}{one['many']:>9,}   {''.join(marks)}"


def main() -> int:
    """Measure and report."""
    wanted = arguments()
    found = of_a_log(wanted.log) if wanted.log else of_the_sample(wanted)
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
