"""What the tests of these pages share: an hour of their own, keys and files of their own."""

from tests.digitisation.conftest import own_folders
from tests.web.portals import monday

__all__ = ["monday", "own_folders"]
