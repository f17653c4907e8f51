"""Our own scripts merge nothing that was sent into objects of the language (ASVS 5.0, 15.3.6)."""

import re
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "frontend" / "js"
# Ways by which a key that somebody wrote may reach the prototype of all objects.
MERGING = re.compile(
    r"__proto__|\bprototype\s*\[|\.constructor\s*\[|Object\.(?:assign|setPrototypeOf)\s*\("
    r"|for\s*\(\s*(?:const|let|var)\s+\w+\s+in\s"
)


def merging(script: str) -> list[str]:
    return [found.group() for found in MERGING.finditer(script)]


def test_no_script_writes_keys_that_were_sent_into_prototypes() -> None:
    scripts = {one.name: merging(one.read_text("utf-8")) for one in SCRIPTS.rglob("*.js")}

    assert len(scripts) > 20
    assert {name: found for name, found in scripts.items() if found} == {}


def test_a_merge_would_be_found() -> None:
    assert merging("for (const key in said) kept[key] = said[key];")
    assert merging("Object.assign(kept, JSON.parse(said));")
