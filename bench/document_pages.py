"""Reading scans: pages a minute for each core beside plain tesseract, how many letters are right
on good and bad pages, and which legal data are found on which kind of paper.

A part of `./motcua bench documents`. The pages are drawn from known texts and then spoilt.
"""

import io
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TIMES_TARGET = 1.5  # CPU beside plain tesseract, at most
PAGES = 6


def _scans() -> Any:
    return import_module("tests.scans")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spoilt() -> dict[str, Any]:
    scans = _scans()
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
    ocr = import_module("motcua.digitisation.ocr")
    pictures = import_module("motcua.digitisation.pictures")
    propose = import_module("motcua.digitisation.proposing").propose
    wanted = " ".join(TRUE_TEXT.split())
    rows = []
    for name, picture in _spoilt().items():
        reading = ocr.read(pictures.put_together([_scans().jpeg(picture)]), 1)
        read = " ".join(reading.pages[0].text.split())
        found = propose(reading.pages, reading.codes)
        right = sum(found[f].value == v for f, v in TRUE_FIELDS.items() if f in found)
        wrong = sum(f in found and found[f].value != v for f, v in TRUE_FIELDS.items())
        rows.append(
            {
                "page": name,
                "character_accuracy": round(1 - _distance(read, wanted) / len(wanted), 4),
                "fields_right": right,
                "fields_wrong": wrong,
                "fields": len(TRUE_FIELDS),
            }
        )
    return rows


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


def measure() -> dict[str, Any]:
    """Return what reading costs, how right it is, and what was aimed at."""
    ocr = import_module("motcua.digitisation.ocr")
    pictures = import_module("motcua.digitisation.pictures")
    scans = [_scans().a_scan(dpi=300)] * PAGES
    whole = pictures.put_together(scans)
    with TemporaryDirectory(prefix="motcua-bench-") as folder:
        files = [Path(folder) / f"{n}.jpg" for n in range(PAGES)]
        for file, scan in zip(files, scans, strict=True):
            file.write_bytes(io.BytesIO(scan).getvalue())
        plain = min(_cpu_of(lambda: _plainly(files)) for _ in range(3))
    ours = min(_cpu_of(lambda: ocr.read(whole, PAGES)) for _ in range(3))
    return {
        "pages": PAGES,
        "dpi": 300,
        "tesseract_cpu_seconds_a_page": round(plain / PAGES, 3),
        "ours_cpu_seconds_a_page": round(ours / PAGES, 3),
        "pages_a_minute_a_core": round(60 * PAGES / ours, 1),
        "times_plain_tesseract": round(ours / plain, 2),
        "times_plain_tesseract_target": TIMES_TARGET,
        "accuracy": _accuracy(),
    }
