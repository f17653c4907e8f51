"""What the tests of staffing share: a database with real commits, and passwords hashed quickly."""

from tests.quick_passwords import quick_passwords
from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "quick_passwords", "real_commits"]
