"""Acts of the app: what is noted of reading."""

from motcua.privacy.actions.looking import find, forget_looks, note_looks

__all__ = ["find", "forget_looks", "note_looks"]
