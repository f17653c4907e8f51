"""Collecting the static files of the pages, when they have changed.

Imported only once Django is ready.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from motcua.runtime.state import State

MANIFEST = "staticfiles.json"  # what pages find the names of files by


def collect(state: State) -> None:
    """Bring the collected files up to date; cheap when they already are."""
    mark = state.folder("run") / "static"
    wanted = _fingerprint()
    is_there = (Path(settings.STATIC_ROOT) / MANIFEST).exists()
    if is_there and mark.exists() and mark.read_text() == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(wanted)


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            about = path.stat()
            seen.update(f"{path}{about.st_size}{about.st_mtime_ns}".encode())
    return seen.hexdigest()
