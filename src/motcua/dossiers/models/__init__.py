"""Tables of dossiers: the dossier with its parts, the papers about it, and figures over many."""

from motcua.dossiers.models.corrections import Correction
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
    in_name_of,
)
from motcua.dossiers.models.figures import (
    FillingTime,
    LatenessFigure,
    LatenessPeriod,
    ProcedureTime,
    StepFigure,
    Timeliness,
    UsualTime,
)
from motcua.dossiers.models.filling import AnswersVersion, Assistance, Filling
from motcua.dossiers.models.lateness import (
    Apology,
    DueChange,
    DueNotice,
    LateCause,
    Obligation,
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
from motcua.dossiers.models.signing import BulkItem, BulkSigning, ShownDraft, SignedForm

__all__ = [
    "Answers",
    "AnswersVersion",
    "Apology",
    "Assistance",
    "Attachment",
    "BulkItem",
    "BulkSigning",
    "Consultation",
    "Correction",
    "Dossier",
    "DossierQuerySet",
    "DueChange",
    "DueNotice",
    "Filling",
    "FillingTime",
    "HandOver",
    "LateCause",
    "LatenessFigure",
    "LatenessPeriod",
    "NumberFormat",
    "NumberSeries",
    "Obligation",
    "PaperForm",
    "PaperTemplate",
    "ProcedureTime",
    "Recount",
    "Refusal",
    "Result",
    "ShownDraft",
    "SignedForm",
    "Slip",
    "StepFigure",
    "Stop",
    "SupplementRequest",
    "Timeliness",
    "Turn",
    "UsualTime",
    "in_name_of",
]
