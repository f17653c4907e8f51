"""Tables as LibreOffice opens them: no cell that begins like a formula is computed.

Runs where LibreOffice is installed (`docs/operations/gates.md`); elsewhere the types of cells stand
for it (`test_export_seeds.py`).
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from motcua.dossiers.lateness_figures import Figure
from motcua.dossiers.lateness_files import write_excel, written_csv
from motcua.opendata.files import as_csv
from tests.security.test_exports import SEEDS

OFFICE = shutil.which("soffice") or shutil.which("localc")
MARK = 'HYPERLINK("http://127.0.0.1:9";"x")'
FORMULA = re.compile(r"table:formula=")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def a_figure(text: str) -> Figure:
    return Figure("1", text, 1, 1, 1, 1, 1, 1)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice makes of each file, as flat XML, by the name of the file."""
    folder = tmp_path_factory.mktemp("tables")
    figures = [a_figure(f"{seed}{MARK}") for seed in SEEDS]
    (folder / "late_csv.csv").write_bytes(written_csv("Lĩnh vực", figures))
    with (folder / "late_excel.xlsx").open("wb") as file:
        write_excel(f"={MARK}", f"={MARK}", figures, file)
    rows = [["2026-01", f"{seed}{MARK}", f"{seed}1", "x", 1, 2.5, None] for seed in SEEDS]
    (folder / "open_data.csv").write_bytes(as_csv(rows))
    (folder / "unmarked.csv").write_text("ten\n=1+1\n", "utf-8")
    return _opened(folder)


def _opened(folder: Path) -> dict[str, str]:
    assert OFFICE is not None
    files = sorted(str(one) for one in folder.iterdir())
    own = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, own, "--headless", "--convert-to", "fods", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {one.stem: one.read_text("utf-8") for one in folder.glob("*.fods")}


def test_no_cell_of_our_tables_is_computed_by_libreoffice(opened: dict[str, str]) -> None:
    ours = {name: text for name, text in opened.items() if name != "unmarked"}

    assert sorted(ours) == ["late_csv", "late_excel", "open_data"]
    assert [name for name, text in ours.items() if FORMULA.search(text)] == []
    assert all(text.count("HYPERLINK(") >= len(SEEDS) for text in ours.values())


def test_a_cell_without_its_mark_would_be_computed(opened: dict[str, str]) -> None:
    assert FORMULA.search(opened["unmarked"])
