"""Drawing a paper by a template that an agency wrote: it is code, so it is not trusted.

It may import the shared layouts and nothing else, sees one folder, reaches no network, and has
little time and memory. What the compiler says against it is told in plain Vietnamese.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from motcua.documents import confined
from motcua.documents.paper import LAYOUT, SHARED
from motcua.kernel.errors import DomainError

LONGEST = 60_000
LARGEST_PAPER = 3_000_000
WAIT = 15
# What reaches beyond the given files, or makes code out of text so that reading it is no use.
FORBIDDEN = re.compile(
    r"\b(?:eval|plugin|std|dictionary|read|bibliography|cbor|csv|toml|xml|yaml)\b"
)
PACKAGE = re.compile(r"@[\w-]+/")
LOADING = re.compile(r"\b(?:import|include)\b\s*(\"[^\"]*\")?")
PLACE = re.compile(r"main\.typ:(\d+):\d+")
# The compiler's sentences that people meet, and what they mean.
MEANINGS: tuple[tuple[str, str], ...] = (
    (r"unknown variable: (.+)", "không có tên “{0}”"),
    (r"dictionary does not contain key \"(.+)\"", "dữ liệu của phiếu không có mục “{0}”"),
    (r"unclosed (?:delimiter|string)", "có dấu ngoặc hoặc dấu nháy mở mà chưa đóng"),
    (r"unexpected (.+)", "có ký hiệu không đúng chỗ: {0}"),
    (r"expected (.+)", "thiếu hoặc sai ở chỗ cần {0}"),
    (r"file not found.*", "không có tệp này; mẫu chỉ được dùng phần chung đã cho"),
    (r"path .* would escape.*", "mẫu không được đọc tệp ngoài phần chung đã cho"),
    (r"failed to download package.*", "mẫu không được lấy gói từ mạng"),
    (r"maximum .* depth exceeded", "mẫu tự gọi lại chính nó không dừng"),
)


class TemplateRefused(DomainError):
    """The template cannot be used; the sentence says where and why."""

    message = "Mẫu chưa dùng được: {reason}."


def check_template(template: str, allowed: Sequence[str]) -> None:
    """Refuse a template that is empty, too long, or reaches for more than the given layouts."""
    if not template.strip():
        raise TemplateRefused(reason="mẫu không có nội dung")
    if len(template) > LONGEST:
        raise TemplateRefused(reason=f"mẫu dài quá {LONGEST:,} ký tự".replace(",", "."))
    found = FORBIDDEN.search(template) or PACKAGE.search(template)
    if found is not None:
        where = _line_of(template, found.start())
        raise TemplateRefused(reason=f"dòng {where} dùng “{found[0]}”, là thứ mẫu không được dùng")
    for loading in LOADING.finditer(template):
        if (loading[1] or "").strip('"').removeprefix("/") not in allowed:
            names = ", ".join(f'"/{name}"' for name in allowed)
            where = _line_of(template, loading.start())
            raise TemplateRefused(reason=f"dòng {where} chỉ được lấy phần chung {names}")


def _line_of(template: str, position: int) -> int:
    return template.count("\n", 0, position) + 1


def draw_restyled(template: str, facts: Mapping[str, object], shared: Mapping[str, str]) -> bytes:
    """Return the paper as PDF/A-2u, or refuse the template with the reason."""
    check_template(template, [SHARED, *shared])
    with TemporaryDirectory(prefix="motcua-paper-") as folder:
        root = Path(folder)
        (root / SHARED).write_bytes((LAYOUT / SHARED).read_bytes())
        for name, layout in shared.items():
            (root / name).write_text(layout, encoding="utf-8")
        (root / "main.typ").write_text(template, encoding="utf-8")
        done = _drawn(root, json.dumps(facts, ensure_ascii=False, default=str))
    if done.returncode == 0 and len(done.stdout) <= LARGEST_PAPER:
        return done.stdout
    if done.returncode == 0:
        raise TemplateRefused(reason="tờ giấy vẽ ra quá lớn")
    raise TemplateRefused(reason=_reason(done))


def _drawn(root: Path, data: str) -> "subprocess.CompletedProcess[bytes]":
    job = {"root": str(root), "fonts": str(LAYOUT / "fonts"), "data": data}
    try:
        return subprocess.run(
            [sys.executable, "-I", str(Path(confined.__file__))],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=WAIT,
            check=False,
            cwd=root,
            env={"PATH": "", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise TemplateRefused(reason="vẽ quá lâu") from None


def _reason(done: "subprocess.CompletedProcess[bytes]") -> str:
    if done.returncode != 1:
        return "mẫu vẽ quá lâu hoặc dùng quá nhiều bộ nhớ"
    try:
        told = json.loads(done.stderr)
    except ValueError:
        return "không vẽ được"
    place = PLACE.search(told["diagnostic"])
    words = _meaning(str(told["message"]))
    return f"dòng {place[1]}: {words}" if place else words


def _meaning(message: str) -> str:
    for pattern, words in MEANINGS:
        found = re.match(pattern, message)
        if found:
            return words.format(*found.groups())
    return f"trình vẽ báo “{message[:200]}”"
