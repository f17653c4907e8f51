"""Everything that changes papers, files on their way, and the record of who looked."""

from motcua.documents.actions.forgetting import forget, forget_all_of, forget_loose
from motcua.documents.actions.keeping import claim, claim_all, keep, take_in
from motcua.documents.actions.looking import note_reading
from motcua.documents.actions.sealing import seal_open_files
from motcua.documents.actions.uploading import (
    append,
    begin,
    finish,
    forget_old,
    forget_uploads_of,
    give_up,
)

__all__ = [
    "append",
    "begin",
    "claim",
    "claim_all",
    "finish",
    "forget",
    "forget_all_of",
    "forget_loose",
    "forget_old",
    "forget_uploads_of",
    "give_up",
    "keep",
    "note_reading",
    "seal_open_files",
    "take_in",
]
