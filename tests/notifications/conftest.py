"""What the tests of messages share: keys of their own."""

from tests.dossiers.conftest import keys

__all__ = ["keys"]
