"""What the tests of reading share: an hour of their own, and a key folder."""

from tests.dossiers.conftest import keys
from tests.real_database import guarded_again, real_commits
from tests.web.portals import monday

__all__ = ["guarded_again", "keys", "monday", "real_commits"]
