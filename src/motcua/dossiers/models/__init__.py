"""Tables of dossiers: the dossier with its parts, and the papers issued about it."""

from motcua.dossiers.models.dossier import (
    Answers,
    Attachment,
    Consultation,
    Dossier,
    DossierQuerySet,
    HandOver,
    Refusal,
    Result,
    SupplementRequest,
    Turn,
    UsualTime,
)
from motcua.dossiers.models.papers import (
    NumberFormat,
    NumberSeries,
    PaperForm,
    PaperTemplate,
    Slip,
    Stop,
)

__all__ = [
    "Answers",
    "Attachment",
    "Consultation",
    "Dossier",
    "DossierQuerySet",
    "HandOver",
    "NumberFormat",
    "NumberSeries",
    "PaperForm",
    "PaperTemplate",
    "Refusal",
    "Result",
    "Slip",
    "Stop",
    "SupplementRequest",
    "Turn",
    "UsualTime",
]
