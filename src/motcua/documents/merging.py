"""Papers drawn from a Word or HTML template: merged in a confined process, set by our own layout.

An office clerk writes the text of a paper in Word; the head of the paper, its number, its QR code
and the place of the signature are drawn by the system, the same for every paper. A template is
code: it is merged in Jinja's sandbox, in a process that reaches no network and has little time.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from motcua.documents import merging_confined
from motcua.documents.paper import LAYOUT, draw
from motcua.documents.restyled import TemplateRefused

LARGEST = 3_000_000
LARGEST_TEXT = 2_000_000
WAIT = 20
WORD = "word.typ"


def merge_fields(template: bytes, form: str = "docx") -> list[str]:
    """Return the merge fields that a template names, or refuse it with the reason."""
    found: list[str] = _done({"act": "fields", "format": form}, template)
    return found


def check_fields(used: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a template that names fields which nothing fills, naming them."""
    there = set(known)
    unknown = sorted(set(used) - there)
    if unknown:
        raise TemplateRefused(
            reason=f"không có mục trộn {', '.join(f'“{one}”' for one in unknown)}"
        )


def draw_merged(template: bytes, facts: Mapping[str, object], form: str = "docx") -> bytes:
    """Return the paper as PDF/A-2u: the template merged with the facts, below the shared head."""
    said = json.loads(json.dumps(facts, ensure_ascii=False, default=str))
    job = {"act": "merge", "format": form, "values": {**said, "qr": ""}}
    blocks = _done(job, template)
    layout = (LAYOUT / WORD).read_text(encoding="utf-8")
    return draw(layout, {**facts, "blocks": blocks})


def _done(job: dict[str, Any], template: bytes) -> Any:
    if len(template) > LARGEST:
        raise TemplateRefused(reason="tệp lớn hơn 3 MB")
    job["template"] = base64.b64encode(template).decode()
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(merging_confined.__file__))],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=WAIT,
            check=False,
            env={"PATH": "", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise TemplateRefused(reason="trộn quá lâu") from None
    if done.returncode == 0 and len(done.stdout) <= LARGEST_TEXT:
        return json.loads(done.stdout)
    raise TemplateRefused(reason=_reason(done))


def _reason(done: "subprocess.CompletedProcess[bytes]") -> str:
    if done.returncode == 0:
        return "văn bản trộn ra quá dài"
    if done.returncode != 1:
        return "trộn quá lâu hoặc dùng quá nhiều bộ nhớ"
    try:
        return str(json.loads(done.stderr)["reason"])
    except (ValueError, KeyError):
        return "không đọc được tệp này"
