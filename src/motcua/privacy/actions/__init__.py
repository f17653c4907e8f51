"""Acts of the app: what is noted of reading, what is unusual about it, what people ask."""

from motcua.privacy.actions.erasing import erase_data_of, erase_expired
from motcua.privacy.actions.looking import find, forget_looks, note_looks, note_reads_taken
from motcua.privacy.actions.requests import answer, ask, extend, fulfil, refuse, take_own_data
from motcua.privacy.actions.unusual import JudgedBefore, find_unusual, judge

__all__ = [
    "JudgedBefore",
    "answer",
    "ask",
    "erase_data_of",
    "erase_expired",
    "extend",
    "find",
    "find_unusual",
    "forget_looks",
    "fulfil",
    "judge",
    "note_looks",
    "note_reads_taken",
    "refuse",
    "take_own_data",
]
