"""Folders of scans with their list, as a scanning company hands them over."""

from pathlib import Path

from tests.scans import DECISION, SECOND_PAGE, a_scan

HEADINGS = "files,number,issued_on,type,pages"


def a_page_for(number: str, day: str = "14 tháng 5 năm 2021") -> bytes:
    """Return the scan of a decision with this number."""
    text = DECISION.replace("145/QĐ-UBND", number).replace("14 tháng 5 năm 2021", day)
    return a_scan(text)


def a_folder(place: Path, rows: list[str], scans: dict[str, bytes] | None = None) -> Path:
    """Return a folder with two pages of a decision, what else is given, and the list."""
    place.mkdir(parents=True, exist_ok=True)
    usual = {"mot.jpg": a_scan(), "hai.jpg": a_scan(SECOND_PAGE)}
    for name, content in (usual | (scans or {})).items():
        (place / name).write_bytes(content)
    (place / "manifest.csv").write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return place
