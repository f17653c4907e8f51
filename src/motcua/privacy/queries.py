"""Reading who has looked."""

from uuid import UUID

from motcua.privacy.models import Look

MOST_LOOKS = 200


def looks_of(dossier: UUID) -> list[Look]:
    """Return who was shown a dossier, the latest first."""
    return list(Look.objects.filter(dossier=dossier).order_by("-at", "-id")[:MOST_LOOKS])
