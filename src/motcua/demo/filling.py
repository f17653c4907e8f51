"""Filling the sample province: a story first, and beyond it as many past dossiers as are wanted."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from motcua.demo.bulk import Need, is_unfinished, load_more, need_of, require_room
from motcua.demo.load import load_sample
from motcua.dossiers.models import Dossier

STORY = 20_000  # dossiers that are drawn one by one, with everything that can happen to one
Progress = Callable[[str, int, int], None]
Told = Callable[[Need], None]


def fill(dossiers: int, address: str, progress: Progress, told: Told) -> dict[str, int]:
    """Bring the province up to so many dossiers; what was broken off goes on, nothing is doubled.

    `address` signs in as whoever rules the database. Before rows are loaded in bulk, `told` hears
    what that takes; refused when the disk has less. Returns for how many procedures the sources
    lack which fact.
    """
    missing = load_sample(min(dossiers, STORY), progress)
    if is_unfinished(address):
        load_more(0, address, now(), progress)
    more = dossiers - Dossier.objects.count() if dossiers > STORY else 0
    if more > 0:
        need = need_of(more)
        told(need)
        require_room(need, Path(settings.STATE))
        load_more(more, address, now(), progress)
    return missing
