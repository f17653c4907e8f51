"""What these tests share: a folder of their own for files."""

from tests.dossiers.conftest import keys

__all__ = ["keys"]
