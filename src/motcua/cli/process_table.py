"""`./motcua process from-table`: the table of a department becomes a drawn process file."""

import re
from pathlib import Path

import typer

from motcua.workflow.bpmn.table_process import process_of
from motcua.workflow.bpmn.table_words import plain
from motcua.workflow.bpmn.tables import TableRefused, table_of
from motcua.workflow.bpmn.writing import written
from motcua.workflow.checking import check


def from_table(file: Path, output: Path) -> int:
    """Write the process of a table; 0 when it may be published, 1 with everything that is wrong.

    Nothing is written while the table has errors. A process that the checker finds fault with is
    written, so that it can be mended in the designer, and the findings are told.
    """
    try:
        table = table_of(file)
        sketch, warnings = process_of(table, _id_of(file))
    except TableRefused as refusal:
        for error in refusal.errors:
            typer.echo(str(error), err=True)
        return 1
    xml = written(sketch)
    try:
        output.write_text(xml, encoding="utf-8")
    except OSError as error:
        typer.echo(f"Không ghi được tệp {output}: {error.strerror}.", err=True)
        return 1
    typer.echo(f"Đã ghi {output}: {len(table.steps)} bước.")
    for warning in warnings:
        typer.echo(f"Cần xem lại: {warning}")
    findings = check(xml)
    for finding in findings:
        typer.echo(f"Chưa ban hành được: {finding.message}", err=True)
    return 1 if findings else 0


def _id_of(file: Path) -> str:
    """Return an id that BPMN and XML allow, from the name of the file."""
    bare = re.sub(r"[^a-z0-9]+", "_", plain(file.stem)).strip("_")
    return bare if bare[:1].isalpha() else f"process_{bare or 'moi'}"
