"""What the tests of the exchange share: keys of their own, and a peer on this machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.dossiers.conftest import keys
from tests.exchange.peer import Peer

__all__ = ["keys"]


@pytest.fixture
def peer(settings: Any) -> Iterator[Peer]:
    """A peer that answers as it is told, and may be called."""
    with Peer() as listening:
        settings.EXCHANGE_ALLOW = [f"127.0.0.1:{listening.port}"]
        yield listening
