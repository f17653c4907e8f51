"""Reading published forms."""

from functools import lru_cache
from uuid import UUID

from motcua.forms.completing import completed
from motcua.forms.models import FormVersion


@lru_cache(maxsize=1000)
def definition(version: UUID) -> dict[str, object]:
    """Return a published form with its lists and groups filled in.

    It is frozen, so memory may keep it. Callers must not change it.
    """
    return completed(FormVersion.objects.get(pk=version).definition)
