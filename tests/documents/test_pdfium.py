"""PDFium is called by one thread at a time, whoever reads."""

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import motcua
from motcua.documents import pdfium
from tests.signing.papers_to_sign import a_paper

SOURCE = Path(motcua.__file__).parent
# The one place for all threads, and what runs in a process of its own.
ALLOWED = {"documents/pdfium.py", "documents/checking/pdf.py"}


def letters(paper: bytes) -> str:
    with pdfium.document(paper) as opened:
        return "".join(page.get_textpage().get_text_range() for page in opened)


def test_many_threads_read_at_the_same_moment_what_one_reads_alone() -> None:
    paper = a_paper()
    alone = letters(paper)

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(letters, [paper] * 400))

    assert alone
    assert found == {alone}


def test_nothing_else_calls_pdfium() -> None:
    calls = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] == "pypdfium2" for name in names):
                calls.add(str(file.relative_to(SOURCE)))

    assert calls == ALLOWED
