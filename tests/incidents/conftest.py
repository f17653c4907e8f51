"""What the tests of incidents share: an hour of their own, and a key folder."""

from tests.dossiers.conftest import keys
from tests.web.portals import monday

__all__ = ["keys", "monday"]
