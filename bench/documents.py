"""Documents: what each part of `bench/document_parts/` finds, in one report.

`./motcua bench documents [--json] [--seconds N] [--part NAME]` measures the parts one after the
other on a database of its own; the JSON holds one list of figures for each part.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the command keeps folders off it

PARTS = ("uploads", "pages", "signatures")


def arguments() -> argparse.Namespace:
    """Read what to measure."""
    parser = argparse.ArgumentParser(prog="./motcua bench documents", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--seconds", type=float, default=5, help="time for each figure")
    parser.add_argument("--part", choices=PARTS, help="measure this part only")
    return parser.parse_args()


def main() -> int:
    """Measure and report; the exit code says whether every target was met."""
    wanted = arguments()
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    machine = import_module("bench.machine")
    reference = machine.reference_loop()
    parts = {
        name: import_module(f"bench.document_parts.{name}").measure(wanted.seconds)
        for name in ([wanted.part] if wanted.part else PARTS)
    }
    found = {
        "benchmark": "documents",
        "parts": parts,
        "reference_loop_ms": round(reference),
        "machine": machine.described(),
    }
    print(json.dumps(found, ensure_ascii=False, indent=1) if wanted.json else table(found))
    met = [row["met"] for rows in parts.values() for row in rows if "met" in row]
    return 0 if all(met) else 1


def table(found: dict[str, Any]) -> str:
    """Write the figures for a terminal."""
    lines = []
    for name, rows in found["parts"].items():
        lines.append(f"\n{name}")
        lines += [
            f"  {row['what']:<44} {row['measured']:>9} {row['unit']}{_more(row)}" for row in rows
        ]
    machine = found["machine"]
    lines.append(f"\n{machine['processor']}, {machine['cores']} cores, Python {machine['python']}")
    return "\n".join(lines)


def _more(row: dict[str, Any]) -> str:
    shown = {
        key.replace("_", " "): value
        for key, value in row.items()
        if key not in {"what", "measured", "unit"}
    }
    return "".join(f"  {key} {value}" for key, value in shown.items())


if __name__ == "__main__":
    sys.exit(main())
