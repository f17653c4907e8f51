"""What is kept about the reading of personal data, and what people ask about their own."""

from motcua.privacy.models.findings import Finding
from motcua.privacy.models.looks import Look, Lookup
from motcua.privacy.models.requests import DataRequest

__all__ = ["DataRequest", "Finding", "Look", "Lookup"]
