"""What the tests of the API share: keys of their own, and real commits for threads."""

from tests.dossiers.conftest import keys
from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "keys", "real_commits"]
