"""The bill of materials of a release (CycloneDX): Python packages, scripts of pages, fonts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from motcua.cli.surroundings import checkout

BUILT_FROM = "frontend/package-lock.json"
# Fonts that lie in the source, with where they come from and their licence.
FONTS = (
    {
        "type": "library",
        "name": "tinos",
        "version": "1.33",
        "description": "the font of papers: src/motcua/documents/paper/fonts",
        "licenses": [{"license": {"id": "OFL-1.1"}}],
        "purl": "pkg:github/googlefonts/tinos",
    },
)


def write(path: Path) -> int:
    """Write the bill to a file; return how many components it lists."""
    tools = Path(sys.executable).parent
    exported = subprocess.run(
        [str(tools / "uv"), "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet"],
        cwd=checkout(), check=True, capture_output=True, text=True,
    )  # fmt: skip
    made = subprocess.run(
        [str(tools / "cyclonedx-py"), "requirements", "--output-reproducible", "-"],
        cwd=checkout(), check=True, capture_output=True, text=True, input=exported.stdout,
    )  # fmt: skip
    bill: dict[str, Any] = json.loads(made.stdout)
    lock = json.loads((checkout() / BUILT_FROM).read_text())
    bill["components"] += [*_scripts(lock["packages"]), *FONTS]
    bill["metadata"]["component"] = {"type": "application", "name": "motcua", "version": _version()}
    path.write_text(json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    return len(bill["components"])


def _scripts(packages: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what pages are built from; what only builds them is not delivered."""
    found = []
    for place, one in sorted(packages.items()):
        name = place.rpartition("node_modules/")[2]
        if not name or one.get("dev"):
            continue
        component = {
            "type": "library",
            "bom-ref": f"npm:{name}@{one['version']}",
            "name": name,
            "version": one["version"],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{one['version']}",
        }
        if "license" in one:
            component["licenses"] = [{"expression": one["license"]}]
        found.append(component)
    return found


def _version() -> str:
    text = (checkout() / "pyproject.toml").read_text()
    return text.partition('\nversion = "')[2].partition('"')[0]
