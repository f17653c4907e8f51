"""The past of the sample province: dossiers that could have been, drawn from a seed."""

from motcua.demo.history.load import load_history

__all__ = ["load_history"]
