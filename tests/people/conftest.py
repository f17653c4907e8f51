"""What the tests of people share: a database with real commits."""

from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "real_commits"]
