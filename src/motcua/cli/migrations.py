"""What our migrations would run, as SQL for a checker to read.

Imported only once Django is ready.
"""

import re
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import call_command


def write_sql(folder: Path) -> list[Path]:
    """Write one file for each migration of our own apps; keep those that are up to date."""
    folder.mkdir(exist_ok=True)
    return [
        _written(folder, app.label, source)
        for app in apps.get_app_configs()
        if app.name.startswith("motcua.")
        for source in sorted((Path(app.path) / "migrations").glob("0*.py"))
        if not source.name.startswith("0001_")  # the first one meets no rows
    ]


def _written(folder: Path, app: str, source: Path) -> Path:
    told = folder / f"{app}.{source.stem}.sql"
    if not told.exists() or told.stat().st_mtime < source.stat().st_mtime:
        output = StringIO()
        call_command("sqlmigrate", app, source.stem, stdout=output, no_color=True)
        told.write_text(re.sub(r"^(BEGIN|COMMIT);\n", "", output.getvalue(), flags=re.MULTILINE))
    return told
