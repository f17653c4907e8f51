"""What the tests of these pages share: an hour of their own."""

from tests.web.portals import monday

__all__ = ["monday"]
