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
from motcua.dossiers.models.lateness import (
    Apology,
    DueChange,
    DueNotice,
    LateCause,
    Recount,
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
    "Apology",
    "Attachment",
    "Consultation",
    "Dossier",
    "DossierQuerySet",
    "DueChange",
    "DueNotice",
    "HandOver",
    "LateCause",
    "NumberFormat",
    "NumberSeries",
    "PaperForm",
    "PaperTemplate",
    "Recount",
    "Refusal",
    "Result",
    "Slip",
    "Stop",
    "SupplementRequest",
    "Turn",
    "UsualTime",
]
