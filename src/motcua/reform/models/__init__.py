"""Records that reports are counted from, and the assessments that agencies make of themselves."""

from motcua.reform.models.assessments import (
    Adjustment,
    Assessment,
    Criterion,
    CriterionScore,
    Evidence,
    ScoringTemplate,
)
from motcua.reform.models.records import IndexValue, OrganisationCut, RegisteredResult, Service

__all__ = [
    "Adjustment",
    "Assessment",
    "Criterion",
    "CriterionScore",
    "Evidence",
    "IndexValue",
    "OrganisationCut",
    "RegisteredResult",
    "ScoringTemplate",
    "Service",
]
