"""Everything that changes papers, files on their way, and the record of who looked."""

from motcua.documents.actions.forgetting import forget
from motcua.documents.actions.keeping import claim, claim_all, keep, take_in
from motcua.documents.actions.looking import note_reading
from motcua.documents.actions.sealing import seal_open_files
from motcua.documents.actions.uploading import append, begin, finish, forget_old, give_up

__all__ = [
    "append",
    "begin",
    "claim",
    "claim_all",
    "finish",
    "forget",
    "forget_old",
    "give_up",
    "keep",
    "note_reading",
    "seal_open_files",
    "take_in",
]
