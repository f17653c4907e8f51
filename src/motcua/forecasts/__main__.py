"""One renewal of the forecasts: `python -m motcua.forecasts MOMENT`; the worker runs it."""

import os
import sys
from datetime import datetime
from importlib import import_module

import django

LOWEST = 19  # the priority of what can wait, beside people who cannot


def main(moment: str) -> None:
    """Learn from what was known at a moment and replace all forecasts."""
    os.nice(LOWEST)
    django.setup()
    import_module("motcua.forecasts.renewal").renew(datetime.fromisoformat(moment))


if __name__ == "__main__":
    main(sys.argv[1])
