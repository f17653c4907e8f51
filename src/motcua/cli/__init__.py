"""The command line of Motcua; `./motcua` without a command lists what there is."""

from motcua.cli.commands import main

__all__ = ["main"]
