"""`./motcua sweep`: what does not fit together in the database and the files."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from motcua.cli.surroundings import equip, with_database
from motcua.runtime.sweep import Violation, invariants, note, stored_digests, sweep, sweep_files

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def run(console: Console, *, as_json: bool) -> bool:
    """Sweep the database of this state folder and say what was found; return whether it holds."""
    state = equip()
    files = None if os.environ.get("MOTCUA_FILES_URL") else state.root / "files"
    with with_database(state):
        found = swept(os.environ["MOTCUA_DATABASE_URL"], files, console)
    note(state.root, found, datetime.now(UTC))
    if as_json:
        told = {"invariants": len(invariants()), "violations": [asdict(one) for one in found]}
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201
    else:
        tell(found, console)
    return not found


def swept(address: str, files: Path | None, console: Console) -> list[Violation]:
    """Sweep a database and, where they lie in a folder, its files, with bars for both."""
    columns = TextColumn("{task.description}"), BarColumn()
    with Progress(*columns, console=console) as shown:
        tables, stored = shown.add_task("Bảng"), shown.add_task("Tệp")
        with psycopg.connect(address) as connection:
            connection.execute(SNAPSHOT)
            found = sweep(connection, lambda d, n: shown.update(tables, completed=d, total=n))
            digests = stored_digests(connection) if files else []
        if files is not None:
            found += sweep_files(
                digests, files, lambda d, n: shown.update(stored, completed=d, total=n)
            )
    return found


def tell(found: list[Violation], console: Console) -> bool:
    """Say what was found; return whether all fits."""
    for one in found:
        console.print(f"{one.id}: {one.words}: {one.many}", highlight=False, soft_wrap=True)
        for where in one.where:
            console.print(f"  {where}", highlight=False, soft_wrap=True)
    if not found:
        console.print(f"{len(invariants())} điều kiện và mọi tệp đều khớp.", highlight=False)
    return not found
