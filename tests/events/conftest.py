"""What the tests of events share: a database with real commits, and subscribers of their own."""

from collections.abc import Iterator

import pytest

from motcua.events import actions
from tests.real_database import guarded_again, real_commits

__all__ = ["guarded_again", "only_ours", "real_commits"]


@pytest.fixture
def only_ours() -> Iterator[None]:
    """Have nobody subscribed but whom the test subscribes."""
    usual = dict(actions._subscribers)
    actions._subscribers.clear()
    yield
    actions._subscribers.clear()
    actions._subscribers.update(usual)
