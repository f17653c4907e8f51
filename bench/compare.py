"""The ratios of a run beside those that were accepted last.

`./motcua bench compare FILE [--accept]` reads what `bench all --json FILE` wrote, fails when a
ratio is worse by a fifth or is missing, and says which. `--accept` writes those of the file as
accepted.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

from bench.ratios import WORSE_BY

BASELINE = Path(__file__).parent / "baseline.json"


def arguments() -> argparse.Namespace:
    """Read what to compare."""
    parser = argparse.ArgumentParser(prog="./motcua bench compare", description=__doc__)
    parser.add_argument("file", type=Path, help="what `bench all --json` wrote")
    parser.add_argument("--accept", action="store_true", help="these are the ones from now on")
    return parser.parse_args()


def worse(accepted: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each ratio that is worse by a fifth, and for each that is missing.

    Benchmarks that were not run are not missed.
    """
    for name, ratios in found.items():
        for what, before in accepted.get(name, {}).items():
            now = ratios.get(what)
            if now is None:
                yield f"{name}: “{what}” was not measured"
            elif now > before * WORSE_BY:
                yield f"{name}: “{what}” is {now}, accepted was {before} ({now / before - 1:+.0%})"


def main() -> int:
    """Compare or accept; the exit code says whether anything is worse."""
    wanted = arguments()
    found = json.loads(wanted.file.read_text())
    kind = "quick" if found["quick"] else "whole"
    known = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if wanted.accept:
        known[kind] = known.get(kind, {}) | found["ratios"]
        BASELINE.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
        return 0
    broken = [name for name, told in found["benchmarks"].items() if "broken" in told]
    complaints = [
        *(f"{name}: no figures" for name in broken),
        *worse(known.get(kind, {}), found["ratios"]),
    ]
    print("\n".join(complaints) or "no ratio is worse by a fifth")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
