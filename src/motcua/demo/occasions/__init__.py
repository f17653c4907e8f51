"""What happens now and then, once each, by the printed accounts: every page has something to show.

Everything is done by the acts that people have; the moments are of the last days.
"""

from datetime import datetime

from motcua.demo.occasions import dossiers, offices


def load_occasions(at: datetime) -> None:
    """Have everything that may happen beside the usual happen."""
    for story in (*dossiers.STORIES, *offices.STORIES):
        story(at)
