"""What is kept about the reading of personal data."""

from motcua.privacy.models.looks import Look, Lookup

__all__ = ["Look", "Lookup"]
