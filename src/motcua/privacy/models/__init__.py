"""What is kept about the reading of personal data."""

from motcua.privacy.models.findings import Finding
from motcua.privacy.models.looks import Look, Lookup

__all__ = ["Finding", "Look", "Lookup"]
