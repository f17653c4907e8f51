"""Acts of the app: what is noted of reading, and what is unusual about it."""

from motcua.privacy.actions.looking import find, forget_looks, note_looks
from motcua.privacy.actions.unusual import JudgedBefore, find_unusual, judge

__all__ = ["JudgedBefore", "find", "find_unusual", "forget_looks", "judge", "note_looks"]
