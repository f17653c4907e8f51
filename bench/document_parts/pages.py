"""Reading scans: pages a minute for each core beside plain tesseract, how many letters are right
on good and bad pages, and which legal data are found on which kind of paper.

A part of `./motcua bench documents`. The pages are drawn from known texts and then spoilt.
"""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.document_parts.kinds_of_paper import KINDS
from motcua.digitisation import ocr, pictures
from motcua.digitisation.proposing import propose
from tests import scans

TIMES_TARGET = 1.5  # CPU beside plain tesseract, at most
PAGES, RUNS, DPI = 6, 3, 300


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spoilt() -> dict[str, Any]:
    page = scans.a_picture()
    return {
        "clean": page,
        "skewed 1.5 degrees": scans.skewed(page, 1.5),
        "noisy": scans.noisy(page),
        "low contrast": scans.faded(page),
        "out of focus": scans.blurred(page, 1.5),
    }


TRUE_TEXT = """
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM XÃ MẪU Độc lập - Tự do - Hạnh phúc Số:
145/QĐ-UBND Xã Mẫu, ngày 14 tháng 5 năm 2021 QUYẾT ĐỊNH Về việc công nhận quyền sử dụng đất ở Căn
cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Điều 1. Công nhận quyền sử dụng
đất ở cho ông Nguyễn Văn Mẫu, sinh năm 1968, số định danh cá nhân 037068001234, thường trú tại
thôn Một, xã Mẫu, tỉnh Ninh Bình. Điều 2. Quyết định này có hiệu lực kể từ ngày ký và có giá trị
đến ngày 14/5/2071.
"""
TRUE_FIELDS = {
    "number": "145/QĐ-UBND",
    "owner_number": "037068001234",
    "owner_name": "Nguyễn Văn Mẫu",
    "birth_year": "1968",
    "summary": "Về việc công nhận quyền sử dụng đất ở",
    "valid_to": "14/05/2071",
    "issued_on": "14/05/2021",
    "issuer": "Ủy ban nhân dân xã Mẫu",
    "name": "Quyết định",
}


def _distance(one: str, other: str) -> int:
    """Return how many letters must be changed, put in or taken out (Levenshtein)."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            same = before[column - 1] + (letter != wanted)
            now.append(min(before[column] + 1, now[-1] + 1, same))
        before = now
    return before[-1]


def _accuracy() -> list[dict[str, Any]]:
    wanted = " ".join(TRUE_TEXT.split())
    rows = []
    for name, picture in _spoilt().items():
        reading = ocr.read(pictures.put_together([scans.jpeg(picture)]), 1)
        read = " ".join(reading.pages[0].text.split())
        share = round(100 * (1 - _distance(read, wanted) / len(wanted)), 1)
        row = {"what": f"letters right, {name}", "measured": share, "unit": "%"}
        rows.append(row | _fields(reading, TRUE_FIELDS))
    return rows


def _by_kind() -> list[dict[str, Any]]:
    rows = []
    for name, kind in KINDS.items():
        reading = ocr.read(pictures.put_together([scans.a_scan(kind.source)]), 1)
        found = _fields(reading, kind.fields)
        share = round(100 * found["fields_right"] / found["of"])
        rows.append({"what": f"fields found, {name}", "measured": share, "unit": "%"} | found)
    return rows


def _fields(reading: ocr.Reading, true: dict[str, str]) -> dict[str, int]:
    found = propose(reading.pages, reading.codes)
    right = sum(field in found and found[field].value == value for field, value in true.items())
    wrong = sum(field in found and found[field].value != value for field, value in true.items())
    return {"fields_right": right, "fields_wrong": wrong, "of": len(true)}


def _cpu_of(work: Callable[[], object]) -> float:
    before = _children()
    work()
    return _children() - before


def _plainly(pages: Sequence[Path]) -> None:
    program = shutil.which("tesseract")
    assert program is not None
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    for page in pages:
        command = [program, str(page), "stdout", "-l", "vie"]
        subprocess.run(command, env=env, check=True, capture_output=True)


def measure(_seconds: float) -> list[dict[str, Any]]:
    """Return what reading costs beside plain tesseract, and how right it is on bad pages."""
    with TemporaryDirectory(prefix="motcua-bench-") as folder:
        cost = [row for name, page in _pages().items() for row in _cost(name, page, Path(folder))]
    return cost + _accuracy() + _by_kind()


def _pages() -> dict[str, bytes]:
    return {
        "page of a decision": scans.a_scan(dpi=DPI),
        "full page of text": scans.a_scan(scans.FULL_PAGE, dpi=DPI),
    }


def _cost(name: str, page: bytes, folder: Path) -> list[dict[str, Any]]:
    files = [folder / f"{n}.jpg" for n in range(PAGES)]
    for file in files:
        file.write_bytes(page)
    whole = pictures.put_together([page] * PAGES)
    plain = min(_cpu_of(lambda: _plainly(files)) for _ in range(RUNS)) / PAGES
    ours = min(_cpu_of(lambda: ocr.read(whole, PAGES)) for _ in range(RUNS)) / PAGES
    return [
        {"what": f"{name}: plain tesseract", "measured": round(plain, 2), "unit": "CPU s/page"},
        {
            "what": f"{name}: read",
            "measured": round(60 / ours, 1),
            "unit": "pages/min/core",
            "times_plain_tesseract": round(ours / plain, 2),
            "target": TIMES_TARGET,
            "met": ours / plain <= TIMES_TARGET,
        },
    ]
